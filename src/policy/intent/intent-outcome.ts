import type { Facts } from '../../model/facts.ts';
import type { Transport } from '../../model/observation.ts';
import type { Access } from '../../model/service.ts';
import type { Reach } from '../reach.ts';
import type { IntentRow } from './intent-matrix.ts';

/** How what was found differs from what was approved, worst first. */
export const DEVIATIONS = [
  'unexpected-open',
  'wrong-access',
  'wrong-service',
  'missing-open',
  'passes-but-no-listener',
  'filtered-not-closed',
] as const;
export type Deviation = (typeof DEVIATIONS)[number];

/** An endpoint, and what showed there where it is open; absent where not known. */
export interface Seen {
  readonly transport: Transport;
  /** Every name that fits: `grafana` is `http`, too. */
  readonly services?: readonly string[];
  readonly access?: Exclude<Access, 'unknown'>;
}

/** What one row says to one endpoint. */
export interface IntentOutcome {
  /** From the row's zone; `undefined` where too little is known. */
  readonly observed: Reach | undefined;
  /** `undefined` where something that the row asks for is not known. */
  readonly matched: boolean | undefined;
  /** `undefined` as `matched`. */
  readonly deviation: Deviation | 'none' | undefined;
}

/** What the facts of one endpoint say of it. */
export function seenOf(facts: Facts): Seen {
  const service = facts['service.name'];
  const access = facts['access'];
  const names = typeof service === 'string' ? [service] : [];
  // Applications go by their own name, and are web servers all the same.
  if (facts['http.status'] !== undefined && !names.includes('http')) names.push('http');
  return {
    transport: facts['transport'] === 'udp' ? 'udp' : 'tcp',
    ...(names.length > 0 && { services: names }),
    ...((access === 'none-required' || access === 'required' || access === 'refused-by-acl') && { access }),
  };
}

/** Compares what was found from a zone with the row that speaks of it. */
export function intentOutcome(row: IntentRow, reach: Reach | undefined, seen: Seen): IntentOutcome {
  const deviation = reach === undefined ? undefined : deviationOf(row, reach, seen);
  const matched = deviation === undefined ? undefined : deviation === 'none';
  return { observed: reach, matched, deviation };
}

type Judged = Deviation | 'none' | undefined;

function deviationOf(row: IntentRow, reach: Reach, seen: Seen): Judged {
  const isOpen = reach === 'open' || reach === 'mixed';
  if (row.expect === 'open') return isOpen ? openAsApproved(row, reach, seen) : 'missing-open';
  if (isOpen) return 'unexpected-open';
  if (row.expect === 'closed') return reach === 'closed' ? 'none' : 'filtered-not-closed';
  if (row.expect === 'blocked' && reach === 'closed' && !isRefusal(row, seen.transport))
    return 'passes-but-no-listener';
  return 'none';
}

/** Whether a closed port may be the firewall's own answer. A UDP port is closed by an ICMP error alone. */
function isRefusal({ zone }: IntentRow, transport: Transport): boolean {
  return zone.rejectsWith.includes(transport === 'tcp' ? 'rst' : 'icmp');
}

/** Open as it should be: what answers, and whom it lets in. What is wrong is told before what is missing, and that before what is unknown. */
function openAsApproved(row: IntentRow, reach: Reach, { services, access }: Seen): Judged {
  const service = row.service === null ? true : services?.includes(row.service);
  if (service === false) return 'wrong-service';
  const asks = access === undefined ? undefined : access !== 'none-required';
  const fits = row.auth === null ? true : asks === undefined ? undefined : asks === (row.auth === 'required');
  if (fits === false) return 'wrong-access';
  if (reach === 'mixed') return 'missing-open';
  return service === undefined || fits === undefined ? undefined : 'none';
}
