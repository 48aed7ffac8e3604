import fc from 'fast-check';
import { matrixText } from './matrix-text.ts';

// Small matrices over 16 hosts and 6 ports, in which rows meet all the time, and what the manual says of them, spelled out.

export const HOSTS: readonly string[] = Array.from({ length: 16 }, (_, host) => `10.0.0.${host}`);
export const PORTS: readonly number[] = [1, 2, 3, 4, 5, 6];
export const ZONES: readonly string[] = ['internet', 'office'];

interface Span {
  readonly first: number;
  readonly last: number;
}

export interface SmallRow {
  readonly from: string;
  readonly to: string;
  readonly ports: readonly Span[];
  readonly transport: 'tcp' | 'udp';
  readonly expect: string;
  readonly service?: string;
}

export interface SmallMatrix {
  /** Spans of hosts by the name of the group. */
  readonly groups: Readonly<Record<string, readonly Span[]>>;
  readonly rows: readonly SmallRow[];
}

/** Few sizes, so that equal ones meet. */
function span(max: number): fc.Arbitrary<Span> {
  return fc
    .tuple(fc.integer({ min: max === 6 ? 1 : 0, max }), fc.constantFrom(1, 2, 4))
    .map(([first, size]) => ({ first, last: Math.min(first + size - 1, max) }));
}

const row: fc.Arbitrary<SmallRow> = fc.record({
  from: fc.constantFrom(...ZONES),
  to: fc.constantFrom('a', 'b', 'c'),
  ports: fc.array(span(6), { minLength: 1, maxLength: 3 }),
  transport: fc.constantFrom('tcp' as const, 'tcp' as const, 'udp' as const),
  expect: fc.constantFrom('open', 'blocked'),
});

export const smallMatrix: fc.Arbitrary<SmallMatrix> = fc.record({
  groups: fc.record({
    a: fc.array(span(15), { minLength: 1, maxLength: 3 }),
    b: fc.array(span(15), { minLength: 1, maxLength: 3 }),
    c: fc.array(span(15), { minLength: 1, maxLength: 3 }),
  }),
  rows: fc.array(row, { minLength: 3, maxLength: 7 }),
});

export function textOf({ groups, rows }: SmallMatrix): string {
  const targets = (spans: readonly Span[]): string =>
    JSON.stringify(spans.map(({ first, last }) => `10.0.0.${first}-10.0.0.${last}`));
  return matrixText({
    zones: '{ internet: { vantages: [a] }, office: { vantages: [b] } }',
    groups: `{ ${Object.entries(groups)
      .map(([name, spans]) => `${name}: { targets: ${targets(spans)} }`)
      .join(', ')} }`,
    rows: rows.map(({ ports, ...rest }) =>
      JSON.stringify({ ...rest, ports: ports.map(({ first, last }) => (first === last ? first : `${first}-${last}`)) }),
    ),
  });
}

/** How closely a row names an endpoint: [addresses, ports]; undefined where it does not. */
function closeness({ groups }: SmallMatrix, { to, ports }: SmallRow, host: number, port: number) {
  const smallest = (spans: readonly Span[], value: number): number =>
    Math.min(...spans.filter(({ first, last }) => first <= value && value <= last).map((s) => s.last - s.first + 1));
  const closest = [smallest(groups[to] ?? [], host), smallest(ports, port)] as const;
  return closest.includes(Infinity) ? undefined : closest;
}

export interface Cell {
  readonly zone: string;
  readonly host: number;
  readonly port: number;
  readonly transport: 'tcp' | 'udp';
}

export function cells(): readonly Cell[] {
  return ZONES.flatMap((zone) =>
    HOSTS.flatMap((_, host) =>
      PORTS.flatMap((port) => (['tcp', 'udp'] as const).map((transport) => ({ zone, host, port, transport }))),
    ),
  );
}

/** Rows that speak of a cell, the closest first, by looking at every one. */
export function speaking(matrix: SmallMatrix, { zone, host, port, transport }: Cell) {
  return matrix.rows
    .flatMap((each) => {
      const closest = closeness(matrix, each, host, port);
      const speaks = closest !== undefined && each.from === zone && each.transport === transport;
      return speaks ? [{ row: each, closest }] : [];
    })
    .sort((a, b) => a.closest[0] - b.closest[0] || a.closest[1] - b.closest[1]);
}

/** Whether two rows name some endpoint equally closely and disagree. */
export function contradicts(matrix: SmallMatrix): boolean {
  return cells().some((cell) => {
    const rows = speaking(matrix, cell);
    return rows.some((one) =>
      rows.some(
        (other) =>
          one.closest[0] === other.closest[0] &&
          one.closest[1] === other.closest[1] &&
          one.row.expect !== other.row.expect,
      ),
    );
  });
}
