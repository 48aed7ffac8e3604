import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UDP_STATES } from '../../src/model/observation.ts';
import type { SeenState } from '../../src/policy/reach.ts';
import { exposureOf, reachOf } from '../../src/policy/reach.ts';

const [O, C, F, E, N] = ['open', 'closed', 'filtered', 'error', 'not-tested'] as const;

describe('what the vantages of a zone say together', () => {
  it.each([
    ['all assessed open', [O, O, O], 3, 'open'],
    ['one witness is enough', [O, N, E], 3, 'open'],
    ['open here, closed there', [O, C, O], 2, 'mixed'],
    ['open here, silent there', [O, F], 2, 'mixed'],
    ['mixed below the quorum', [O, F, N], 3, 'mixed'],
    ['none open, one closed', [F, C, F], 3, 'closed'],
    ['all closed', [C, C], 2, 'closed'],
    ['all silent', [F, F, F], 3, 'blocked'],
    ['the quorum is met without all', [F, F, E], 2, 'blocked'],
    ['fewer than the quorum', [F, F, E], 3, undefined],
    ['nobody could tell', [E, N], 1, undefined],
    ['no vantage at all', [], 1, undefined],
    ['a quorum of none is none', [N], 0, undefined],
    ['the silence of UDP tells nothing', ['open|filtered', 'open|filtered'], 1, undefined],
  ] as const)('%s', (_, states, quorum, reach) => {
    expect(reachOf(states, quorum)).toBe(reach);
  });

  const states = fc.array(fc.constantFrom<SeenState[]>(...UDP_STATES, 'not-tested'), { maxLength: 6 });
  const quorum = fc.integer({ min: 1, max: 6 });

  it('is the same in any order, and whoever did not ask changes nothing', () => {
    fc.assert(
      fc.property(states, quorum, fc.infiniteStream(fc.nat()), (some, needed, keys) => {
        const shuffled = some.map((state) => ({ state, key: keys.next().value })).sort((a, b) => a.key - b.key);
        const reach = reachOf(some, needed);
        expect(
          reachOf(
            shuffled.map(({ state }) => state),
            needed,
          ),
        ).toBe(reach);
        for (const silent of ['not-tested', 'error', 'open|filtered'] as const)
          expect(reachOf([...some, silent], needed)).toBe(reach);
      }),
    );
  });

  it('never says that nothing is open for want of an observation', () => {
    let dropped = 0;
    fc.assert(
      fc.property(states, quorum, (some, needed) => {
        const before = reachOf(some, needed);
        for (const index of some.keys()) {
          const after = reachOf(some.with(index, 'not-tested'), needed);
          if (before === undefined || before === 'open') dropped++;
          const hidden = (before === undefined || before === 'open') && after !== 'open' && after !== undefined;
          expect(hidden).toBe(false);
        }
      }),
    );
    expect(dropped).toBeGreaterThan(50);
  });

  it('keeps a witness against the others as long as all are needed', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom<SeenState>(O, C, F), { minLength: 1, maxLength: 5 }), (some) => {
        for (const index of some.keys())
          expect(['open', 'mixed', undefined]).toContain(reachOf(some.with(index, 'not-tested'), some.length));
      }),
    );
  });
});

type ZoneView = Parameters<typeof exposureOf>[0][number];

function view(name: string, states: readonly SeenState[]): ZoneView {
  return { name, states, reach: reachOf(states, states.length) };
}

describe('how far an endpoint is exposed', () => {
  it('is never hidden for want of an observation, where no vantages disagreed', () => {
    const states = fc.array(fc.constantFrom<SeenState>(O, C, F, E, N), { minLength: 1, maxLength: 3 });
    let compared = 0;
    fc.assert(
      fc.property(states, states, (internet, office) => {
        fc.pre(!(internet.includes(O) && (internet.includes(C) || internet.includes(F))));
        const before = exposureOf([view('internet', internet), view('office', office)]);
        for (const index of internet.keys()) {
          const after = exposureOf([view('internet', internet.with(index, N)), view('office', office)]);
          const hidden = before === undefined ? after === 'none' || after === 'internal' : false;
          expect(hidden).toBe(false);
          const wasOpen = before === 'global' || before === 'single';
          if (wasOpen) compared++;
          const lost = after === 'none' || after === 'internal';
          expect(wasOpen && lost).toBe(false);
        }
      }),
      { numRuns: 1000 },
    );
    expect(compared).toBeGreaterThan(10);
  });
});
