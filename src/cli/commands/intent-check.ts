import { RuleError, formatPosition } from '../../model/errors.ts';
import { printable } from '../../model/printable.ts';
import { plural } from '../../model/quantity-text.ts';
import type { IntentCheck, IntentNote } from '../../index.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import type { Invocation } from '../invocation.ts';

type IntentCheckInvocation = Extract<Invocation, { readonly command: 'intent check' }>;

/** What `--strict` does not let pass. */
const FAILING: readonly IntentNote['kind'][] = ['overdue', 'expired', 'hidden', 'unmet', 'unknown-vantage'];

const LONGEST_LINE = 1000;

/** Says what is in an intent matrix, or everything that is wrong with it. */
export async function runIntentCheck(invocation: IntentCheckInvocation, context: CommandContext): Promise<number> {
  const { file, against, strict } = invocation;
  const { checkIntent } = await context.api();
  try {
    const today = new Date().toISOString().slice(0, 10);
    const check = await checkIntent(file, { against, today });
    await context.out(textOf(check));
    return strict && check.notes.some(({ kind }) => FAILING.includes(kind)) ? EXIT.failed : EXIT.clean;
  } catch (error) {
    if (!(error instanceof RuleError) || error.problems.length < 2) throw error;
    for (const { at, message, hint } of error.problems) {
      const line = `${formatPosition(at)}${message}${hint === undefined ? '' : ` - ${hint}`}`;
      await context.err(`portreeve: ${printable(line, LONGEST_LINE)}\n`);
    }
    return EXIT.usage;
  }
}

function textOf({
  file,
  title,
  owner,
  approvedBy,
  reviewBy,
  rows,
  groups,
  controls,
  zones,
  fallback,
  notes,
}: IntentCheck): string {
  const approval = approvedBy === null ? 'not approved by anybody' : `approved by ${approvedBy}`;
  const review = reviewBy === null ? 'no day of review' : `to be reviewed by ${reviewBy}`;
  const zoneTexts = zones.map(
    ({ name, vantages, quorum }) =>
      `${name} (${plural(vantages, 'vantage')}${quorum === vantages ? '' : `, quorum ${quorum}`})`,
  );
  const lines = [
    `${file}: ${title}`,
    `owner ${owner}, ${approval}, ${review}`,
    `${plural(rows, 'row')} about ${plural(groups, 'group')}, default ${fallback}, ${plural(controls, 'control')}`,
    `from ${zoneTexts.join(', ')}`,
    ...notes.map(({ at, text }) => `${at}: ${text}`),
  ];
  return lines.map((line) => `${printable(line, LONGEST_LINE)}\n`).join('');
}
