import { plural } from '../../model/quantity-text.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import type { Invocation } from '../invocation.ts';
import { loadRequest } from '../load-request.ts';
import { choosePaint } from '../terminal/palette.ts';
import { problemLine, waiversText } from '../terminal/waivers-text.ts';

type WaiversCheckInvocation = Extract<Invocation, { readonly command: 'waivers check' }>;

/** Shows how waivers stand. Exit code 2 for files with mistakes, all of which are told; with `--strict` 1 where a waiver is expired or unused. */
export async function runWaiversCheck(invocation: WaiversCheckInvocation, context: CommandContext): Promise<number> {
  const { io, out, err } = context;
  const { files, report, strict, display } = invocation;
  const { policy } = await loadRequest(invocation, context);
  const checked = await (await context.api()).checkWaivers({ files, report, policy });
  if (checked.problems.length > 0) {
    for (const problem of checked.problems) await err(`portreeve: ${problemLine(problem)}\n`);
    await err(`portreeve: ${plural(checked.problems.length, 'mistake')} in waivers\n`);
    return EXIT.usage;
  }
  const paint = choosePaint(io.stdout, io.env, display.color);
  if (display.json) await out(`${JSON.stringify({ entries: checked.entries, lints: checked.lints }, null, 2)}\n`);
  else await out(`${waiversText(checked, paint).join('\n')}\n`);
  const stale = checked.entries.some(({ state }) => state === 'expired' || state === 'unused');
  return strict && stale ? EXIT.failed : EXIT.clean;
}
