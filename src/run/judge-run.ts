import { createIndexSet } from '../model/index-set.ts';
import type { IndexSet } from '../model/index-set.ts';
import type { Observation } from '../model/observation.ts';
import type { Plan } from '../model/plan.ts';
import type { Report } from '../model/report.ts';
import { NO_RESULT } from '../model/result-code.ts';
import type { RunRecord } from '../model/run.ts';
import type { HostIdentity } from '../model/target.ts';
import { createJudge } from '../policy/judge.ts';
import type { Judge } from '../policy/judge.ts';
import type { Subject } from '../policy/subject.ts';
import { createTally } from '../report/tally.ts';
import type { Tally, TallyResult } from '../report/tally.ts';
import { createUdpTally } from '../report/udp-tally.ts';
import { describeRun, describeScope } from './describe-run.ts';
import { describeVantage, UNCOUNTED } from './describe-vantage.ts';
import { createEndpointKinds } from './endpoint-kinds.ts';
import { finishReport } from './finish-report.ts';
import type { FinishOptions } from './finish-report.ts';
import type { EndpointKind } from './endpoint-kinds.ts';
import { observationMaker } from './observation-of.ts';
import { planOfRecord, udpPlanOfRecord } from './plan-of-record.ts';
import { readObservationBatches } from './read-observations.ts';
import { readShards } from './read-shards.ts';
import type { ReadShard } from './read-shards.ts';
import { sha256hex } from './sha256.ts';

export interface JudgeRunOptions extends FinishOptions {
  readonly record: RunRecord;
}

/**
 * Judges what a run directory holds, and nothing else: no socket is opened and no name resolved. Reads one line at a time. Endpoints of large plans
 * that have no observation of their own are counted by kind, and each kind is judged once.
 * @throws UsageError when a file of the run cannot be read
 */
export async function judgeRun(directory: string, { record, ...options }: JudgeRunOptions): Promise<Report> {
  const plan = planOfRecord(record);
  const { vantage } = record.request;
  const zones = vantage.zone === null ? [] : [{ name: vantage.zone, vantages: [vantage.id], quorum: 1 }];
  const vantages = [describeVantage(record, UNCOUNTED)];
  const judge = createJudge(options.policy.policy, { zones, vantages, sha256hex });
  const tally = createTally(plan);
  for (const [address, echo] of Object.entries(record.echo)) tally.observeEcho(address, echo);
  await judgePlan(directory, record, { plan, judge, tally });
  const udpPlan = udpPlanOfRecord(record);
  const udpTally = udpPlan && createUdpTally(udpPlan);
  if (udpPlan !== null && udpTally !== null)
    await judgePlan(directory, record, { plan: udpPlan, judge, tally: udpTally });
  const tallied = tally.result();
  const udp = udpTally?.result();
  const deaf = nothingAnswered(tallied, record) && !(udp?.answered ?? false);
  return finishReport(
    {
      judge,
      toolVersion: record.tool.version,
      run: describeRun(record),
      scope: describeScope(record),
      vantages: [describeVantage(record, tallied.states)],
      counters: record.counters,
      tally: tallied,
      ...(udp && record.udp && { udp: { ...record.udp, ...udp } }),
      coverage: {
        complete: record.complete,
        notProbed: plan.size - observedIn(tallied) + (udp?.notProbed ?? 0),
        errors: tallied.states.error + (udp?.states.error ?? 0),
        deaf: deaf ? ['this vantage'] : [],
        unseenZones: [],
        notes: [],
      },
    },
    options,
  );
}

interface PlanJudge {
  readonly plan: Plan;
  readonly judge: Judge;
  readonly tally: Pick<Tally, 'observe' | 'observeShard'>;
}

/** Takes what a run directory holds of one of its plans. */
async function judgePlan(directory: string, record: RunRecord, { plan, judge, tally }: PlanJudge): Promise<void> {
  const take = (observation: Observation): void => {
    tally.observe(observation);
    judge.judge(subjectFrom(record, observation, plan.identityOf(observation.address)));
  };
  const hasLine = createIndexSet();
  for await (const batch of readObservationBatches(directory, plan, hasLine)) {
    for (const observation of batch) take(observation);
  }
  const kinds = createEndpointKinds(plan);
  for await (const shard of readShards(directory, { plan, vantage: record.request.vantage.id, hasLine })) {
    for (const observation of shard.unlisted) take(observation);
    const codes = withoutOwn(shard, plan, hasLine);
    tally.observeShard(shard.first, codes);
    kinds.count(shard.first, codes, shard.attempts);
  }
  judgeKinds(record, kinds.all(), { plan, judge });
}

/** An endpoint that only one vantage looked at. */
function subjectFrom({ request }: RunRecord, observation: Observation, identity: HostIdentity): Subject {
  const { state, reason } = observation;
  const { id, zone } = request.vantage;
  return { observation, identity, seen: [{ vantage: id, zone, state, reason }], times: 1 };
}

function observedIn({ states }: TallyResult): number {
  return states.open + states.closed + states.filtered + states.error;
}

/** Whether all probes were met by silence; an answered ICMP echo is an answer. */
function nothingAnswered({ states, silent }: TallyResult, record: RunRecord): boolean {
  const answered = states.open + states.closed + states.filtered - silent;
  return silent > 0 && answered === 0 && !Object.values(record.echo).includes('answered');
}

/** The results of a shard's endpoints that have no observation of their own, `NO_RESULT` for the others. */
function withoutOwn({ first, codes, unlisted }: ReadShard, plan: Plan, hasLine: IndexSet): Uint8Array {
  const withLine = [...hasLine.within(first, first + codes.length)];
  if (withLine.length === 0 && unlisted.length === 0) return codes;
  const others = codes.slice();
  for (const index of withLine) others[index - first] = NO_RESULT;
  for (const { address, port } of unlisted) others[plan.indexOf(address, port) - first] = NO_RESULT;
  return others;
}

/** Endpoints of one kind differ only in what is hidden from rules, so one stands for all. */
function judgeKinds(
  record: RunRecord,
  kinds: Iterable<EndpointKind>,
  { plan, judge }: { readonly plan: Plan; readonly judge: Judge },
): void {
  const observation = observationMaker(plan, record.request.vantage.id);
  const at = Date.parse(record.finishedAt ?? record.startedAt);
  for (const { identity, like, endpoints } of kinds) {
    judge.judge({ ...subjectFrom(record, observation({ ...like, rttMs: null, at }), identity), times: endpoints });
  }
}
