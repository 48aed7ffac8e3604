import { formatPosition } from '../../model/errors.ts';
import { plural } from '../../model/quantity-text.ts';
import { printable } from '../../model/printable.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import type { Invocation } from '../invocation.ts';

type RulesLintInvocation = Extract<Invocation, { readonly command: 'rules lint' }>;

/** Prints what packs should be better at, one line each; exit code 1 where there is something. */
export async function runRulesLint({ packs }: RulesLintInvocation, context: CommandContext): Promise<number> {
  const found = await (await context.api()).lintRules(packs);
  for (const { at, pack, ruleId, message, hint } of found.problems) {
    const line = `${formatPosition(at)}${ruleId ?? pack}: ${message}${hint === undefined ? '' : ` - ${hint}`}`;
    await context.out(`${printable(line, 1000)}\n`);
  }
  const what = `${plural(found.rules, 'rule')} in ${plural(found.packs, 'pack')}`;
  const count = found.problems.length;
  await context.out(`${what}: ${count === 0 ? 'nothing to complain of' : plural(count, 'problem')}\n`);
  return count === 0 ? EXIT.clean : EXIT.failed;
}
