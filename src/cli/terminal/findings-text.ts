import { printable } from '../../model/printable.ts';
import type { Report } from '../../model/report.ts';
import { endpointText } from './endpoint-text.ts';
import { countText } from '../../model/quantity-text.ts';
import { findingNote } from './history-text.ts';
import type { Paint } from './palette.ts';
import { SEVERITY_STYLE } from './verdict-text.ts';

const MOST_FINDINGS = 10;

/** The worst findings with the first thing to do about each; the report has them worst first. */
export function findingsList({ findings }: Report, paint: Paint): readonly string[] {
  if (findings.length === 0) return [];
  const shown = findings.slice(0, MOST_FINDINGS);
  const lines = shown.flatMap((finding) => [
    `  ${paint(SEVERITY_STYLE[finding.severity], finding.severity.padEnd(8))}  ${endpointText(finding)}  ${printable(finding.message)}${findingNote(finding)}`,
    ...finding.fix.slice(0, 1).map((fix) => `            ${paint('dim', `fix: ${printable(fix)}`)}`),
  ]);
  const rest = findings.length - shown.length;
  return [
    paint('bold', rest > 0 ? 'Worst findings' : 'Findings'),
    ...lines,
    ...(rest > 0 ? [`  and ${countText(rest)} more in the report`] : []),
  ];
}
