import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IntentMatrix, IntentRow } from '../../../src/policy/intent/intent-matrix.ts';
import { intentOutcome } from '../../../src/policy/intent/intent-outcome.ts';
import type { IntentCell } from '../../../src/policy/intent/intent-register.ts';
import { createIntentRegister } from '../../../src/policy/intent/intent-register.ts';
import type { Reach } from '../../../src/policy/reach.ts';
import { matrixText, parseMatrix } from './matrix-text.ts';

const MATRIX = parseMatrix(
  matrixText({
    metadata: '{ id: own, title: Own, owner: me, review_by: 2026-11-20 }',
    rows: [
      '{ from: internet, to: web, ports: [80], expect: open, reason: site }',
      '{ from: office, to: web, ports: ["8000-8010", 22], expect: blocked, expires: 2026-11-20 }',
      '{ from: office, to: db, ports: [53], transport: udp, expect: closed }',
    ],
  }),
);

function rowAt(matrix: IntentMatrix, index: number, zone = 'internet'): IntentRow {
  const row = matrix.rows[index] ?? matrix.defaults.get(zone);
  if (row === undefined) throw new Error('no row');
  return row;
}

function cellOf(index: number, reach: Reach | undefined, host = 1, times?: number): IntentCell {
  const row = rowAt(MATRIX, index);
  const endpoint = { address: `10.0.0.${host}`, host: 'h', port: 80, transport: 'tcp' } as const;
  const outcome = intentOutcome(row, reach, { transport: 'tcp' });
  return { endpoint, row, outcome, ...(times !== undefined && { times }) };
}

function reportOf(
  cells: readonly IntentCell[],
  { today = '2026-11-21', limit = 100, zones = ['internet', 'office'] } = {},
) {
  const register = createIntentRegister(MATRIX, { today, sha256: 'f00', zones, limit });
  for (const cell of cells) register.add(cell);
  return register.finish(({ deviation, address }) => (deviation === 'missing-open' ? `fp-${address}` : null));
}

describe('the matrix as a report tells it', () => {
  it('counts cells by row, the default last, and says which are in force', () => {
    const { rows, ...head } = reportOf([
      cellOf(0, 'open'),
      cellOf(0, 'closed'),
      cellOf(0, undefined, 3),
      cellOf(1, 'blocked'),
      cellOf(3, 'blocked', 4, 250),
    ]);
    expect(head).toMatchObject({ path: 'own.yaml', sha256: 'f00', owner: 'me', reviewBy: '2026-11-20', overdue: true });
    expect(
      rows.map(({ at, from, to, ports, state, cells }) => [at, from, to, ports, state, Object.values(cells)]),
    ).toEqual([
      ['own.yaml:13', 'internet', 'web', '80', 'in-force', [1, 1, 1]],
      ['own.yaml:14', 'office', 'web', '8000-8010,22', 'expired', [1, 0, 0]],
      ['own.yaml:15', 'office', 'db', '53 (udp)', 'unused', [0, 0, 0]],
      ['own.yaml:10', '*', '*', '*', 'in-force', [250, 0, 0]],
    ]);
  });

  it('does not call a row unused where nobody looked from its zone', () => {
    const { rows } = reportOf([cellOf(0, 'open')], { zones: ['internet'] });
    expect(rows.map(({ state }) => state)).toEqual(['in-force', 'expired', 'in-force', 'unused']);
  });

  it('is in force, and not overdue, on the last day', () => {
    const { overdue, rows } = reportOf([cellOf(1, 'blocked')], { today: '2026-11-20' });
    expect([overdue, rows[1]?.state]).toEqual([false, 'in-force']);
  });

  it('lists deviations, the worst first, with the finding that tells them', () => {
    const { deviations, deviationsOmitted } = reportOf([
      cellOf(0, 'blocked', 10),
      cellOf(0, 'blocked', 9),
      cellOf(1, 'closed', 1),
      cellOf(1, 'mixed', 2),
      cellOf(3, 'open', 1, 20),
      cellOf(0, undefined),
    ]);
    expect(
      deviations.map(({ deviation, zone, address, fingerprint }) => [deviation, zone, address, fingerprint]),
    ).toEqual([
      ['unexpected-open', 'internet', '10.0.0.1', null],
      ['unexpected-open', 'office', '10.0.0.2', null],
      ['missing-open', 'internet', '10.0.0.9', 'fp-10.0.0.9'],
      ['missing-open', 'internet', '10.0.0.10', 'fp-10.0.0.10'],
      ['passes-but-no-listener', 'office', '10.0.0.1', null],
    ]);
    // The one cell for twenty endpoints has one line.
    expect(deviationsOmitted).toBe(19);
  });

  it('keeps the same worst ones of any number in any order', () => {
    const some = fc.array(
      fc.tuple(
        fc.integer({ min: 0, max: 3 }),
        fc.constantFrom('open' as const, 'mixed' as const, 'closed' as const, 'blocked' as const),
        fc.integer({ min: 0, max: 255 }),
      ),
      { maxLength: 60 },
    );
    let cut = 0;
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 8 }), (made, limit) => {
        const cells = made.map(([index, reach, host]) => cellOf(index, reach, host));
        const one = reportOf(cells, { limit });
        expect(reportOf(cells.toReversed(), { limit })).toEqual(one);
        const all = reportOf(cells, { limit: 1000 });
        expect(one.deviations).toEqual(all.deviations.slice(0, limit));
        expect(one.deviations.length + one.deviationsOmitted).toBe(all.deviations.length);
        cut += one.deviationsOmitted;
      }),
    );
    expect(cut).toBeGreaterThan(20);
  });
});
