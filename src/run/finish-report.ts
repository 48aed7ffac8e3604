import type { Finding, IntentRegister, Report } from '../model/report.ts';
import type { PolicyRequest } from '../model/request.ts';
import type { RunCounters } from '../model/run.ts';
import { compareWithBaseline } from '../policy/baseline/compare-with-baseline.ts';
import { assessControls } from '../policy/controls/assess-controls.ts';
import type { ApplyWaivers, Judge } from '../policy/judge.ts';
import { outcomeOf } from '../policy/outcome.ts';
import type { Coverage } from '../policy/outcome.ts';
import { applyWaivers } from '../policy/waivers/apply-waivers.ts';
import type { ApplyWaiversOptions } from '../policy/waivers/apply-waivers.ts';
import { assessedIn } from '../policy/waivers/assessed-in.ts';
import { intentGroups } from '../policy/waivers/intent-groups.ts';
import { waiverFacts } from '../policy/waivers/waiver-facts.ts';
import type { WaiverList } from '../policy/waivers/waiver-list.ts';
import { assembleReport } from '../report/assemble.ts';
import type { ReportParts } from '../report/assemble.ts';
import type { LoadedPolicy } from './load-policy.ts';

/** Everything that was observed, and a judge who has heard it. */
export interface Heard {
  readonly judge: Judge;
  readonly toolVersion: string;
  readonly run: Report['run'];
  readonly scope: Report['scope'];
  readonly vantages: Report['vantages'];
  readonly counters: RunCounters | null;
  readonly tally: ReportParts['tally'];
  readonly udp?: NonNullable<ReportParts['udp']>;
  /** Of the matrix, once the findings are known. */
  readonly intent?: (findings: readonly Finding[]) => IntentRegister;
  readonly declared?: Report['declared'];
  readonly coverage: Coverage;
}

export interface FinishOptions {
  readonly policy: LoadedPolicy;
  readonly request: Pick<PolicyRequest, 'failOn' | 'maxNotAssessed' | 'failOnNew' | 'strictWaivers'>;
  /** As of when waivers hold. */
  readonly now: Date;
}

/** Applies waivers, compares with the baseline, says what controls have evidence, and how it all ended. */
export function finishReport(heard: Heard, { policy, request, now }: FinishOptions): Report {
  const { packs, lock, waivers, baseline, frameworks } = policy;
  const lists = waivers?.lists ?? [];
  const { inGroup, among } = intentGroups(policy.intent?.matrix.groups);
  const judgement = heard.judge.finish(waiverOffice(lists, { now, inGroup }));
  const ownControls = new Map(policy.policy.rules.map(({ rule }) => [rule.id, rule.controls]));
  const outcome = (findings: readonly Finding[], register: Report['waivers']): Report['outcome'] =>
    outcomeOf({
      ...heard.coverage,
      failOn: request.failOn,
      maxNotAssessed: request.maxNotAssessed,
      failOnNew: request.failOnNew ?? false,
      strictWaivers: request.strictWaivers ?? false,
      findings,
      judgement,
      waivers: register,
      vantages: heard.vantages,
      declared: heard.declared ?? [],
    });
  const draft = assembleReport({
    ...heard,
    // The lock of its rules is one more file that a report was made from.
    run: lock === null ? heard.run : { ...heard.run, inputs: [...heard.run.inputs, { kind: 'rules-lock', ...lock }] },
    judgement,
    outcome: outcome(judgement.findings, null),
    packs: packs.map(({ about }) => about),
    intent: heard.intent?.(judgement.findings) ?? null,
    controls: assessControls(frameworks, {
      findings: judgement.findings,
      rules: judgement.rules.map((rule) => ({ ...rule, controls: ownControls.get(rule.id) ?? [] })),
      complete: heard.coverage.complete && heard.coverage.notProbed === 0,
    }),
  });
  const withFiles = { ...draft, waivers: waivers === null ? null : { files: waivers.files, entries: [] } };
  const compared = baseline === null ? undefined : compareWithBaseline(withFiles, baseline, newIds(policy));
  const findings = compared?.findings ?? draft.findings;
  const changes = compared?.changes ?? null;
  const assessed = assessedIn({ ...draft, changes }, among(draft.hosts));
  const named = findings.filter(({ level }) => level !== 'waiver');
  const register = waivers && {
    files: waivers.files,
    entries: applyWaivers(named, lists, { now, assessed, inGroup }).entries,
  };
  return { ...draft, findings, changes, waivers: register, outcome: outcome(findings, register) };
}

/** Ids of rules by those that they had before. */
function newIds({ policy }: LoadedPolicy): ReadonlyMap<string, string> {
  return new Map(policy.rules.flatMap(({ rule: { id, aliases } }) => aliases.map((before) => [before, id] as const)));
}

/** Marks findings that waivers name, and tells rules about waivers of them. */
function waiverOffice(
  lists: readonly WaiverList[],
  options: Pick<ApplyWaiversOptions, 'now' | 'inGroup'>,
): ApplyWaivers {
  return (before) => {
    if (lists.length === 0) return { findings: before, waived: [] };
    // Whether an unused waiver's target was assessed is only known once there is a report.
    const { findings, entries } = applyWaivers(before, lists, { ...options, assessed: () => false });
    const byId = new Map(entries.map((entry) => [entry.id, entry]));
    const waived = findings.flatMap((finding) => {
      const waiver = waiverFacts(finding, byId);
      return waiver === undefined ? [] : [{ finding, waiver }];
    });
    return { findings, waived };
  };
}
