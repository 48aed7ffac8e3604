import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UDP_STATES } from '../../../src/model/observation.ts';
import type { ZoneView } from '../../../src/policy/vantages/exposure.ts';
import { exposureOf } from '../../../src/policy/vantages/exposure.ts';
import type { VantageState } from '../../../src/policy/vantages/reach.ts';
import { reachOf } from '../../../src/policy/vantages/reach.ts';

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

  const states = fc.array(fc.constantFrom<VantageState[]>(...UDP_STATES, 'not-tested'), { maxLength: 6 });
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
      fc.property(fc.array(fc.constantFrom<VantageState>(O, C, F), { minLength: 1, maxLength: 5 }), (some) => {
        for (const index of some.keys())
          expect(['open', 'mixed', undefined]).toContain(reachOf(some.with(index, 'not-tested'), some.length));
      }),
    );
  });
});

function view(zone: string, states: readonly VantageState[], quorum = states.length): ZoneView {
  return { zone, states, reach: reachOf(states, quorum) };
}

describe('how far an endpoint is exposed', () => {
  it.each([
    ['global', [view('internet', [O, O]), view('office', [F])], 'global'],
    ['one vantage cannot say global', [view('internet', [O]), view('office', [F])], 'single'],
    ['nor can one of three', [view('internet', [O, N, N])], 'single'],
    ['nor can two of three', [view('internet', [O, O, E])], 'single'],
    ['partial', [view('internet', [O, O, F]), view('office', [O])], 'partial'],
    ['internal', [view('internet', [F, F]), view('office', [O])], 'internal'],
    ['internal in part', [view('internet', [C]), view('office', [O, F])], 'internal'],
    ['open inside, the internet not asked', [view('internet', [N]), view('office', [O])], undefined],
    ['open inside, no internet', [view('dmz', [F]), view('office', [O])], undefined],
    ['none', [view('internet', [F]), view('office', [C])], 'none'],
    ['not all asked', [view('internet', [F]), view('office', [E])], undefined],
    ['no zone at all', [], undefined],
  ] as const)('%s', (_, zones, exposure) => {
    expect(exposureOf(zones)).toBe(exposure);
  });

  it('never shrinks for want of an observation, where no vantages disagreed', () => {
    const states = fc.array(fc.constantFrom<VantageState>(O, C, F, E, N), { minLength: 1, maxLength: 3 });
    const rank = ['none', 'internal', 'partial', 'single', 'global'];
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
          const lost = after !== undefined && rank.indexOf(after) < rank.indexOf('single');
          expect(wasOpen && lost).toBe(false);
        }
      }),
    );
    expect(compared).toBeGreaterThan(10);
  });
});
