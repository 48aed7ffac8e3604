import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import type { Invocation } from '../invocation.ts';
import { differenceText } from '../terminal/difference-text.ts';
import { choosePaint } from '../terminal/palette.ts';

type DiffInvocation = Extract<Invocation, { readonly command: 'diff' }>;

/** Tells what changed between two runs. Exit code 1 where a finding is new, worse or back, so that a pipeline can stop there. */
export async function runDiff({ runs, format, color }: DiffInvocation, context: CommandContext): Promise<number> {
  const { io, out } = context;
  const [old, now] = runs;
  const diffed = await (await context.api()).diffRuns(old, now);
  switch (format) {
    case 'json':
      await out(`${JSON.stringify(diffed.difference, null, 2)}\n`);
      break;
    case 'markdown':
      await out(diffed.markdown);
      break;
    case 'text':
      await out(`${differenceText(diffed, choosePaint(io.stdout, io.env, color)).join('\n')}\n`);
      break;
    default:
      return format satisfies never;
  }
  return diffed.worse ? EXIT.failed : EXIT.clean;
}
