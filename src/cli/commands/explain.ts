import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import type { Invocation } from '../invocation.ts';
import { explanationText } from '../terminal/explanation-text.ts';

type ExplainInvocation = Extract<Invocation, { readonly command: 'explain' }>;

/** Shows what would be sent to a port, or by the check of a service. Sends nothing. */
export async function runExplain({ subject, json }: ExplainInvocation, context: CommandContext): Promise<number> {
  const explanation = (await context.api()).explain(subject);
  await context.out(
    json ? `${JSON.stringify(explanation, null, 2)}\n` : `${explanationText(explanation).join('\n').trimEnd()}\n`,
  );
  return EXIT.clean;
}
