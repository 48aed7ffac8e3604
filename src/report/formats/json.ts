import type { Report } from '../../model/report.ts';

/** The canonical report itself, indented by two spaces, with a line end. */
export function formatJson(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
