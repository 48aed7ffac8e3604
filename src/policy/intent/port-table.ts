import type { IntentRow, PortSpan } from './intent-matrix.ts';
import type { Specificity } from './specificity.ts';
import { agree, compareEqualRows, compareSpecificity } from './specificity.ts';
import { stretchAt, sweepIntervals } from './sweep-intervals.ts';

/** A row that speaks of a host, and how closely it names it. */
export interface Candidate {
  readonly row: IntentRow;
  readonly addresses: bigint | null;
}

/** Ports of one host from `first` up to where the next stretch begins, and what holds there. */
export interface PortStretch {
  readonly first: number;
  /** Undefined where the default holds; two rows where they are equally close and disagree. */
  readonly rows: readonly [IntentRow] | readonly [IntentRow, IntentRow] | undefined;
}

/** What holds on each port of a host, ascending; before the first stretch the default does. */
export function portTable(candidates: readonly Candidate[]): readonly PortStretch[] {
  const intervals = candidates.flatMap(({ row, addresses }) =>
    row.ports.map((span) => ({
      first: BigInt(span.first),
      last: BigInt(span.last),
      value: claimOf(row, addresses, span),
    })),
  );
  return sweepIntervals(intervals).map(({ first, values }) => ({ first: Number(first), rows: closest(values) }));
}

/** What holds on a port, as `PortStretch`. */
export function rowsAt(table: readonly PortStretch[], port: number): PortStretch['rows'] {
  return stretchAt(table, port)?.rows;
}

interface Claim extends Specificity {
  readonly row: IntentRow;
}

function claimOf(row: IntentRow, addresses: bigint | null, { size }: PortSpan): Claim {
  return { row, addresses, ports: size };
}

function closest(claims: readonly Claim[]): PortStretch['rows'] {
  const [first, ...others] = claims;
  if (first === undefined) return undefined;
  const best = others.reduce((closer, claim) => (compareSpecificity(claim, closer) < 0 ? claim : closer), first);
  const rows = claims.filter((claim) => compareSpecificity(claim, best) === 0).map(({ row }) => row);
  rows.sort(compareEqualRows);
  const [winner = best.row] = rows;
  const opponent = rows.find((row) => !agree(row, winner));
  if (opponent === undefined) return [winner];
  return winner.index < opponent.index ? [winner, opponent] : [opponent, winner];
}
