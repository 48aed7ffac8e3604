import { UsageError, formatPosition } from '../../model/errors.ts';
import { printable } from '../../model/printable.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import type { Invocation } from '../invocation.ts';
import { plural } from '../../model/quantity-text.ts';

type RulesTestInvocation = Extract<Invocation, { readonly command: 'rules test' }>;

/** Runs the tests in rule packs: one line for each that failed, then how many ran. */
export async function runRulesTest(invocation: RulesTestInvocation, context: CommandContext): Promise<number> {
  const results = await (await context.api()).testRules(invocation.packs);
  // A check that saw nothing must not look like one that passed.
  if (results.length === 0)
    throw new UsageError('these rule packs carry no tests', { hint: 'add tests: to the rules' });
  const failed = results.filter(({ passed }) => !passed);
  for (const { ruleId, index, message, at } of failed) {
    await context.out(printable(`${formatPosition(at)}${ruleId} test ${index + 1}: ${message}`, 1000) + '\n');
  }
  const rules = new Set(results.map(({ pack, ruleId }) => `${pack} ${ruleId}`)).size;
  await context.out(
    `${plural(results.length, 'test')} of ${plural(rules, 'rule')}: ${failed.length === 0 ? 'all passed' : `${failed.length} failed`}\n`,
  );
  return failed.length === 0 ? EXIT.clean : EXIT.failed;
}
