import { InternalError } from '../../model/errors.ts';
import { formatPorts } from '../../model/ports.ts';
import type { Plan } from '../../model/plan.ts';
import type { Report, Vantage } from '../../model/report.ts';
import type { RunCounters } from '../../model/run.ts';
import { sha256hex } from '../sha256.ts';
import type { Source } from './source.ts';

const TARGETS_NAMED = 1000;

/** Several runs as the report tells them; one stays as it is. */
export function mergeRuns(sources: readonly Source[]): Report['run'] {
  const runs = sources.map(({ run }) => run);
  const [first] = runs;
  if (first === undefined) throw new InternalError('nothing to judge');
  if (runs.length === 1) return first;
  const ends = runs.flatMap(({ finishedAt }) => finishedAt ?? []);
  const zones = new Set(sources.map(({ about }) => about.zone));
  return {
    ...first,
    id: unique(runs.map(({ id }) => id)).join(' + '),
    startedAt: runs.map(({ startedAt }) => startedAt).reduce(earlier),
    finishedAt: ends.length < runs.length ? null : ends.reduce((a, b) => (a < b ? b : a)),
    complete: runs.every(({ complete }) => complete),
    seed: unique(runs.map(({ seed }) => seed)).join(' + '),
    engine: unique(runs.map(({ engine }) => engine)).join(' + '),
    vantage: {
      id: unique(sources.map(({ about }) => about.id)).join(' + '),
      zone: zones.size === 1 ? (sources[0]?.about.zone ?? null) : null,
    },
    configSha256: sha256hex(runs.map(({ configSha256 }) => configSha256).join('\n')),
    inputs: uniqueBy(
      runs.flatMap(({ inputs }) => inputs),
      (input) => JSON.stringify(input),
    ),
  };
}

/** @param planned endpoints that any of the sources was to look at */
export function mergeScopes(sources: readonly Source[], union: Plan, planned: number): Report['scope'] {
  const targets = uniqueBy(
    sources.flatMap(({ scope }) => scope.targets),
    (target) => JSON.stringify(target),
  );
  const exclusions = uniqueBy(
    sources.flatMap(({ scope }) => scope.exclusions),
    (exclusion) => JSON.stringify(exclusion),
  );
  const [first] = sources;
  return {
    targets: targets.slice(0, TARGETS_NAMED),
    targetsOmitted:
      Math.max(0, targets.length - TARGETS_NAMED) + sources.reduce((sum, { scope }) => sum + scope.targetsOmitted, 0),
    exclusions,
    ports: formatPorts(union.ports),
    shard: sources.length === 1 ? (first?.scope.shard ?? null) : null,
    hosts: union.hosts,
    endpoints: planned,
  };
}

/** Counters of several sweeps add up only in part; null where one of them has none. */
export function mergeCounters(sources: readonly Source[]): RunCounters | null {
  const all = sources.flatMap(({ counters }) => counters ?? []);
  const [first] = all;
  if (first === undefined || all.length < sources.length) return null;
  if (all.length === 1) return first;
  const sum = (of: (counters: RunCounters) => number): number =>
    all.reduce((total, counters) => total + of(counters), 0);
  return {
    probesSent: sum(({ probesSent }) => probesSent),
    retriedLocally: sum(({ retriedLocally }) => retriedLocally),
    answeredOnRetry: sum(({ answeredOnRetry }) => answeredOnRetry),
    estimatedLoss: null,
    sweepSeconds: sum(({ sweepSeconds }) => sweepSeconds),
    kernelDrops: sum(({ kernelDrops }) => kernelDrops),
    missed: null,
    passes: Math.max(...all.map(({ passes }) => passes)),
    rates: { asked: null, slowest: null, fastest: null },
  };
}

/** Parts of the same work from one place: healthy only where all are. */
export function mergeVantages(parts: readonly Vantage[]): Vantage {
  const [first] = parts;
  if (first === undefined) throw new InternalError('a vantage without a run');
  if (parts.length === 1) return first;
  const starts = parts.flatMap(({ startedAt }) => startedAt ?? []);
  const ends = parts.flatMap(({ finishedAt }) => finishedAt ?? []);
  const worst = (['failed', 'no-control', 'confirmed'] as const).find((health) =>
    parts.some((part) => part.health === health),
  );
  return {
    ...first,
    run: unique(parts.map(({ run }) => run)).join(' + '),
    tool: unique(parts.map(({ tool }) => tool)).join(' + '),
    startedAt: starts.length < parts.length ? null : starts.reduce(earlier),
    finishedAt: ends.length < parts.length ? null : ends.reduce((a, b) => (a < b ? b : a)),
    complete: parts.every(({ complete }) => complete),
    endpoints: parts.reduce((sum, { endpoints }) => sum + endpoints, 0),
    health: worst ?? 'no-control',
    controls: parts.flatMap(({ controls }) => controls),
  };
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

function uniqueBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly Item[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}
