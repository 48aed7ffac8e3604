import type { Report } from '../model/report.ts';
import { draftObserved } from '../policy/intent/draft-observed.ts';
import { draftText } from '../policy/intent/intent-draft.ts';

/** An intent matrix, as YAML, of what reports found open, each from one zone. It does not load before its reasons are filled in. @throws UsageError for a report of several zones */
export function draftIntent(reports: readonly Report[]): string {
  return draftText(draftObserved(reports));
}
