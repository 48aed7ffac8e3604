import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import type { Invocation } from '../invocation.ts';
import { loadReport } from '../load-report.ts';

type ReportInvocation = Extract<Invocation, { readonly command: 'report' }>;

/** Prints the report of a run; the exit code tells whether it could be printed, not what it says. */
export async function runReport(invocation: ReportInvocation, context: CommandContext): Promise<number> {
  const { cwd = process.cwd() } = context.io;
  const report = await loadReport(cwd, invocation.run);
  await context.out(await (await context.api()).render(report, invocation.format));
  return EXIT.clean;
}
