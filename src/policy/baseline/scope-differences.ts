import { plural } from '../../model/quantity-text.ts';
import type { Report } from '../../model/report.ts';

/** What makes a run hard to compare with an earlier one, each a sentence; empty where both looked at the same in the same way. */
export function scopeDifferences(report: Report, baseline: Report): readonly string[] {
  const [now, then] = [report.scope, baseline.scope];
  const lost = missing(targetTexts(baseline), targetTexts(report));
  const added = missing(targetTexts(report), targetTexts(baseline));
  return [
    ...(Date.parse(report.run.startedAt) < Date.parse(baseline.run.startedAt)
      ? ['The baseline is of a later run than this report.']
      : []),
    ...(lost.length === 0 ? [] : [`Targets of the baseline that were not asked for now: ${listed(lost)}.`]),
    ...(added.length === 0 ? [] : [`Targets that the baseline did not have: ${listed(added)}.`]),
    ...(now.hosts === then.hosts ? [] : [`${plural(now.hosts, 'host')} now, ${plural(then.hosts, 'host')} then.`]),
    ...portDifference('TCP', now.ports, then.ports),
    ...portDifference('UDP', report.udp?.ports ?? '', baseline.udp?.ports ?? ''),
    ...shardDifference(now.shard, then.shard),
    ...vantageDifferences(report, baseline),
    ...(report.run.identify === baseline.run.identify
      ? []
      : [`Open ports were questioned by --identify ${report.run.identify} now, ${baseline.run.identify} then.`]),
    ...(report.run.complete ? [] : ['This run ended early.']),
    ...(baseline.run.complete ? [] : ['The run of the baseline ended early: what is new may have been there before.']),
    ...packDifferences(report, baseline),
  ];
}

function targetTexts({ scope }: Report): readonly string[] {
  return scope.targets.map(({ text }) => text);
}

function missing(wanted: readonly string[], from: readonly string[]): readonly string[] {
  const known = new Set(from);
  return [...new Set(wanted)].filter((text) => !known.has(text));
}

const MOST_NAMES = 5;

function listed(names: readonly string[]): string {
  const rest = names.length - MOST_NAMES;
  return `${names.slice(0, MOST_NAMES).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

const LONGEST_PORTS = 80;

function portDifference(transport: string, now: string, then: string): readonly string[] {
  return now === then ? [] : [`${transport} ports ${portText(now)} now, ${portText(then)} then.`];
}

function portText(ports: string): string {
  if (ports === '') return 'none';
  return ports.length > LONGEST_PORTS ? `${ports.slice(0, LONGEST_PORTS)}…` : ports;
}

type Shard = Report['scope']['shard'];

function shardDifference(now: Shard, then: Shard): readonly string[] {
  return shardText(now) === shardText(then) ? [] : [`It is about ${shardText(now)} now, ${shardText(then)} then.`];
}

function shardText(shard: Shard): string {
  return shard === null ? 'all hosts' : `part ${shard.index} of ${shard.count}`;
}

function vantageIds({ vantages }: Report): readonly string[] {
  return vantages.map(({ id }) => id);
}

function vantageDifferences(report: Report, baseline: Report): readonly string[] {
  const lost = missing(vantageIds(baseline), vantageIds(report));
  const added = missing(vantageIds(report), vantageIds(baseline));
  return [
    ...(lost.length === 0 ? [] : [`Nothing was seen from ${listed(lost)} this time.`]),
    ...(added.length === 0 ? [] : [`The baseline saw nothing from ${listed(added)}.`]),
  ];
}

function packDifferences(report: Report, baseline: Report): readonly string[] {
  const then = new Map(baseline.packs.map(({ id, version, sha256 }) => [id, { version, sha256 }]));
  const changed = report.packs.filter(({ id, sha256 }) => then.has(id) && then.get(id)?.sha256 !== sha256);
  return changed.length === 0
    ? []
    : [`Rule packs have changed since: ${listed(changed.map(({ id, version }) => `${id} ${version}`))}.`];
}
