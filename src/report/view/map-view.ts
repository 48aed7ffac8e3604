import type { Report, ReportHost } from '../../model/report.ts';
import { mapColumns } from './map-columns.ts';
import { MARK_SHAPES, MARKS, markReader } from './map-marks.ts';
import type { Mark } from './map-marks.ts';
import { mapRows } from './map-rows.ts';
import type { MapRow } from './map-rows.ts';

/** The exposure map as SVG geometry, in user units that equal pixels; null where there is nothing to draw. */
export interface MapView {
  readonly width: number;
  readonly height: number;
  readonly description: string;
  readonly rows: readonly Label[];
  readonly columns: readonly Label[];
  readonly lines: string;
  /** One path for all marks of a kind: thousands of cells stay a few elements. */
  readonly paths: readonly { readonly mark: Mark; readonly d: string }[];
  readonly legend: readonly { readonly mark: Mark; readonly word: string; readonly d: string }[];
  readonly table: readonly { readonly label: string; readonly cells: readonly string[] }[];
  readonly notes: readonly string[];
}

interface Label {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

const CELL = 18;
const HEAD = 48;
/** Advance width of the 12 px monospaced labels. */
const CHARACTER = 7.3;

const WORDS: Readonly<Record<Mark, string>> = {
  finding: 'open, in a finding above info',
  missing: 'not open, in a finding',
  open: 'open',
  error: 'could not be asked',
  closed: 'closed',
  filtered: 'filtered',
};

export function mapView(report: Report): MapView | null {
  const { rows, notes } = mapRows(report);
  const columns = mapColumns(report);
  if (rows.length === 0 || columns.ports.length === 0) return null;
  const left = Math.ceil(Math.max(...rows.map(({ label }) => label.length)) * CHARACTER) + 12;
  const width = left + columns.ports.length * CELL + 4;
  return {
    width,
    height: HEAD + rows.length * CELL + 4,
    description: `${rows.length} rows by ${columns.ports.length} ports; the table below has the same as text.`,
    rows: rows.map(({ label }, row) => ({ text: label, x: 0, y: HEAD + row * CELL + CELL / 2 + 4 })),
    columns: columns.ports.map((port, column) => ({
      text: String(port),
      x: left + column * CELL + CELL / 2 + 4,
      y: HEAD - 6,
    })),
    lines: rows.map((_, row) => `M0 ${HEAD + row * CELL}H${width}`).join(''),
    paths: markPaths(report, { rows, ports: columns.ports, left }),
    legend: MARKS.map((mark) => ({ mark, word: WORDS[mark], d: MARK_SHAPES[mark](8, 8) })),
    table: rows.map(({ label, cells }) => ({ label, cells })),
    notes: [...notes, ...columns.notes],
  };
}

interface Grid {
  readonly rows: readonly MapRow[];
  readonly ports: readonly number[];
  readonly left: number;
}

function markPaths(report: Report, { rows, ports, left }: Grid): MapView['paths'] {
  const markOf = markReader(report);
  const paths = new Map<Mark, string[]>();
  for (const [row, { hosts }] of rows.entries()) {
    for (const [column, port] of ports.entries()) {
      const mark = strongest(hosts, (host) => markOf(host, port));
      if (mark === undefined) continue;
      const shape = MARK_SHAPES[mark](left + column * CELL + CELL / 2, HEAD + row * CELL + CELL / 2);
      const shapes = paths.get(mark);
      if (shapes === undefined) paths.set(mark, [shape]);
      else shapes.push(shape);
    }
  }
  return [...paths].map(([mark, shapes]) => ({ mark, d: shapes.join('') }));
}

function strongest(hosts: readonly ReportHost[], markOf: (host: ReportHost) => Mark | undefined): Mark | undefined {
  const marks = new Set(hosts.map(markOf));
  return MARKS.find((mark) => marks.has(mark));
}
