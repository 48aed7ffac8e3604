import type { Observation } from '../model/observation.ts';
import type { ResultCode } from '../model/result-code.ts';
import { resultOf } from '../model/result-code.ts';
import type { ImportedScan } from './imported-scan.ts';
import { mergePorts } from './merge-ports.ts';
import type { HostDraft, ScanDraft, SeenPort, UnlistedPorts } from './scan-draft.ts';

type About = Omit<ImportedScan, 'hosts' | 'observations' | 'warnings'>;

/** The scan that a draft amounts to, as seen from `vantage`. */
export function finishScan(draft: ScanDraft, about: About, vantage: string): ImportedScan {
  const hosts = [...draft.hosts.values()].sort(byAddress);
  for (const host of hosts) if (host.ports.length > 1) host.ports = mergePorts(host.ports).slice();
  return {
    ...about,
    hosts: hosts.map(({ text, names, asked }) => ({ address: text, names, asked })),
    observations: { [Symbol.iterator]: () => observationsOf(hosts, vantage) },
    warnings: draft.warnings,
  };
}

function byAddress(a: HostDraft, b: HostDraft): number {
  if (a.family !== b.family) return a.family - b.family;
  return a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
}

function* observationsOf(hosts: readonly HostDraft[], vantage: string): Generator<Observation> {
  for (const host of hosts) {
    for (const seen of host.unlisted.length === 0 ? host.ports : allPorts(host))
      yield toObservation(host, seen, vantage);
  }
}

/** Files tell neither how often a port was asked nor how long its answer took. */
function toObservation(host: HostDraft, { transport, port, code, at, facts }: SeenPort, vantage: string): Observation {
  const { text: address, names } = host;
  const { state, reason } = resultOf(code);
  const observation = {
    address,
    port,
    transport,
    host: names[0] ?? address,
    vantage,
    state,
    reason,
    rttMs: null,
    attempts: 1,
    at,
  };
  // Most have no facts, and a copy takes longer than all the rest.
  return facts === undefined ? observation : { ...observation, ...facts };
}

/** Listed and unlisted ports in one order, each once; listed ones have their own word. */
function* allPorts({ ports, unlisted }: HostDraft): Generator<SeenPort> {
  for (const transport of ['tcp', 'udp'] as const) {
    const listed = ports.filter((seen) => seen.transport === transport);
    let next = 0;
    let done = 0;
    for (const { first, last, code, at } of segmentsOf(unlisted.filter((some) => some.transport === transport))) {
      for (let port = Math.max(first, done + 1); port <= last; port++) {
        let seen = listed[next];
        for (; seen !== undefined && seen.port < port; seen = listed[++next]) yield seen;
        if (seen?.port === port) {
          yield seen;
          next++;
        } else yield { transport, port, code, at };
        done = port;
      }
    }
    yield* listed.slice(next);
  }
}

interface Segment {
  readonly first: number;
  readonly last: number;
  readonly code: ResultCode;
  readonly at: string;
}

/** Ascending; they overlap only where a host comes twice. */
function segmentsOf(unlisted: readonly UnlistedPorts[]): readonly Segment[] {
  const segments: Segment[] = [];
  for (const { ranges, code, at } of unlisted) {
    for (let index = 0; index < ranges.length; index += 2) {
      segments.push({ first: ranges[index] ?? 1, last: ranges[index + 1] ?? 0, code, at });
    }
  }
  return unlisted.length === 1 ? segments : segments.sort((a, b) => a.first - b.first);
}
