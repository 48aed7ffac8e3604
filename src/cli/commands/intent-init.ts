import type { Report } from '../../model/report.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import type { Invocation } from '../invocation.ts';
import { loadReport } from '../load-report.ts';

type IntentInitInvocation = Extract<Invocation, { readonly command: 'intent init' }>;

/** Prints an intent matrix of what runs found open. */
export async function runIntentInit(invocation: IntentInitInvocation, context: CommandContext): Promise<number> {
  const { cwd = process.cwd() } = context.io;
  const reports: Report[] = [];
  for (const run of invocation.from) reports.push(await loadReport(cwd, run));
  await context.out((await context.api()).draftIntent(reports));
  return EXIT.clean;
}
