/*
 * The pipeline. Facts are gathered first and judged afterwards, from what was saved:
 *
 *   request ─▶ prepare ─▶ sweep ─▶ identify ─▶ (run directory) ─▶ judge ─▶ report ─▶ files
 *              targets    probes    open ports   observations.jsonl  policy   report.json, report.html
 *
 * This is the only file that knows the order.
 */
import { createRunDirectory, RUN_FILES } from './evidence/run-directory.ts';
import type { RunDirectory } from './evidence/run-directory.ts';
import { createIdentifier } from './identify/identifier.ts';
import type { AuditEvent } from './model/events.ts';
import type { Report } from './model/report.ts';
import type { AuditRequest } from './model/request.ts';
import type { RunRecord } from './model/run.ts';
import { Canary } from './run/canary.ts';
import { createCollector } from './run/collector.ts';
import { askEchoes } from './run/echoes.ts';
import { createEventChannel } from './run/event-channel.ts';
import type { EventChannel } from './run/event-channel.ts';
import { judgeRun } from './run/judge-run.ts';
import { loadPolicy } from './run/load-policy.ts';
import { draftRun, prepareTargets, startRecord } from './run/prepare.ts';
import type { Prepared, ReadStdin } from './run/prepare.ts';
import { render } from './run/render.ts';
import { sweepRun } from './run/sweep-run.ts';
import { chooseEngine } from './sweep/choose-engine.ts';
import type { ChosenEngine } from './sweep/choose-engine.ts';

/** What an audit leaves behind. */
export interface AuditResult {
  readonly report: Report;
  /** The run directory. */
  readonly directory: string;
  /** The report files written, by path. */
  readonly files: readonly string[];
}

/** An audit under way: iterate it for events (once, from the start), await `result` for its end. */
export interface AuditRun extends AsyncIterable<AuditEvent> {
  /** Rejects with a `UserError` when the request is wrong: then nothing was probed. */
  readonly result: Promise<AuditResult>;
}

export interface AuditOptions {
  /** Aborting ends the audit gracefully: `result` resolves with a partial report whose exit code is 130. */
  readonly signal?: AbortSignal;
  /** Read when a target is `-`; without it such a target is empty. */
  readonly readStdin?: ReadStdin;
}

interface Context {
  readonly request: AuditRequest;
  readonly signal: AbortSignal;
  readonly events: EventChannel<AuditEvent>;
  readonly readStdin: ReadStdin;
}

/** Starts an audit. Everything the user gave is checked before the first probe leaves. */
export function audit(request: AuditRequest, options: AuditOptions = {}): AuditRun {
  const events = createEventChannel<AuditEvent>();
  const signal = options.signal ?? new AbortController().signal;
  const readStdin = options.readStdin ?? (() => Promise.resolve(''));
  // One turn later, so that whoever iterates hears the first event.
  const result = Promise.resolve()
    .then(() => runAudit({ request, signal, events, readStdin }))
    .finally(() => events.end());
  // Whoever only iterates still sees the end of the iteration; the failure belongs to those who await `result`.
  result.catch(() => undefined);
  return { result, [Symbol.asyncIterator]: () => events.listen() };
}

async function runAudit(context: Context): Promise<AuditResult> {
  const { request, events } = context;
  const policy = await loadPolicy(request.policy.packs, request.policy.overrides);
  const prepared = await prepareTargets(request, context.readStdin);
  const engine = await chooseEngine(request.sweep.engine);
  const draft = draftRun(request);
  const directory = await createRunDirectory(draft.directory);
  const record = await startRecord(request, draft, prepared.loaded);
  await directory.write(RUN_FILES.run, toJson(record));
  for (const message of prepared.loaded.warnings) events.send({ type: 'warning', message });
  const observed = await observe(context, prepared, { directory, record, engine });
  const report = await judgeRun(directory.path, { record: observed, policy, request: request.policy });
  return publish(context, { directory, record: observed, report });
}

/** Sweep and identification at the same time; leaves every observation on disk and gives the record of how it went. */
async function observe(
  context: Context,
  { loaded, gate }: Prepared,
  run: { readonly directory: RunDirectory; readonly record: RunRecord; readonly engine: ChosenEngine },
): Promise<RunRecord> {
  const { request, signal, events } = context;
  const pace = { factor: 1, paused: false };
  const { plan } = loaded;
  const { mode, concurrency, deadlineMs } = request.identify;
  const identifier = mode === 'none' ? null : createIdentifier({ gate, mode, concurrency, deadlineMs, signal });
  await using observations = await run.directory.appendTo(RUN_FILES.observations);
  await using journal = await run.directory.appendTo(RUN_FILES.journal);
  const collector = createCollector({
    plan,
    vantage: request.vantage.id,
    session: { startedAt: new Date().toISOString(), engine: run.engine.name },
    observations,
    journal,
    events,
    identifier,
    canary: new Canary({ gate, ports: plan.ports, timeoutMs: request.sweep.timeoutMs, signal }),
  });
  announce(context, run);
  const counters = await sweepRun({ request: request.sweep, seed: run.record.seed, engine: run.engine.kind, loaded, gate, collector, events, pace, signal });
  await collector.finished();
  return {
    ...run.record,
    engine: run.engine.name,
    complete: collector.results.done === plan.size && collector.interrupted === 0,
    finishedAt: new Date().toISOString(),
    counters,
    echo: signal.aborted ? {} : await askEchoes(gate, collector.quietHosts),
  };
}

function announce(
  context: Context,
  { directory, record, engine }: { directory: RunDirectory; record: RunRecord; engine: ChosenEngine },
): void {
  const { id: runId, hosts, endpoints, seed, startedAt: at } = record;
  const { name, warning } = engine;
  if (warning !== undefined) context.events.send({ type: 'warning', message: warning });
  context.events.send({ type: 'run-started', runId, directory: directory.path, hosts, endpoints, engine: name, seed, at });
}

/** Writes the reports, then the record that says they are there. */
async function publish(
  { request, events }: Context,
  { directory, record, report }: { directory: RunDirectory; record: RunRecord; report: Report },
): Promise<AuditResult> {
  const files: string[] = [];
  for (const format of request.output.formats) {
    files.push(await directory.write(`report.${format}`, await render(report, format)));
  }
  const { verdict, exitCode } = report.outcome;
  await directory.write(RUN_FILES.run, toJson({ ...record, outcome: { verdict, exitCode } }));
  for (const finding of report.findings) events.send({ type: 'finding', finding });
  events.send({ type: 'run-finished', directory: directory.path, outcome: report.outcome, files });
  return { report, directory: directory.path, files };
}

function toJson(record: RunRecord): string {
  return `${JSON.stringify(record, null, 2)}\n`;
}
