import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRange } from '../../../src/model/address.ts';
import type { Plan } from '../../../src/model/plan.ts';
import type { Labels } from '../../../src/model/target.ts';
import { createIntentIndex } from '../../../src/policy/intent/intent-index.ts';
import { rowsHidden, rowsMet } from '../../../src/policy/intent/rows-met.ts';
import { createIdentityIndex } from '../../../src/targets/identity-index.ts';
import { createPlan } from '../../../src/targets/plan.ts';
import { mergeRanges } from '../../../src/model/range-set.ts';
import { matrixText, parseMatrix } from './matrix-text.ts';
import { cells, contradicts, HOSTS, smallMatrix, speaking, textOf } from './universe.ts';

interface Audited {
  readonly text: string;
  readonly labels?: Labels;
}

function planOf(audited: readonly Audited[], ports: readonly number[], transport: 'tcp' | 'udp' = 'tcp'): Plan {
  const targets = audited.map(({ text, labels = {} }) => ({
    text,
    labels,
    ranges: [parseRange(text)].flatMap((r) => r ?? []),
  }));
  const ranges = mergeRanges(targets.flatMap((target) => target.ranges));
  return createPlan({ ranges, ports, identities: createIdentityIndex(targets), transport });
}

describe('rows that meet what was audited', () => {
  const matrix = parseMatrix(
    matrixText({
      rows: [
        '{ from: internet, to: web, ports: [80, 443], expect: open }',
        '{ from: internet, to: web, ports: [8080], expect: blocked }',
        '{ from: internet, to: jump, ports: [22], expect: blocked }',
        '{ from: internet, to: tagged, ports: [22], expect: blocked }',
        '{ from: office, to: db, ports: ["5432-5433"], expect: open }',
        '{ from: office, to: db, ports: [53], transport: udp, expect: open }',
      ],
    }),
  );
  const index = createIntentIndex(matrix);
  const met = (...plans: readonly Plan[]): readonly number[] =>
    [...rowsMet(matrix, index, plans)].map((row) => row.index).sort((a, b) => a - b);

  it.each<[string, readonly Plan[], readonly number[]]>([
    ['a range that lies inside', [planOf([{ text: '10.0.0.7' }], [443])], [0]],
    ['a range around a group', [planOf([{ text: '10.0.0.0-10.0.2.0' }], [22, 5433, 8080])], [1, 2, 4]],
    ['another port', [planOf([{ text: '10.0.0.7' }], [81, 8081])], []],
    ['another address', [planOf([{ text: '192.0.2.1' }], [80, 22])], []],
    ['labels', [planOf([{ text: '192.0.2.1', labels: { tags: ['db'] } }], [22])], [3]],
    [
      'a labelled host in the middle',
      [planOf([{ text: '192.0.2.0-192.0.2.9' }, { text: '192.0.2.4', labels: { tags: ['db'] } }], [22])],
      [3],
    ],
    ['UDP', [planOf([{ text: '10.0.1.3' }], [53]), planOf([{ text: '10.0.1.3' }], [53], 'udp')], [5]],
    ['nothing', [], []],
  ])('%s', (_, plans, rows) => {
    expect(met(...plans)).toEqual(rows);
  });

  it('are hidden where others name all of them more closely', () => {
    const rows = [
      '{ from: internet, to: web, ports: ["80-81"], expect: open }',
      '{ from: internet, to: web, ports: [81, 80], expect: blocked }',
      '{ from: internet, to: jump, ports: ["1-100"], expect: closed }',
      '{ from: internet, to: jump, ports: ["20-30"], expect: blocked }',
      '{ from: internet, to: db, ports: [1], expect: open, reason: once }',
      '{ from: internet, to: db, ports: [1], expect: open, reason: twice }',
      '{ from: internet, to: tagged, ports: [1], expect: open }',
    ];
    const hidden = (groups: string): readonly number[] => {
      const some = parseMatrix(matrixText({ rows, groups }));
      return rowsHidden(some, createIntentIndex(some)).map((row) => row.index);
    };
    const others = 'db: { targets: [10.0.1.0/28] }, jump: { targets: [10.0.0.5] }, tagged: { tags_any: [db] }';
    expect(hidden(`{ web: { targets: [10.0.0.1-10.0.0.9] }, ${others} }`)).toEqual([0, 5]);
    // Hosts with the label may have the row for themselves; only the run can tell.
    expect(hidden(`{ web: { targets: [10.0.0.1-10.0.0.9], ids: [x] }, ${others} }`)).toEqual([5]);
  });

  it('are those that hold for some endpoint, over small universes', () => {
    const seen = { met: 0, unmet: 0 };
    fc.assert(
      fc.property(
        smallMatrix,
        fc.nat(15),
        fc.nat(15),
        fc.constantFrom<(readonly number[])[]>([1], [2, 3], [1, 2, 3, 4, 5, 6]),
        (small, a, b, ports) => {
          fc.pre(!contradicts(small));
          const parsed = parseMatrix(textOf(small));
          const [first, last] = [Math.min(a, b), Math.max(a, b)];
          const audited = [{ text: `10.0.0.${first}-10.0.0.${last}` }];
          const plans = [planOf(audited, ports), planOf(audited, ports, 'udp')];
          const rows = createIntentIndex(parsed);
          // By looking at every cell; which of several rows that agree is named does not matter here.
          const holds = (inPlan: boolean): ReadonlySet<number> =>
            new Set(
              cells()
                .filter(({ host, port }) => !inPlan || (first <= host && host <= last && ports.includes(port)))
                .map(({ zone, host, port, transport }) =>
                  rows.rowFor({ zone, address: HOSTS[host] ?? '', labels: {}, port, transport }),
                )
                .flatMap((row) => (row.group === null ? [] : [row.index])),
            );
          const found = new Set([...rowsMet(parsed, rows, plans)].map((row) => row.index));
          expect(found).toEqual(holds(true));
          const hidden = new Set(rowsHidden(parsed, rows).map((row) => row.index));
          const never = small.rows.flatMap((_, at) => (holds(false).has(at) ? [] : [at]));
          expect(hidden).toEqual(new Set(never));
          seen.met += found.size;
          seen.unmet += small.rows.length - found.size;
          expect(cells().some((cell) => speaking(small, cell).length > 0)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
    expect(Math.min(seen.met, seen.unmet)).toBeGreaterThan(20);
  });
});
