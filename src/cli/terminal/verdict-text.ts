import { SEVERITIES, type Report, type Severity, type SeverityCounts } from '../../model/report.ts';
import { countText, plural } from '../../model/quantity-text.ts';
import type { Paint } from './palette.ts';

const VERDICTS = {
  failed: { text: 'FAILED', style: 'red' },
  incomplete: { text: 'INCOMPLETE', style: 'yellow' },
  passed: { text: 'PASSED', style: 'green' },
  'no-exceptions-noted': { text: 'NO EXCEPTIONS NOTED', style: 'green' },
} as const satisfies Record<Report['outcome']['verdict'], unknown>;

export const SEVERITY_STYLE = {
  critical: 'magenta',
  high: 'red',
  medium: 'yellow',
  low: 'cyan',
  info: 'dim',
} as const satisfies Record<Severity, unknown>;

/** The outcome on one line: verdict, findings by severity, what could not be assessed. */
export function verdictLine(report: Report, paint: Paint): string {
  const { text, style } = VERDICTS[report.outcome.verdict];
  const parts = [findingsText(report.summary.findings)];
  const waived = report.findings.filter(({ disposition }) => disposition === 'waived').length;
  if (waived > 0) parts.push(`${countText(waived)} of them waived`);
  const unassessed = unassessedEndpoints(report);
  if (unassessed > 0) parts.push(`${plural(unassessed, 'endpoint')} not assessed`);
  if (report.coverage.notProbed > 0) parts.push(`${plural(report.coverage.notProbed, 'endpoint')} not probed`);
  if (!report.run.complete) parts.push('partial run');
  return `${paint('bold', paint(style, text))}: ${parts.join('; ')}`;
}

/** Endpoints of which at least one rule could not be judged. */
export function unassessedEndpoints({ notAssessed }: Report): number {
  return notAssessed.reduce((sum, { endpoints }) => sum + endpoints, 0);
}

/** `3 findings (1 critical, 2 low)`. */
export function findingsText(counts: SeverityCounts): string {
  const given = SEVERITIES.filter((severity) => counts[severity] > 0);
  const total = given.reduce((sum, severity) => sum + counts[severity], 0);
  if (total === 0) return 'no findings';
  return `${plural(total, 'finding')} (${given.map((severity) => `${counts[severity]} ${severity}`).join(', ')})`;
}
