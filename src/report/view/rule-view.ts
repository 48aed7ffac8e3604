import type { Report, RuleResult } from '../../model/report.ts';
import { countText } from '../../model/quantity-text.ts';
import { severityView } from './severity-view.ts';
import type { SeverityView } from './severity-view.ts';

export interface RuleView {
  readonly id: string;
  readonly title: string;
  readonly severity: SeverityView;
  /** What the configuration changed and why; null when nothing. */
  readonly change: string | null;
  readonly fail: string;
  readonly pass: string;
  readonly notAssessed: string;
  readonly notApplicable: string;
  readonly hasFailed: boolean;
}

export function ruleViews({ rules }: Report): readonly RuleView[] {
  return rules.map((rule) => ({
    id: rule.id,
    title: rule.title,
    severity: severityView(rule.severity),
    change: changeText(rule),
    fail: countText(rule.counts.fail),
    pass: countText(rule.counts.pass),
    notAssessed: countText(rule.counts.not_assessed + rule.counts.error),
    notApplicable: countText(rule.counts.not_applicable),
    hasFailed: rule.counts.fail > 0,
  }));
}

function changeText({ status, because }: RuleResult): string | null {
  if (status === 'active') return null;
  return `${status === 'off' ? 'Switched off' : 'Severity changed'}${because === null ? '' : `: ${because}`}`;
}
