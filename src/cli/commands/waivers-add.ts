import { printable } from '../../model/printable.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import type { Invocation } from '../invocation.ts';
import { endpointText } from '../terminal/endpoint-text.ts';

type WaiversAddInvocation = Extract<Invocation, { readonly command: 'waivers add' }>;

/** Adds a waiver to a file, and says what it covers until when. */
export async function runWaiversAdd({ request }: WaiversAddInvocation, context: CommandContext): Promise<number> {
  const { entry, finding } = await (await context.api()).addWaiver(request);
  const what = `${printable(finding.ruleId)} on ${endpointText(finding)}`;
  await context.out(
    `Added ${entry.id} to ${printable(request.file, 512)}: ${what}, up to severity ${entry.maxSeverity}, until ${entry.expires}.\n`,
  );
  if (entry.selfApproved) {
    await context.err('portreeve: warning: it is approved by its owner; have somebody else accept the risk\n');
  }
  return EXIT.clean;
}
