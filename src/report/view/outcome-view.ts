import type { Report } from '../../model/report.ts';
import { SEVERITIES } from '../../model/report.ts';
import { countText, plural } from '../../model/quantity-text.ts';
import { severityView } from './severity-view.ts';
import type { SeverityView } from './severity-view.ts';
import { timeText } from './time-text.ts';

export interface OutcomeView {
  readonly id: Report['outcome']['verdict'];
  readonly word: string;
  readonly reasons: readonly string[];
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly tally: readonly { readonly severity: SeverityView; readonly count: string; readonly none: boolean }[];
}

const WORDS: Readonly<Record<Report['outcome']['verdict'], string>> = {
  failed: 'Failed',
  incomplete: 'Incomplete',
  passed: 'Passed',
  'no-exceptions-noted': 'No exceptions noted',
};

export function outcomeView(report: Report): OutcomeView {
  const { outcome, run, coverage, summary } = report;
  const { id, zone } = run.vantage;
  return {
    id: outcome.verdict,
    word: WORDS[outcome.verdict],
    reasons: outcome.reasons,
    facts: [
      { name: 'Probed', value: probedText(report) },
      { name: 'From', value: zone === null ? id : `${id} (${zone})` },
      { name: 'Started', value: timeText(run.startedAt) },
      { name: 'Finished', value: finishedText(run) },
      { name: 'Open', value: plural(coverage.states.open, 'endpoint') },
    ],
    tally: SEVERITIES.map((severity) => ({
      severity: severityView(severity),
      count: countText(summary.findings[severity]),
      none: summary.findings[severity] === 0,
    })),
  };
}

function probedText({ scope: { hosts, endpoints }, coverage: { notProbed } }: Report): string {
  const some = notProbed > 0 ? `${countText(endpoints - notProbed)} of ` : '';
  return `${plural(hosts, 'host')}, ${some}${plural(endpoints, 'endpoint')}`;
}

function finishedText({ finishedAt, complete }: Report['run']): string {
  if (finishedAt === null) return 'not finished: this report is partial';
  return complete ? timeText(finishedAt) : `${timeText(finishedAt)}, interrupted: this report is partial`;
}
