import type { Report } from '../../model/report.ts';
import { coverageView } from './coverage-view.ts';
import { openEndpointViews } from './endpoint-view.ts';
import { findingsView } from './finding-view.ts';
import { inertFields } from './inert.ts';
import { mapView } from './map-view.ts';
import type { MapView } from './map-view.ts';
import { methodView } from './method-view.ts';
import { notAssessedView } from './not-assessed-view.ts';
import { plural } from '../../model/quantity-text.ts';
import { outcomeView } from './outcome-view.ts';
import { patternViews } from './pattern-view.ts';
import { registerTables } from './register-view.ts';
import { remedyViews } from './remedy-view.ts';
import { ruleViews } from './rule-view.ts';

/** Everything that the template shows, in the order of the page; no text in it can act, mislead by direction or break the layout. */
export function reportView(report: Report): Readonly<Record<string, unknown>> {
  return {
    ...inertFields({
      outcome: outcomeView(report),
      coverage: coverageView(report),
      patterns: patternViews(report),
      remedies: remedyViews(report),
      findings: findingsView(report),
      endpoints: openEndpointViews(report),
      notAssessed: notAssessedView(report),
      registers: registerTables(report),
      rules: ruleViews(report),
      ruleCount: plural(report.rules.length, 'rule'),
      method: methodView(report),
      schemaVersion: report.schemaVersion,
      runId: report.run.id,
    }),
    map: safeMap(mapView(report)),
  };
}

/** Path data is our own, made of numbers only, and longer than any text may be. */
function safeMap(map: MapView | null): unknown {
  return map === null ? null : { ...inertFields(map), paths: map.paths, lines: map.lines };
}
