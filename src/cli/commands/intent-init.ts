import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import type { Invocation } from '../invocation.ts';
import { loadReport } from '../load-report.ts';

type IntentInitInvocation = Extract<Invocation, { readonly command: 'intent init' }>;

/** Prints an intent matrix of what a run found open. */
export async function runIntentInit(invocation: IntentInitInvocation, context: CommandContext): Promise<number> {
  const { cwd = process.cwd() } = context.io;
  const report = await loadReport(cwd, invocation.from);
  await context.out((await context.api()).draftIntent(report));
  return EXIT.clean;
}
