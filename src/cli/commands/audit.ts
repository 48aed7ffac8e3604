import type { AuditEvent } from '../../index.ts';
import { createPaceControl } from '../../model/pace-control.ts';
import { printable } from '../../model/printable.ts';
import type { AuditRequest } from '../../model/request.ts';
import type { CommandContext } from '../command-context.ts';
import { Interrupts } from '../interrupts.ts';
import type { Invocation } from '../invocation.ts';
import { loadTargetRequest } from '../load-request.ts';
import { loadResumedRequest } from '../load-resumed-request.ts';
import { PACE_HINT, PaceKeys } from '../pace-keys.ts';
import { listenToPaceSignals } from '../pace-signals.ts';
import { readStdin } from '../read-stdin.ts';
import { KeptObservations } from '../terminal/kept-observations.ts';
import { plural } from '../../model/quantity-text.ts';
import { paceText } from '../terminal/pace-text.ts';
import { choosePaint } from '../terminal/palette.ts';
import { createProgressDisplay, type ProgressDisplay } from '../terminal/progress-display.ts';
import { resultText } from '../terminal/result-text.ts';
import { verdictLine } from '../terminal/verdict-text.ts';

type AuditInvocation = Extract<Invocation, { readonly command: 'audit' }>;

/** Runs an audit, shows how it goes, and gives the exit code of its outcome. */
export async function runAudit(invocation: AuditInvocation, context: CommandContext): Promise<number> {
  const { display } = invocation;
  const { io, out } = context;
  const { resume } = invocation;
  const request = await (resume === null
    ? loadTargetRequest(invocation, context)
    : loadResumedRequest(resume, invocation, context));
  using interrupts = new Interrupts(io);
  const control = createPaceControl();
  using _signals = listenToPaceSignals(io, control);
  const { signal } = interrupts;
  const run = (await context.api()).audit(request, { signal, control, readStdin: () => readStdin(io) });
  const progress = createProgressDisplay(io.stderr, display.quiet);
  using keys = new PaceKeys({ io, control, interrupt: () => interrupts.interrupt() });
  using _notes = control.onChange((pace) => {
    // On a terminal the progress tells.
    if (io.stderr.isTTY !== true) progress.message(`portreeve: ${paceText(pace) ?? 'at full pace'}`);
  });
  const kept = new KeptObservations();
  const follow = async (): Promise<void> => {
    for await (const event of run) {
      if (display.json) await out(`${JSON.stringify(event)}\n`);
      if (event.type === 'observation') kept.add(event.observation);
      show(event, progress);
      // Not before: whatever the user has to be told of first finds the terminal as it was.
      const listens = event.type === 'run-started' && !display.quiet && !readsStdin(request) && keys.start();
      if (listens) progress.message(PACE_HINT);
    }
  };
  const result = await Promise.all([run.result, follow()])
    .then(([ended]) => ended)
    .catch((error: unknown) => {
      // Where nobody can be told any more, nothing more is to be probed.
      interrupts.abort();
      throw error;
    })
    .finally(() => progress.end());
  const paint = choosePaint(io.stdout, io.env, display.color);
  const lines = display.quiet ? [verdictLine(result.report, paint)] : resultText(result, kept, paint);
  if (!display.json) await out(`${lines.join('\n')}\n`);
  return result.report.outcome.exitCode;
}

/** Whether standard input is a list of targets and no keyboard. */
function readsStdin({ target }: AuditRequest): boolean {
  return [...target.targets, ...target.exclude, ...target.excludeFiles].includes('-');
}

function show(event: AuditEvent, progress: ProgressDisplay): void {
  if (event.type === 'progress') progress.update(event);
  if (event.type === 'warning') progress.message(`portreeve: warning: ${printable(event.message, 512)}`);
  if (event.type === 'run-started') {
    const { hosts, endpoints, engine, engineBecause, directory } = event;
    const what = `${plural(endpoints, 'endpoint')} of ${plural(hosts, 'host')}`;
    progress.message(
      `portreeve: probing ${what} with ${printable(engine)} (${printable(engineBecause)}); run directory ${printable(directory, 512)}`,
    );
  }
}
