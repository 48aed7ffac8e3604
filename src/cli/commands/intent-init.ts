import type { Report } from '../../model/report.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import type { Invocation } from '../invocation.ts';
import { loadReport } from '../load-report.ts';

type IntentInitInvocation = Extract<Invocation, { readonly command: 'intent init' }>;

/** Prints an intent matrix of what runs found open, or of what a firewall allows. */
export async function runIntentInit({ from }: IntentInitInvocation, context: CommandContext): Promise<number> {
  const api = await context.api();
  if ('files' in from) {
    await context.out(await api.draftDeclared(from));
    return EXIT.clean;
  }
  const { cwd = process.cwd() } = context.io;
  const reports: Report[] = [];
  for (const run of from) reports.push(await loadReport(cwd, run));
  await context.out(api.draftIntent(reports));
  return EXIT.clean;
}
