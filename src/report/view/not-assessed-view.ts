import type { NotAssessed, Report } from '../../model/report.ts';
import { SEVERITIES } from '../../model/report.ts';
import { endpointText } from '../endpoint-text.ts';
import { cutList } from './cut-list.ts';
import type { CutList } from './cut-list.ts';
import { groupBy } from './group-by.ts';
import { amountText, countText } from './number-text.ts';
import { severityView } from './severity-view.ts';
import type { SeverityView } from './severity-view.ts';

/** Endpoints of which the same rules could not be judged for the same reason. */
export interface GapView {
  readonly reason: string;
  readonly missing: string;
  readonly worst: SeverityView;
  readonly count: string;
  readonly endpoints: CutList<string>;
  readonly rules: CutList<string>;
}

export interface NotAssessedView {
  readonly gaps: CutList<GapView>;
  readonly sentences: readonly string[];
  readonly errors: readonly { readonly reason: string; readonly count: string; readonly endpoints: CutList<string> }[];
}

type Group = readonly [NotAssessed, ...NotAssessed[]];

const GAP_LIMIT = 100;

export function notAssessedView(report: Report): NotAssessedView {
  const groups = groupBy(report.notAssessed, ({ reason, missing, rules, worst }) =>
    JSON.stringify([reason, missing, rules, worst]),
  );
  const sorted = [...groups.values()].toSorted((a, b) => rankOf(a) - rankOf(b) || b.length - a.length);
  const errors = groupBy(
    report.endpoints.filter(({ state }) => state === 'error'),
    ({ reason }) => reason,
  );
  return {
    gaps: cutList(sorted.map(gapView), GAP_LIMIT),
    sentences: gapSentences(report.coverage),
    errors: [...errors].map(([reason, endpoints]) => ({
      reason,
      count: amountText(endpoints.length, 'endpoint'),
      endpoints: cutList(endpoints.map(endpointText), 6),
    })),
  };
}

function rankOf(group: Group): number {
  return SEVERITIES.indexOf(group[0].worst);
}

function gapView(group: Group): GapView {
  const [{ reason, missing, rules, worst }] = group;
  return {
    reason,
    missing: missing.join(', '),
    worst: severityView(worst),
    count: amountText(group.length, 'endpoint'),
    endpoints: cutList(group.map(endpointText), 6),
    rules: cutList(rules, 6),
  };
}

function gapSentences({ notProbed, errors, notAssessed }: Report['coverage']): readonly string[] {
  const sentences: string[] = [];
  if (notProbed > 0)
    sentences.push(
      `Of ${amountText(notProbed, 'planned endpoint')} there is no observation, so nothing is known there.`,
    );
  if (errors > 0) sentences.push(`${amountText(errors, 'endpoint')} could not be asked by this machine.`);
  if (notAssessed > 0)
    sentences.push(`${countText(notAssessed)} checks could not be decided; none of them counts as passed.`);
  return sentences;
}
