import { plural } from '../../model/quantity-text.ts';
import { printable } from '../../model/printable.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import type { Invocation } from '../invocation.ts';
import { columns } from '../terminal/columns.ts';

type RulesListInvocation = Extract<Invocation, { readonly command: 'rules list' }>;

/** Prints every rule of packs, one a line. */
export async function runRulesList({ packs, json }: RulesListInvocation, context: CommandContext): Promise<number> {
  const rules = await (await context.api()).listRules(packs);
  const rows = rules.map(({ id, severity, category, title, deprecated }) =>
    [id, severity, category, deprecated === null ? title : `${title} (deprecated)`].map((cell) => printable(cell)),
  );
  const count = new Set(rules.map(({ pack }) => pack)).size;
  const lines = [...columns([['rule', 'severity', 'category', 'title'], ...rows]), '', summary(rules.length, count)];
  await context.out(json ? `${JSON.stringify(rules, null, 2)}\n` : `${lines.join('\n')}\n`);
  return EXIT.clean;
}

function summary(rules: number, packs: number): string {
  return `${plural(rules, 'rule')} in ${plural(packs, 'pack')}; portreeve rules explain RULE says more.`;
}
