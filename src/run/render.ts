import type { Report } from '../model/report.ts';
import type { ReportFormat } from '../model/request.ts';
import { readTemplates } from '../package-files.ts';
import { FORMATTERS } from '../report/formats/formatters.ts';
import { sha256base64 } from './sha256.ts';

/** A report as text in one of the formats. Reads the templates that come with the package; touches nothing else. */
export async function render(report: Report, format: ReportFormat): Promise<string> {
  return FORMATTERS[format](report, { templates: await readTemplates(), sha256base64 });
}
