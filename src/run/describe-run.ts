import type { Report } from '../model/report.ts';
import type { RunRecord } from '../model/run.ts';

/** The report names this many targets; `run.json` has all of them. */
const TARGETS_NAMED = 1000;

/** A run as the report tells it. */
export function describeRun(record: RunRecord): Report['run'] {
  const { id, startedAt, finishedAt, complete, seed, engine, request, configSha256, inputs, authorization } = record;
  return {
    id,
    startedAt,
    finishedAt,
    complete,
    seed,
    engine,
    identify: request.identify.mode,
    ics: request.identify.ics,
    maxEffect: request.identify.maxEffect,
    vantage: request.vantage,
    configSha256,
    inputs,
    authorization,
  };
}

/** What was asked for, as the report tells it. */
export function describeScope({ targets, exclusions, ports, shard, hosts, endpoints }: RunRecord): Report['scope'] {
  return {
    targets: targets.slice(0, TARGETS_NAMED).map(({ text, addresses, labels }) => ({ text, addresses, labels })),
    targetsOmitted: Math.max(0, targets.length - TARGETS_NAMED),
    exclusions,
    ports,
    shard,
    hosts,
    endpoints,
  };
}
