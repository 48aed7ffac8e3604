import type { ReportFormat } from '../../model/request.ts';
import type { Formatter } from './formatter.ts';
import { formatHtml } from './html.ts';
import { formatJson } from './json.ts';

/** Every report format has its formatter here; a missing one does not compile. */
export const FORMATTERS: Readonly<Record<ReportFormat, Formatter>> = {
  json: formatJson,
  html: formatHtml,
};
