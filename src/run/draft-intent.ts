import type { Report } from '../model/report.ts';
import { draftObserved } from '../policy/intent/draft-observed.ts';
import { draftText } from '../policy/intent/intent-draft.ts';

/** An intent matrix, as YAML, of what a report found open. It does not load before its reasons are filled in. @throws UsageError for a report of several zones */
export function draftIntent(report: Report): string {
  return draftText(draftObserved(report));
}
