import type { Observation } from '../model/observation.ts';
import type { Plan } from '../model/plan.ts';
import type { Report } from '../model/report.ts';
import type { PolicyRequest } from '../model/request.ts';
import type { RunRecord } from '../model/run.ts';
import { createJudge } from '../policy/judge.ts';
import type { Judge } from '../policy/judge.ts';
import { outcomeOf } from '../policy/outcome.ts';
import { assembleReport } from '../report/assemble.ts';
import { createTally } from '../report/tally.ts';
import type { TallyResult } from '../report/tally.ts';
import type { LoadedPolicy } from './load-policy.ts';
import { describeRun, describeScope } from './describe-run.ts';
import { planOfRecord } from './plan-of-record.ts';
import { readObservations } from './read-observations.ts';
import { sha256hex } from './sha256.ts';

export interface JudgeRunOptions {
  readonly record: RunRecord;
  readonly policy: LoadedPolicy;
  readonly request: Pick<PolicyRequest, 'failOn' | 'maxNotAssessed'>;
}

/**
 * Judges what a run directory holds, and nothing else: no socket is opened and no name resolved. Reads observations one at a time.
 * @throws UsageError when a file of the run cannot be read
 */
export async function judgeRun(directory: string, { record, policy, request }: JudgeRunOptions): Promise<Report> {
  const plan = planOfRecord(record);
  const judge = createJudge(policy.policy, { vantage: record.request.vantage, sha256hex });
  const tally = createTally(plan);
  for await (const observation of readObservations(directory, plan)) {
    tally.observe(observation);
    judge.judge(observation, plan.identityOf(observation.address));
  }
  judgeSilent(record, plan, judge);
  for (const range of record.silentHosts) tally.observeSilent(range);
  for (const [address, echo] of Object.entries(record.echo)) tally.observeEcho(address, echo);
  const tallied = tally.result();
  const judgement = judge.finish();
  const outcome = outcomeOf(judgement, {
    failOn: request.failOn,
    maxNotAssessed: request.maxNotAssessed,
    complete: record.complete,
    notProbed: plan.size - observedIn(tallied),
    errors: tallied.states.error,
    nothingAnswered: nothingAnswered(tallied, record),
  });
  return assembleReport({
    toolVersion: record.tool.version,
    run: describeRun(record),
    scope: describeScope(record),
    counters: record.counters,
    tally: tallied,
    judgement,
    outcome,
    packs: policy.packs.map(({ about }) => about),
  });
}

function observedIn({ states }: TallyResult): number {
  return states.open + states.closed + states.filtered + states.error;
}

/** Whether all probes were met by silence; an answered ICMP echo is an answer. */
function nothingAnswered({ states, silent }: TallyResult, record: RunRecord): boolean {
  const answered = states.open + states.closed + states.filtered - silent;
  return silent > 0 && answered === 0 && !Object.values(record.echo).includes('answered');
}

/** Silent endpoints without a line differ only in port and labels, so one of each kind stands for all. */
function judgeSilent(record: RunRecord, plan: Plan, judge: Judge): void {
  for (const { like, port, endpoints } of record.silentPorts) {
    const observation: Observation = {
      address: like,
      port,
      transport: 'tcp',
      host: like,
      vantage: record.request.vantage.id,
      state: 'filtered',
      reason: 'no-response',
      rttMs: null,
      attempts: record.request.sweep.attempts,
      at: record.finishedAt ?? record.startedAt,
    };
    judge.judge(observation, plan.identityOf(like), endpoints);
  }
}
