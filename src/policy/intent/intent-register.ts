import type { Endpoint } from '../../model/observation.ts';
import type { IntentRegister as IntentReport } from '../../model/report.ts';
import { endpointKey, sortedBy } from '../sort-order.ts';
import { isPast } from './intent-facts.ts';
import type { IntentMatrix, IntentRow } from './intent-matrix.ts';
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

type ReportedRow = IntentReport['rows'][number];
type UnnamedDeviation = Omit<IntentReport['deviations'][number], 'fingerprint' | 'deviation'> & {
  readonly deviation: Deviation;
};

/** Takes cells in any order and keeps only what a report tells. */
export interface IntentRegister {
  add(cell: IntentCell): void;
  /** @param fingerprintOf of the finding about a deviation, null where no rule tells it; findings are numbered last */
  finish(fingerprintOf: (deviation: UnnamedDeviation) => string | null): IntentReport;
}

export interface RegisterContext {
  /** `YYYY-MM-DD` */
  readonly today: string;
  /** Of the matrix file. */
  readonly sha256: string;
  /** Zones that somebody looked from: of rows from other zones nothing is said. */
  readonly zones: readonly string[];
  /** Deviations that are told; 10,000 where it is not given. */
  readonly limit?: number;
}

const LIMIT = 10_000;

export function createIntentRegister(
  matrix: IntentMatrix,
  { today, sha256, zones, limit = LIMIT }: RegisterContext,
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

  function stateOf({ expires, index, group, zone }: IntentRow): ReportedRow['state'] {
    if (isPast(expires, today)) return 'expired';
    const cells = counts[index] ?? NONE;
    const looked = group === null ? zones.length > 0 : zones.includes(zone.name);
    return looked && cells.matched + cells.deviating + cells.notAssessed === 0 ? 'unused' : 'in-force';
  }

  return {
    add({ endpoint, row, outcome: { matched, observed, deviation }, times = 1 }) {
      // What no row names is counted with the default, controls among it.
      const cells = counts[Math.min(row.index, matrix.rows.length)];
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
      const overdue = isPast(reviewBy, today);
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
        rows: rows.map((row) => ({
          ...reportedRow(row, counts[row.index] ?? NONE),
          state: stateOf(row),
        })),
        deviations: deviations.map((deviation) => ({ ...deviation, fingerprint: fingerprintOf(deviation) })),
        deviationsOmitted: deviating - deviations.length,
      };
    },
  };
}

const NONE: ReportedRow['cells'] = { matched: 0, deviating: 0, notAssessed: 0 };

function reportedRow(row: IntentRow, cells: ReportedRow['cells']): Omit<ReportedRow, 'state'> {
  const { zone, group, portsText, transport, expect, service, auth, reason, owner, ticket, expires } = row;
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
