import type { AddressRange } from '../model/address.ts';
import { parseRange } from '../model/address.ts';
import { UsageError } from '../model/errors.ts';
import type { Transport } from '../model/observation.ts';
import type { Plan } from '../model/plan.ts';
import type { RunRecord } from '../model/run.ts';
import type { Target } from '../model/target.ts';
import { createIdentityIndex } from '../targets/identity-index.ts';
import { createPlan } from '../targets/plan.ts';
import { rangesOfPart } from '../targets/plan-part.ts';
import { parsePorts, parseUdpPorts } from '../targets/ports.ts';
import { mergeRanges, subtractRanges } from '../model/range-set.ts';

/** A plan of a saved run, as it was: no name is resolved again. @throws UsageError where the record was damaged */
export function planOfRecord(record: RunRecord, transport: Transport = 'tcp'): Plan {
  const targets = targetsOfRecord(record);
  const asked = mergeRanges(targets.flatMap(({ ranges }) => ranges));
  const { udp } = record;
  const plan = createPlan({
    ranges: rangesOfPart(subtractRanges(asked, mergeRanges(record.excludedRanges.map(readRange))), record.shard),
    ports: transport === 'udp' && udp ? parseUdpPorts(udp.ports) : parsePorts(record.ports),
    identities: createIdentityIndex(targets),
    transport,
  });
  const endpoints = transport === 'udp' ? udp?.endpoints : record.endpoints;
  if (plan.size === endpoints && plan.hosts === record.hosts) return plan;
  throw new UsageError(
    `the run's record says ${endpoints} endpoints of ${record.hosts} hosts, but its targets and ports make ${plan.size} of ${plan.hosts}`,
  );
}

/** The targets of a saved run. @throws UsageError where the record was damaged */
export function targetsOfRecord(record: RunRecord): readonly Target[] {
  return record.targets.map(({ ranges, ...target }) => ({ ...target, ranges: ranges.map(readRange) }));
}

/** The UDP plan of a saved run; null where UDP was not asked for. @throws as `planOfRecord` */
export function udpPlanOfRecord(record: RunRecord): Plan | null {
  return record.udp === undefined ? null : planOfRecord(record, 'udp');
}

/** @throws UsageError where the record was damaged */
export function readRange(text: string): AddressRange {
  const range = parseRange(text);
  if (range === undefined)
    throw new UsageError(`the run's record names ${JSON.stringify(text)} as a range of addresses`);
  return range;
}
