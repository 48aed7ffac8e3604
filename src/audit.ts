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
import { createPaceControl } from './model/pace-control.ts';
import type { PaceControl } from './model/pace-control.ts';
import type { Report } from './model/report.ts';
import type { AuditRequest } from './model/request.ts';
import type { RunRecord } from './model/run.ts';
import { Collector } from './run/collector.ts';
import { askEchoes } from './run/echoes.ts';
import { createEventChannel } from './run/event-channel.ts';
import type { EventChannel } from './run/event-channel.ts';
import { judgeRun } from './run/judge-run.ts';
import { loadPolicy } from './run/load-policy.ts';
import { draftRun, prepareTargets, startRecord } from './run/prepare.ts';
import type { Prepared, ReadStdin } from './run/prepare.ts';
import { startProgress } from './run/progress.ts';
import { render } from './run/render.ts';
import { ConnectEngine } from './sweep/connect-engine.ts';
import { SweepCounters } from './sweep/sweep-counters.ts';
import { sweep } from './sweep/sweep.ts';

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
  /** Slows down, speeds up and pauses the sweep while it runs; see `createPaceControl`. */
  readonly control?: PaceControl;
}

interface Context {
  readonly request: AuditRequest;
  readonly signal: AbortSignal;
  readonly events: EventChannel<AuditEvent>;
  readonly readStdin: ReadStdin;
  readonly control: PaceControl;
}

/** Starts an audit. Everything the user gave is checked before the first probe leaves. */
export function audit(request: AuditRequest, options: AuditOptions = {}): AuditRun {
  const events = createEventChannel<AuditEvent>();
  const signal = options.signal ?? new AbortController().signal;
  const readStdin = options.readStdin ?? (() => Promise.resolve(''));
  const control = options.control ?? createPaceControl();
  // One turn later, so that whoever iterates hears the first event.
  const result = Promise.resolve()
    .then(() => runAudit({ request, signal, events, readStdin, control }))
    .finally(() => events.end());
  // Whoever only iterates still sees the end of the iteration; the failure belongs to those who await `result`.
  result.catch(() => undefined);
  return { result, [Symbol.asyncIterator]: () => events.listen() };
}

async function runAudit(context: Context): Promise<AuditResult> {
  const { request, events } = context;
  const policy = await loadPolicy(request.policy.packs, request.policy.overrides);
  const prepared = await prepareTargets(request, context.readStdin);
  const draft = draftRun(request);
  const directory = await createRunDirectory(draft.directory);
  const record = await startRecord(request, draft, prepared.loaded);
  await directory.write(RUN_FILES.run, toJson(record));
  for (const message of prepared.loaded.warnings) events.send({ type: 'warning', message });
  const observed = await observe(context, prepared, { directory, record });
  const report = await judgeRun(directory.path, { record: observed, policy, request: request.policy });
  return publish(context, { directory, record: observed, report });
}

/** Sweep and identification at the same time; leaves every observation on disk and gives the record of how it went. */
async function observe(
  context: Context,
  { loaded, gate }: Prepared,
  run: { readonly directory: RunDirectory; readonly record: RunRecord },
): Promise<RunRecord> {
  const { request, signal, events, control } = context;
  const { plan } = loaded;
  const counters = new SweepCounters();
  const { mode, concurrency, deadlineMs } = request.identify;
  const identifier = mode === 'none' ? null : createIdentifier({ gate, mode, concurrency, deadlineMs, signal });
  await using observations = await run.directory.appendTo(RUN_FILES.observations);
  await using journal = await run.directory.appendTo(RUN_FILES.journal);
  const collector = new Collector({ plan, observations, journal, events, identifier });
  const engines = new Set<string>();
  const startedAt = performance.now();
  using _progress = startProgress({ plan, counters, collector, events, control });
  await sweep(
    {
      plan,
      seed: run.record.seed,
      rate: request.sweep.rate,
      hostRate: request.sweep.hostRate,
      concurrency: request.sweep.concurrency,
      attempts: request.sweep.attempts,
      vantage: request.vantage.id,
      engine: (deliver) => {
        const engine = new ConnectEngine({ gate, timeoutMs: request.sweep.timeoutMs, deliver });
        engines.add(engine.name);
        announce(context, run, engine.name);
        return engine;
      },
      observe: (observation, index) => collector.observe(observation, index),
      congested: () => collector.congested,
      signal,
    },
    counters,
  );
  const sweepSeconds = Math.round(performance.now() - startedAt) / 1000;
  await collector.finished();
  return {
    ...run.record,
    engine: [...engines].join(', ') || run.record.engine,
    complete: counters.done === plan.size && collector.interrupted === 0,
    finishedAt: new Date().toISOString(),
    counters: {
      probesSent: counters.sent,
      retriedLocally: counters.retriedLocally,
      answeredOnRetry: counters.answeredOnRetry,
      estimatedLoss: counters.estimatedLoss,
      sweepSeconds,
    },
    silentHosts: [...collector.silent.hosts()],
    silentPorts: collector.silent.ports(),
    echo: signal.aborted ? {} : await askEchoes(gate, collector.quietHosts),
  };
}

function announce(
  context: Context,
  { directory, record }: { directory: RunDirectory; record: RunRecord },
  engine: string,
): void {
  const { id: runId, hosts, endpoints, seed, startedAt: at } = record;
  const engineBecause = 'it needs no privileges';
  const about = { runId, directory: directory.path, hosts, endpoints, engine, engineBecause, seed, at };
  context.events.send({ type: 'run-started', ...about });
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
