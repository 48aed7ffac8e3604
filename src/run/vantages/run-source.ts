import { createIndexSet } from '../../model/index-set.ts';
import type { Observation, Transport } from '../../model/observation.ts';
import type { Plan } from '../../model/plan.ts';
import { codeOf, NO_RESULT } from '../../model/result-code.ts';
import type { RunRecord } from '../../model/run.ts';
import { describeRun, describeScope } from '../describe-run.ts';
import { describeVantage, UNCOUNTED } from '../describe-vantage.ts';
import { planOfRecord, targetsOfRecord, udpPlanOfRecord } from '../plan-of-record.ts';
import { readObservations } from '../read-observations.ts';
import { readShards } from '../read-shards.ts';
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
  const observations = (): AsyncGenerator<Observation> => readObservations(directory, plan, createIndexSet());
  return {
    plan,
    isPlanned: () => true,
    planned: plan.size,
    observations,
    async *results(): AsyncGenerator<SourceResult> {
      const hasLine = createIndexSet();
      for await (const { address, port, reason } of readObservations(directory, plan, hasLine)) {
        yield { index: plan.indexOf(address, port), code: codeOf(reason) };
      }
      const { id: vantage } = record.request.vantage;
      for await (const { first, codes } of readShards(directory, { plan, vantage, hasLine })) {
        for (let offset = 0; offset < codes.length; offset++) {
          const code = codes[offset] ?? NO_RESULT;
          if (code !== NO_RESULT && !hasLine.has(first + offset)) yield { index: first + offset, code };
        }
      }
    },
  };
}
