/*
 * The public API:
 *
 *   const run = audit(request, { signal });
 *   for await (const event of run) console.log(event.type);
 *   const { report, directory } = await run.result;
 *
 * `src/audit.ts` shows the pipeline behind it. The command line uses nothing else.
 */
export { audit } from './audit.ts';
export type { AuditOptions, AuditResult, AuditRun } from './audit.ts';
export { checkIntent } from './run/check-intent.ts';
export type { IntentCheck, IntentNote } from './run/check-intent.ts';
export { draftIntent } from './run/draft-intent.ts';
export { draftDeclaredIntent } from './run/draft-declared-intent.ts';
export { explain } from './run/explain.ts';
export type { ExplainedCheck, ExplainedQuestion, Explanation } from './run/explain.ts';
export { judge } from './run/judge.ts';
export { explainRuleById, lintRules, listRules } from './run/inspect-rules.ts';
export type { ExplainedRule, RuleLint, RuleLints, RuleSummary } from './run/inspect-rules.ts';
export { lockRules } from './run/lock-rules.ts';
export type { LockedPack, RulesLock } from './run/lock-rules.ts';
export { plan } from './run/plan-summary.ts';
export type { PlanSummary } from './run/plan-summary.ts';
export { recordedRequest } from './run/recorded-request.ts';
export { render } from './run/render.ts';
export { addWaiver } from './run/add-waiver.ts';
export type { AddedWaiver, AddWaiverRequest } from './run/add-waiver.ts';
export { checkWaivers } from './run/check-waivers.ts';
export type { CheckedWaivers, CheckWaiversRequest } from './run/check-waivers.ts';
export { diffRuns } from './run/diff-runs.ts';
export type { DiffedRuns } from './run/diff-runs.ts';
export { testRules } from './run/test-rules.ts';
export type { RuleTestResult } from './run/test-rules.ts';
export { createPaceControl } from './model/pace-control.ts';
export type { Pace, PaceControl } from './model/pace-control.ts';
export type { AuditEvent, Progress } from './model/events.ts';
export { ConfigError, InternalError, RuleError, StorageError, UsageError, UserError } from './model/errors.ts';
export type { Endpoint, Observation, PortState, Reason } from './model/observation.ts';
export type { Finding, NotAssessed, Report, Severity, Verdict } from './model/report.ts';
export type { AuditRequest, Control, PlanPart, ReportFormat } from './model/request.ts';
export type { Access, Evidence, Service, TlsFacts } from './model/service.ts';
export type { Authorization, Exclusion } from './model/target.ts';
