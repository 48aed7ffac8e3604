import type { AuditEvent } from '../../index.ts';
import { printable } from '../../model/printable.ts';
import type { CommandContext } from '../command-context.ts';
import { Interrupts } from '../interrupts.ts';
import type { Invocation } from '../invocation.ts';
import { loadTargetRequest } from '../load-request.ts';
import { loadResumedRequest } from '../load-resumed-request.ts';
import { readStdin } from '../read-stdin.ts';
import { KeptObservations } from '../terminal/kept-observations.ts';
import { plural } from '../../model/quantity-text.ts';
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
  const run = (await context.api()).audit(request, { signal: interrupts.signal, readStdin: () => readStdin(io) });
  const progress = createProgressDisplay(io.stderr, display.quiet);
  const kept = new KeptObservations();
  const follow = async (): Promise<void> => {
    for await (const event of run) {
      if (display.json) await out(`${JSON.stringify(event)}\n`);
      if (event.type === 'observation') kept.add(event.observation);
      show(event, progress);
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

function show(event: AuditEvent, progress: ProgressDisplay): void {
  if (event.type === 'progress') progress.update(event);
  if (event.type === 'warning') progress.message(`portreeve: warning: ${printable(event.message, 512)}`);
  if (event.type === 'run-started') {
    const { hosts, endpoints, engine, directory } = event;
    const what = `${plural(endpoints, 'endpoint')} of ${plural(hosts, 'host')}`;
    progress.message(
      `portreeve: probing ${what} with ${printable(engine)}; run directory ${printable(directory, 512)}`,
    );
  }
}
