/*
 * The pipeline. Facts are gathered first and judged afterwards, from what was saved:
 *
 *   request ─▶ prepare ─▶ sweep ─▶ identify ─▶ (run directory) ─▶ judge ─▶ report ─▶ files
 *              targets    probes    open ports   observations.jsonl  policy   report.json, report.html
 *
 * This is the only file that knows the order.
 */
import { RUN_FILES } from './evidence/run-directory.ts';
import type { RunDirectory } from './evidence/run-directory.ts';
import { createIdentifier } from './identify/identifier.ts';
import type { AuditEvent } from './model/events.ts';
import { createPaceControl } from './model/pace-control.ts';
import type { PaceControl } from './model/pace-control.ts';
import type { Report } from './model/report.ts';
import type { AuditRequest } from './model/request.ts';
import type { ControlRecord, RunRecord } from './model/run.ts';
import { Canary } from './run/canary.ts';
import { createCollector } from './run/collector.ts';
import { askEchoes } from './run/echoes.ts';
import { createEventChannel } from './run/event-channel.ts';
import type { EventChannel } from './run/event-channel.ts';
import { judgeRecord } from './run/judge.ts';
import { preparePolicy } from './run/prepare-policy.ts';
import type { PreparedPolicy } from './run/prepare-policy.ts';
import { withControls } from './run/matrix-controls.ts';
import { openRun } from './run/open-run.ts';
import type { OpenedRun } from './run/open-run.ts';
import { prepareTargets } from './run/prepare.ts';
import type { Prepared, ReadStdin } from './run/prepare.ts';
import { readResumeState } from './run/read-resume-state.ts';
import { render } from './run/render.ts';
import { SessionClock } from './run/session-clock.ts';
import { shareSockets } from './run/socket-shares.ts';
import { observeUdp } from './run/observe-udp.ts';
import { sweepRun } from './run/sweep-run.ts';
import { wantedFlights } from './run/wanted-flights.ts';
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

async function runAudit(given: Context): Promise<AuditResult> {
  const policy = preparePolicy(given.request.policy);
  await policy.checked();
  const { intent = null } = given.request.policy;
  const matrix = intent === null ? null : (await policy.load()).intent;
  const context = matrix === null ? given : { ...given, request: withControls(given.request, matrix) };
  const { request, events } = context;
  const prepared = await prepareTargets(request, context.readStdin);
  const engine = await chooseEngine(request.sweep.engine);
  await using run = await openRun(request, prepared.loaded);
  const warnings = [
    ...prepared.loaded.warnings,
    ...run.warnings,
    ...(engine.warning === undefined ? [] : [engine.warning]),
  ];
  for (const message of warnings) events.send({ type: 'warning', message });
  const record = run.record.complete ? run.record : await observe(context, prepared, { ...run, engine, policy });
  const report = await judgeRecord(run.directory.path, record, {
    policy: await policy.load(),
    request: request.policy,
  });
  return publish(context, { directory: run.directory, record, report });
}

/** Sweep and identification at the same time; leaves every observation on disk and gives the record of how it went. */
async function observe(
  context: Context,
  { loaded, gate }: Prepared,
  run: Pick<OpenedRun, 'directory' | 'record' | 'resumed'> & {
    readonly engine: ChosenEngine;
    readonly policy: PreparedPolicy;
  },
): Promise<RunRecord> {
  const { request, signal, events, control } = context;
  const { directory, record, engine, policy } = run;
  const { plan } = loaded;
  const { mode, deadlineMs, ics, maxEffect } = request.identify;
  const permission = { ics, maxEffect };
  const vantage = request.vantage.id;
  const known = run.resumed ? await readResumeState(directory.path, plan, vantage) : undefined;
  await using observations = await directory.appendTo(RUN_FILES.observations);
  await using journal = await directory.appendTo(RUN_FILES.journal);
  const { rate, timeoutMs } = request.sweep;
  const sweep = wantedFlights(request.sweep, engine.kind);
  const wishes = { engine: engine.kind, endpoints: plan.size, rate, sweep, identify: request.identify.concurrency };
  const shares = shareSockets(wishes);
  const clock = new SessionClock();
  const collector = createCollector({
    plan,
    vantage,
    clock,
    engine: engine.name,
    observations,
    journal,
    events,
    identifier:
      mode === 'none'
        ? null
        : createIdentifier({ gate, mode, permission, concurrency: shares.identify, deadlineMs, signal }),
    canary: new Canary({ gate, ports: plan.ports, timeoutMs, concurrency: shares.canary, signal }),
    ...(known && { known }),
  });
  announce(context, run);
  const about = { request: request.sweep, seed: record.seed, engine: engine.kind, shares, clock, known };
  const { counters, controls } = await sweepRun({
    ...about,
    loaded,
    gate,
    collector,
    events,
    control,
    signal,
    started: policy.loadSoon,
  });
  await collector.finished();
  const { udp, complete } = await observeUdp({
    request,
    record,
    loaded,
    gate,
    observations,
    directory,
    clock,
    events,
    control,
    signal,
    resumed: run.resumed,
    concurrency: shares.sweep,
  });
  return {
    ...record,
    engine: engine.name,
    complete: collector.results.done === plan.size && collector.interrupted === 0 && complete,
    ...(udp && { udp }),
    finishedAt: new Date(clock.now).toISOString(),
    counters,
    controls: controlsEver(record.controls, controls),
    echo: signal.aborted ? {} : await askEchoes(gate, collector.quietHosts),
  };
}

/** A control that failed in an earlier session of the run has failed. */
function controlsEver(
  before: readonly ControlRecord[] | undefined,
  now: readonly ControlRecord[],
): readonly ControlRecord[] {
  const failed = (before ?? []).filter(({ open }) => !open);
  return now.map((control) => ({
    ...control,
    open: control.open && !failed.some(({ address, port }) => address === control.address && port === control.port),
  }));
}

function announce(
  { events }: Context,
  {
    directory,
    record,
    engine,
  }: { readonly directory: RunDirectory; readonly record: RunRecord; readonly engine: ChosenEngine },
): void {
  const { id: runId, hosts, seed, startedAt: at } = record;
  const endpoints = record.endpoints + (record.udp?.endpoints ?? 0);
  const about = { runId, directory: directory.path, hosts, endpoints, seed, at };
  events.send({ type: 'run-started', ...about, engine: engine.name, engineBecause: engine.because });
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
