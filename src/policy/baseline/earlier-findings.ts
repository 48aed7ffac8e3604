import type { Endpoint } from '../../model/observation.ts';
import { reportedEndpoints } from '../reported/reported-endpoints.ts';
import type { Finding, GoneFinding, Report } from '../../model/report.ts';
import type { EarlierFinding } from './prove-resolved.ts';
import { withEarlier } from './unseen-since.ts';

/** A finding that the baseline knows, and what it says of it. */
export interface Earlier {
  readonly status: 'failed' | GoneFinding['status'];
  readonly finding: EarlierFinding;
}

/** All that a baseline knows, its own findings and those that were gone before it. */
export interface EarlierFindings {
  /** The same finding, under this fingerprint or under that of a rule's earlier or later id. */
  find(finding: Identity): Earlier | undefined;
  /** What may still be open and is none of the given findings. */
  unmatched(findings: readonly Identity[]): readonly EarlierFinding[];
  /** Whether the baseline knew what listened on an endpoint; true where it does not tell. */
  identified(endpoint: Endpoint): boolean;
}

interface Identity {
  readonly fingerprint: string;
  readonly aliases: readonly string[];
}

export function earlierFindings(baseline: Report): EarlierFindings {
  const assets = singleAssets(baseline);
  const all: readonly Earlier[] = [
    ...baseline.findings.map((finding): Earlier => ({
      status: 'failed',
      finding: asEarlier(finding, assets, baseline.run.startedAt),
    })),
    ...(baseline.changes?.gone ?? []).map((gone): Earlier => ({ status: gone.status, finding: gone })),
  ];
  const byFingerprint = new Map<string, Earlier>();
  const byAlias = new Map<string, Earlier>();
  for (const earlier of all) {
    const { fingerprint, aliases } = earlier.finding;
    if (!byFingerprint.has(fingerprint)) byFingerprint.set(fingerprint, earlier);
    for (const alias of aliases) if (!byAlias.has(alias)) byAlias.set(alias, earlier);
  }
  const endpoints = reportedEndpoints(baseline);

  function find({ fingerprint, aliases }: Identity): Earlier | undefined {
    const own = byFingerprint.get(fingerprint);
    if (own !== undefined) return own;
    const before = aliases.flatMap((alias) => byFingerprint.get(alias) ?? []);
    return before[0] ?? byAlias.get(fingerprint);
  }

  return {
    find,
    unmatched(findings) {
      const met = new Set<string>();
      for (const { fingerprint, aliases } of findings) {
        for (const each of [fingerprint, ...aliases]) met.add(each);
      }
      return [...byFingerprint.values()].flatMap(({ status, finding }) =>
        status === 'resolved' || [finding.fingerprint, ...finding.aliases].some((each) => met.has(each))
          ? []
          : [finding],
      );
    },
    identified(endpoint) {
      const entries = endpoints.entriesOf(endpoint);
      return entries.length === 0 || entries.some(({ service }) => service?.method === 'probed');
    },
  };
}

function asEarlier(finding: Finding, assets: ReadonlySet<string>, startedAt: string): EarlierFinding {
  const { fingerprint, aliases, ruleId, level, title, severity, address, port, transport, host } = finding;
  const { labels, zone, seen, endpoints, history } = finding;
  return {
    fingerprint,
    aliases,
    ruleId,
    level,
    title,
    severity,
    address,
    port,
    transport,
    host,
    labels,
    asset: labels.id !== undefined && assets.has(labels.id) ? labels.id : null,
    zone,
    seen: withEarlier(seen, history?.openBefore ?? []),
    endpoints,
    firstSeen: history?.firstSeen ?? startedAt,
    lastSeen: history?.lastSeen ?? startedAt,
  };
}

/** Id labels that stand on one address only: what fingerprints are made of then. */
function singleAssets({ hosts }: Report): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const { labels } of hosts) if (labels.id !== undefined) counts.set(labels.id, (counts.get(labels.id) ?? 0) + 1);
  return new Set([...counts].flatMap(([id, count]) => (count === 1 ? [id] : [])));
}
