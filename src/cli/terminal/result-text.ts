import type { AuditResult } from '../../index.ts';
import { printable } from '../../model/printable.ts';
import type { KeptObservations } from './kept-observations.ts';
import type { Paint } from './palette.ts';
import { portTable } from './port-table.ts';
import { patternLines, statesLine, summary } from './summary-text.ts';

/** Everything a finished audit prints: the ports of a few hosts, what they mean, the verdict, and where the report is. */
export function resultText(
  { report, directory, files }: AuditResult,
  kept: KeptObservations,
  paint: Paint,
): readonly string[] {
  const patterns = patternLines(report);
  return [
    ...portTable(report, kept, paint),
    statesLine(report),
    ...patterns,
    '',
    ...summary(report, paint),
    `Run: ${printable(directory, 512)}`,
    ...files.map((file) => `Report: ${printable(file, 512)}`),
  ];
}
