import type { Endpoint } from '../../model/observation.ts';
import { endpointKey, sortedBy } from '../sort-order.ts';
import type { Reach } from '../vantages/reach.ts';
import { isExpired } from './intent-facts.ts';
import type { Expectation, IntentMatrix, IntentRow } from './intent-matrix.ts';
import { lineOf } from './intent-matrix.ts';
import type { Deviation, IntentOutcome } from './intent-outcome.ts';
import { DEVIATIONS } from './intent-outcome.ts';

/** What a row says to one endpoint from one zone. */
export interface IntentCell {
  readonly endpoint: Endpoint & { readonly host: string };
  /** As `rowFor` gives it; its zone is the cell's. */
  readonly row: IntentRow;
  readonly outcome: IntentOutcome;
  /** How many endpoints it stands for; 1 where it is not given. */
  readonly times?: number;
}

interface CellCounts {
  readonly matched: number;
  readonly deviating: number;
  readonly notAssessed: number;
}

/** One row in the report; the default is the last one. */
interface ReportedRow {
  /** `file:line` */
  readonly at: string;
  readonly from: string;
  readonly to: string;
  readonly ports: string;
  readonly expect: Expectation;
  readonly service: string | null;
  readonly auth: string | null;
  readonly reason: string | null;
  readonly owner: string | null;
  readonly ticket: string | null;
  readonly expires: string | null;
  /** `unused`: no audited target and port met it, and it is not expired. */
  readonly state: 'in-force' | 'expired' | 'unused';
  readonly cells: CellCounts;
}

interface ReportedDeviation extends Endpoint {
  readonly zone: string;
  readonly host: string;
  readonly expect: Expectation;
  readonly observed: Reach;
  readonly deviation: Deviation;
  /** `file:line` of the row */
  readonly at: string;
  /** Of the finding that tells it; null where no rule does. */
  readonly fingerprint: string | null;
}

/** The matrix as a report tells it. */
export interface IntentReport {
  readonly path: string;
  readonly sha256: string;
  readonly id: string;
  readonly title: string;
  readonly owner: string;
  readonly approvedBy: string | null;
  readonly approved: string | null;
  readonly reviewBy: string | null;
  readonly ticket: string | null;
  /** Whether the day on which it was to be reviewed is past. */
  readonly overdue: boolean;
  readonly rows: readonly ReportedRow[];
  /** Worst first, then by zone, address and port; at most 10,000. */
  readonly deviations: readonly ReportedDeviation[];
  readonly deviationsOmitted: number;
}

/** Takes cells in any order and keeps only what a report tells. */
export interface IntentRegister {
  add(cell: IntentCell): void;
  /** @param fingerprintOf of the finding about a deviation, null where no rule tells it; findings are numbered last */
  finish(fingerprintOf: (deviation: Omit<ReportedDeviation, 'fingerprint'>) => string | null): IntentReport;
}

export interface RegisterContext {
  /** `YYYY-MM-DD` */
  readonly today: string;
  /** Of the matrix file. */
  readonly sha256: string;
  /** Deviations that are told; 10,000 where it is not given. */
  readonly limit?: number;
}

const LIMIT = 10_000;

type UnnamedDeviation = Omit<ReportedDeviation, 'fingerprint'>;

export function createIntentRegister(
  matrix: IntentMatrix,
  { today, sha256, limit = LIMIT }: RegisterContext,
): IntentRegister {
  const counts = Array.from({ length: matrix.rows.length + 1 }, () => ({ matched: 0, deviating: 0, notAssessed: 0 }));
  let deviations: readonly UnnamedDeviation[] = [];
  let recent: UnnamedDeviation[] = [];
  let deviating = 0;

  // Sorted now and then and not for each: of any number only the worst are kept, whatever their order.
  function fold(): void {
    deviations = worstFirst([...deviations, ...recent]).slice(0, limit);
    recent = [];
  }

  return {
    add({ endpoint, row, outcome: { matched, observed, deviation }, times = 1 }) {
      const cells = counts[row.index];
      if (cells === undefined) return;
      if (matched === undefined) cells.notAssessed += times;
      else if (matched) cells.matched += times;
      else cells.deviating += times;
      if (observed === undefined || deviation === undefined || deviation === 'none') return;
      deviating += times;
      const { address, host, port, transport } = endpoint;
      const { zone, expect } = row;
      recent.push({ zone: zone.name, address, host, port, transport, expect, observed, deviation, at: lineOf(row) });
      if (recent.length > limit) fold();
    },
    finish(fingerprintOf) {
      fold();
      const { file, id, title, owner, approvedBy, approved, reviewBy, ticket } = matrix;
      const overdue = reviewBy !== null && reviewBy < today;
      const [anyDefault] = matrix.defaults.values();
      const rows = anyDefault === undefined ? matrix.rows : [...matrix.rows, anyDefault];
      return {
        path: file,
        sha256,
        id,
        title,
        owner,
        approvedBy,
        approved,
        reviewBy,
        ticket,
        overdue,
        rows: rows.map((row) => reportedRow(row, counts[row.index] ?? NONE, today)),
        deviations: deviations.map((deviation) => ({ ...deviation, fingerprint: fingerprintOf(deviation) })),
        deviationsOmitted: deviating - deviations.length,
      };
    },
  };
}

const NONE: CellCounts = { matched: 0, deviating: 0, notAssessed: 0 };

function reportedRow(row: IntentRow, cells: CellCounts, today: string): ReportedRow {
  const { zone, group, portsText, transport, expect, service, auth, reason, owner, ticket, expires } = row;
  const met = cells.matched + cells.deviating + cells.notAssessed > 0;
  return {
    at: lineOf(row),
    from: group === null ? '*' : zone.name,
    to: group?.name ?? '*',
    ports: transport === 'udp' ? `${portsText} (udp)` : portsText,
    expect,
    service,
    auth,
    reason,
    owner,
    ticket,
    expires,
    state: isExpired(row, today) ? 'expired' : met ? 'in-force' : 'unused',
    cells: { ...cells },
  };
}

function worstFirst(deviations: readonly UnnamedDeviation[]): readonly UnnamedDeviation[] {
  return sortedBy(deviations, (deviation) => [
    DEVIATIONS.indexOf(deviation.deviation),
    deviation.zone,
    ...endpointKey(deviation),
    deviation.at,
    deviation.observed,
    deviation.host,
  ]);
}
