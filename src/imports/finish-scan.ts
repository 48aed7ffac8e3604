import type { Observation } from '../model/observation.ts';
import type { ResultCode } from '../model/result-code.ts';
import { NO_RESULT, resultOf } from '../model/result-code.ts';
import type { ImportedScan } from './imported-scan.ts';
import { mergePorts } from './merge-ports.ts';
import type { HostDraft, ScanDraft, SeenPort, UnlistedPorts } from './scan-draft.ts';

type About = Omit<ImportedScan, 'hosts' | 'observations' | 'warnings'>;

/** The scan that a draft amounts to, as seen from `vantage`. */
export function finishScan(draft: ScanDraft, about: About, vantage: string): ImportedScan {
  const hosts = [...draft.hosts.values()].sort(byAddress);
  for (const host of hosts) if (host.ports.length > 1) host.ports = mergePorts(host.ports);
  return {
    ...about,
    hosts: hosts.map(({ text, names, asked }) => ({ address: text, names: [...names], asked })),
    observations: { [Symbol.iterator]: () => observationsOf(hosts, vantage) },
    warnings: draft.warnings,
  };
}

function byAddress({ address: a }: HostDraft, { address: b }: HostDraft): number {
  if (a.family !== b.family) return a.family - b.family;
  return a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
}

function* observationsOf(hosts: readonly HostDraft[], vantage: string): Generator<Observation> {
  for (const host of hosts) {
    for (const seen of host.unlisted.length === 0 ? host.ports : allPorts(host))
      yield toObservation(host, seen, vantage);
  }
}

function toObservation(host: HostDraft, { transport, port, code, at, facts }: SeenPort, vantage: string): Observation {
  const [name = host.text] = host.names;
  // Files tell neither how often a port was asked nor how long its answer took.
  const common = { address: host.text, port, transport, host: name, vantage, rttMs: null, attempts: 1, at };
  return { ...common, ...resultOf(code), ...facts };
}

/** Listed and unlisted ports in one order. */
function* allPorts({ ports, unlisted }: HostDraft): Generator<SeenPort> {
  for (const transport of ['tcp', 'udp'] as const) {
    const listed = new Map(ports.filter((seen) => seen.transport === transport).map((seen) => [seen.port, seen]));
    const others = unlisted.filter((some) => some.transport === transport);
    if (listed.size === 0 && others.length === 0) continue;
    const codes = codesOf(others);
    const at = others[0]?.at ?? '';
    for (let port = 1; port <= 65_535; port++) {
      const seen = listed.get(port);
      const code = codes[port] ?? NO_RESULT;
      if (seen !== undefined) yield seen;
      else if (code !== NO_RESULT) yield { transport, port, code, at };
    }
  }
}

/** By port; where two ranges hold a port, the first stands. */
function codesOf(unlisted: readonly UnlistedPorts[]): Uint8Array {
  const codes = new Uint8Array(65_536);
  for (const { ranges, code } of unlisted.toReversed()) fill(codes, ranges, code);
  return codes;
}

function fill(codes: Uint8Array, ranges: Uint16Array, code: ResultCode): void {
  for (let at = 0; at < ranges.length; at += 2) codes.fill(code, ranges[at], (ranges[at + 1] ?? 0) + 1);
}
