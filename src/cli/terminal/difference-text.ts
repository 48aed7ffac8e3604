import type { DiffedRuns } from '../../index.ts';
import { printable } from '../../model/printable.ts';
import { countText } from '../../model/quantity-text.ts';
import { SEVERITIES } from '../../model/report.ts';
import type { Paint } from './palette.ts';
import { SEVERITY_STYLE } from './verdict-text.ts';

/** Lines of one section; the JSON form has them all. */
const MOST_LINES = 20;

/** What changed, the worst first. */
export function differenceText({ difference, summary, sections }: DiffedRuns, paint: Paint): readonly string[] {
  const strong = (word: string): string => {
    const severity = SEVERITIES.find((each) => each === word);
    return severity === undefined ? word : paint(SEVERITY_STYLE[severity], word.padEnd(8));
  };
  return [
    ...difference.notes.map((note) => `note: ${printable(note, 512)}`),
    ...sections({ text: printable, strong }).flatMap(({ title, count, lines }) => {
      const rest = count - Math.min(lines.length, MOST_LINES);
      return [
        paint('bold', `${title} (${countText(count)})`),
        ...lines.slice(0, MOST_LINES).map((line) => `  ${line}`),
        ...(rest > 0 ? [`  and ${countText(rest)} more`] : []),
        '',
      ];
    }),
    summary,
  ];
}
