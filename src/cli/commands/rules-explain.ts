import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import type { Invocation } from '../invocation.ts';
import { ruleText } from '../terminal/rule-text.ts';

type RulesExplainInvocation = Extract<Invocation, { readonly command: 'rules explain' }>;

/** Says in words what a rule is about. */
export async function runRulesExplain(invocation: RulesExplainInvocation, context: CommandContext): Promise<number> {
  const { rule, packs, json } = invocation;
  const explanation = await (await context.api()).explainRuleById(rule, packs);
  await context.out(json ? `${JSON.stringify(explanation, null, 2)}\n` : `${ruleText(explanation).join('\n')}\n`);
  return EXIT.clean;
}
