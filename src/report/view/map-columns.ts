import type { Report } from '../../model/report.ts';
import { countPorts, eachPort } from '../port-ranges.ts';
import { plural } from '../../model/quantity-text.ts';

export interface MapColumns {
  /** Ascending. */
  readonly ports: readonly number[];
  readonly notes: readonly string[];
}

const COLUMN_LIMIT = 48;

/** The ports drawn: all where they are few, else those that are open somewhere or in a finding, else those of most hosts. */
export function mapColumns({ scope, hosts, findings }: Report): MapColumns {
  const planned = countPorts(scope.ports);
  if (planned <= COLUMN_LIMIT) return { ports: [...eachPort(scope.ports)], notes: [] };
  const hostsByPort = new Map(findings.map(({ port }) => [port, 0]));
  for (const { open } of hosts)
    for (const port of eachPort(open)) hostsByPort.set(port, (hostsByPort.get(port) ?? 0) + 1);
  const byUse = [...hostsByPort].sort(([a, usesA], [b, usesB]) => usesB - usesA || a - b).map(([port]) => port);
  const ports = byUse.slice(0, COLUMN_LIMIT).sort((a, b) => a - b);
  const notes = [`Of ${plural(planned, 'port')} only those are drawn that are open somewhere or in a finding.`];
  if (byUse.length > ports.length) {
    notes.push(
      `Of these, the ${COLUMN_LIMIT} that most hosts have open; ${plural(byUse.length - ports.length, 'port')} are left out.`,
    );
  }
  return { ports, notes };
}
