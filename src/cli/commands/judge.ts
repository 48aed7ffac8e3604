import type { CommandContext } from '../command-context.ts';
import type { Invocation } from '../invocation.ts';
import { loadRequest } from '../load-request.ts';
import { choosePaint } from '../terminal/palette.ts';
import { summary } from '../terminal/summary-text.ts';
import { verdictLine } from '../terminal/verdict-text.ts';

type JudgeInvocation = Extract<Invocation, { readonly command: 'judge' }>;

/** Judges saved runs again and gives the exit code of the new outcome. */
export async function runJudge(invocation: JudgeInvocation, context: CommandContext): Promise<number> {
  const { io, out } = context;
  const { json, quiet, color } = invocation.display;
  const { policy } = await loadRequest(invocation, context);
  const api = await context.api();
  const report = await api.judge(invocation.runs, { policy });
  const paint = choosePaint(io.stdout, io.env, color);
  if (json) await out(await api.render(report, 'json'));
  else await out(`${(quiet ? [verdictLine(report, paint)] : summary(report, paint)).join('\n')}\n`);
  return report.outcome.exitCode;
}
