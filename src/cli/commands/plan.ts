import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import type { Invocation } from '../invocation.ts';
import { loadTargetRequest } from '../load-request.ts';
import { readStdin } from '../read-stdin.ts';
import { choosePaint } from '../terminal/palette.ts';
import { planLine, planText } from '../terminal/plan-text.ts';

type PlanInvocation = Extract<Invocation, { readonly command: 'plan' }>;

/** Shows what an audit would do, without a probe. */
export async function runPlan(invocation: PlanInvocation, context: CommandContext): Promise<number> {
  const { io, out } = context;
  const { json, quiet, color } = invocation.display;
  const request = await loadTargetRequest(invocation, context);
  const plan = await (await context.api()).plan(request, { readStdin: () => readStdin(io) });
  const paint = choosePaint(io.stdout, io.env, color);
  if (json) await out(`${JSON.stringify(plan, null, 2)}\n`);
  else await out(`${(quiet ? [planLine(plan, paint)] : planText(plan, paint)).join('\n')}\n`);
  return EXIT.clean;
}
