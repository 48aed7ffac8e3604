import { packageVersion } from '../package-files.ts';
import { loadApi, type Api } from './api.ts';
import type { CommandContext } from './command-context.ts';
import type { CommandIo } from './command-io.ts';
import { explainFailure } from './explain-failure.ts';
import { EXIT } from './exit-codes.ts';
import type { Invocation } from './invocation.ts';
import { createOutlet } from './outlet.ts';
import { parseArguments } from './parse-arguments.ts';

/**
 * Runs one command line and gives its exit code (see `EXIT_CODE_TABLE`). Never throws and never ends the process,
 * except through `io.quit` on a second interrupt.
 */
export async function runCommandLine(argv: readonly string[], io: CommandIo, api?: Api): Promise<number> {
  const context: CommandContext = {
    io,
    out: createOutlet(io.stdout),
    err: createOutlet(io.stderr),
    api: () => (api === undefined ? loadApi() : Promise.resolve(api)),
  };
  try {
    return await runInvocation(parseArguments(argv, await packageVersion()), context);
  } catch (error) {
    const { exitCode, text } = explainFailure(error);
    await context.err(text);
    return exitCode;
  }
}

/** Commands are loaded when they are asked for: help and mistakes answer without the parsers and templates of the others. */
async function runInvocation(invocation: Invocation, context: CommandContext): Promise<number> {
  switch (invocation.command) {
    case 'show':
      await context.out(`${invocation.text}\n`);
      return EXIT.clean;
    case 'audit':
      return (await import('./commands/audit.ts')).runAudit(invocation, context);
    case 'plan':
      return (await import('./commands/plan.ts')).runPlan(invocation, context);
    case 'judge':
      return (await import('./commands/judge.ts')).runJudge(invocation, context);
    case 'report':
      return (await import('./commands/report.ts')).runReport(invocation, context);
    case 'rules list':
      return (await import('./commands/rules-list.ts')).runRulesList(invocation, context);
    case 'rules explain':
      return (await import('./commands/rules-explain.ts')).runRulesExplain(invocation, context);
    case 'rules lint':
      return (await import('./commands/rules-lint.ts')).runRulesLint(invocation, context);
    case 'rules lock':
      return (await import('./commands/rules-lock.ts')).runRulesLock(invocation, context);
    case 'rules test':
      return (await import('./commands/rules-test.ts')).runRulesTest(invocation, context);
    case 'intent init':
      return (await import('./commands/intent-init.ts')).runIntentInit(invocation, context);
    case 'intent check':
      return (await import('./commands/intent-check.ts')).runIntentCheck(invocation, context);
    case 'explain':
      return (await import('./commands/explain.ts')).runExplain(invocation, context);
    case 'waivers check':
      return (await import('./commands/waivers-check.ts')).runWaiversCheck(invocation, context);
    case 'waivers add':
      return (await import('./commands/waivers-add.ts')).runWaiversAdd(invocation, context);
    case 'diff':
      return (await import('./commands/diff.ts')).runDiff(invocation, context);
    case 'init':
      return (await import('./commands/init.ts')).runInit(invocation, context);
    default:
      return invocation satisfies never;
  }
}
