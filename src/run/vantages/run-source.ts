import { createIndexSet } from '../../model/index-set.ts';
import type { IndexSet } from '../../model/index-set.ts';
import type { Observation, Transport } from '../../model/observation.ts';
import type { Plan } from '../../model/plan.ts';
import { codeOf, NO_RESULT } from '../../model/result-code.ts';
import type { RunRecord } from '../../model/run.ts';
import { describeRun, describeScope } from '../describe-run.ts';
import { describeVantage, UNCOUNTED } from '../describe-vantage.ts';
import { planOfRecord, targetsOfRecord, udpPlanOfRecord } from '../plan-of-record.ts';
import { readObservationBatches } from '../read-observations.ts';
import { readShards } from '../read-shards.ts';
import type { ReadShard } from '../read-shards.ts';
import type { Source, SourcePlan, SourceResult } from './source.ts';

/** A run directory as a source. @throws UsageError where the record was damaged */
export function runSource(directory: string, record: RunRecord): Source {
  const tcp = planOfRecord(record);
  const udp = udpPlanOfRecord(record);
  const plans: Readonly<Record<Transport, SourcePlan | null>> = {
    tcp: sourcePlan(directory, record, tcp),
    udp: udp && sourcePlan(directory, record, udp),
  };
  return {
    name: directory,
    toolVersion: record.tool.version,
    about: describeVantage(record, UNCOUNTED),
    run: describeRun(record),
    scope: describeScope(record),
    targets: targetsOfRecord(record),
    counters: record.counters,
    udp: record.udp ?? null,
    echo: record.echo,
    notes: [],
    planOf: (transport) => plans[transport],
  };
}

function sourcePlan(directory: string, record: RunRecord, plan: Plan): SourcePlan {
  return {
    plan,
    isPlanned: () => true,
    planned: plan.size,
    observations: () => readObservationBatches(directory, plan, createIndexSet()),
    async *results(): AsyncGenerator<Iterable<SourceResult>> {
      const hasLine = createIndexSet();
      for await (const batch of readObservationBatches(directory, plan, hasLine)) yield resultsOf(plan, batch);
      const { id: vantage } = record.request.vantage;
      for await (const shard of readShards(directory, { plan, vantage, hasLine })) yield sweptResults(shard, hasLine);
    },
  };
}

function* resultsOf(plan: Plan, observations: Iterable<Observation>): Generator<SourceResult> {
  for (const observation of observations) {
    const { address, port, reason } = observation;
    yield { index: plan.indexOf(address, port), code: codeOf(reason), observation };
  }
}

/** Of endpoints that have no line. */
function* sweptResults({ first, codes }: ReadShard, hasLine: IndexSet): Generator<SourceResult> {
  for (let offset = 0; offset < codes.length; offset++) {
    const code = codes[offset] ?? NO_RESULT;
    if (code !== NO_RESULT && !hasLine.has(first + offset)) yield { index: first + offset, code };
  }
}
