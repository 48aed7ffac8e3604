import { printable } from '../model/printable.ts';
import type { RunRecord } from '../model/run.ts';
import { planIdentity } from './plan-hash.ts';
import type { PlanIdentity } from './plan-hash.ts';

/** Most names in a message. */
const NAMED = 3;
const LONGEST_NAME = 64;

/**
 * In what the plan asked for now differs from the one a run began with, a phrase each: `targets: 10.0.0.0/24 was 10.0.0.0/23`. Empty when they are the same.
 * @throws UsageError where a record was damaged
 */
export function planDifferences(before: RunRecord, now: RunRecord): readonly string[] {
  const [was, is] = [planIdentity(before), planIdentity(now)];
  const differences = [
    difference('targets', asked(before, was, 'targets'), asked(now, is, 'targets')),
    difference('exclusions', asked(before, was, 'exclusions'), asked(now, is, 'exclusions')),
    difference('ports', one(was.ports), one(is.ports)),
    difference('UDP ports', one(was.udpPorts ?? 'none'), one(is.udpPorts ?? 'none')),
    difference('seed', one(was.seed), one(is.seed)),
    difference('shard', one(was.shard ?? 'all hosts'), one(is.shard ?? 'all hosts')),
    difference('vantage', one(before.request.vantage.id), one(now.request.vantage.id)),
    difference('zone', one(before.request.vantage.zone ?? 'none'), one(now.request.vantage.zone ?? 'none')),
    difference('identify', one(before.request.identify.mode), one(now.request.identify.mode)),
    difference('ics', one(String(before.request.identify.ics)), one(String(now.request.identify.ics))),
    difference('max effect', one(before.request.identify.maxEffect), one(now.request.identify.maxEffect)),
  ];
  return differences.filter((text) => text !== undefined);
}

/** What decides, and how it was written. */
interface Side {
  readonly values: readonly string[];
  readonly names: readonly string[];
}

function one(value: string): Side {
  return { values: [value], names: [value] };
}

function asked(record: RunRecord, identity: PlanIdentity, what: 'targets' | 'exclusions'): Side {
  return { values: identity[what], names: record[what].map(({ text }) => text) };
}

function difference(what: string, was: Side, is: Side): string | undefined {
  if (was.values.join() === is.values.join()) return undefined;
  const [newNames, oldNames] = [missingIn(was.names, is.names), missingIn(is.names, was.names)];
  // The same names may stand for other addresses by now.
  const sameNames = newNames.length === 0 && oldNames.length === 0;
  const [now, before] = sameNames
    ? [missingIn(was.values, is.values), missingIn(is.values, was.values)]
    : [newNames, oldNames];
  return `${what}: ${listText(now)} was ${listText(before)}`;
}

function missingIn(list: readonly string[], from: readonly string[]): readonly string[] {
  const known = new Set(list);
  return [...new Set(from)].filter((name) => !known.has(name));
}

function listText(names: readonly string[]): string {
  if (names.length === 0) return 'nothing';
  const rest = names.length - NAMED;
  const shown = names.slice(0, NAMED).map((name) => printable(name, LONGEST_NAME));
  return shown.join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
