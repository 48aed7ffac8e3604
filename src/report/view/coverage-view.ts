import type { Report } from '../../model/report.ts';
import { barView } from './bar-view.ts';
import type { BarView } from './bar-view.ts';
import { countText, durationText, plural } from '../../model/quantity-text.ts';
import { shareText } from './share-text.ts';

export interface CoverageView {
  readonly checks: BarView;
  readonly endpoints: BarView;
  readonly sentences: readonly string[];
}

export function coverageView({ coverage, summary }: Report): CoverageView {
  const { states, silent } = coverage;
  return {
    checks: barView('Checks', [
      { id: 'fail', label: 'Failed', count: summary.verdicts.fail },
      { id: 'pass', label: 'Passed', count: summary.verdicts.pass },
      { id: 'unknown', label: 'Not assessed', count: coverage.notAssessed },
    ]),
    endpoints: barView('Endpoints', [
      { id: 'open', label: 'Open', count: states.open },
      { id: 'closed', label: 'Closed', count: states.closed },
      { id: 'unreachable', label: 'Filtered, reported unreachable', count: states.filtered - silent },
      { id: 'silent', label: 'Filtered, silent', count: silent },
      { id: 'error', label: 'Could not be asked', count: states.error },
      { id: 'unknown', label: 'Not probed', count: coverage.notProbed },
    ]),
    sentences: [
      assessedSentence(coverage),
      identifiedSentence(coverage),
      sweepSentence(coverage),
      lossSentence(coverage),
    ],
  };
}

function assessedSentence({ assessed, notAssessed, notApplicable }: Report['coverage']): string {
  const whole = assessed + notAssessed;
  if (whole === 0) return 'No rule applies to what was seen, so that there was nothing to assess.';
  return `Assessed: ${shareText(assessed, whole)} checks; ${countText(notApplicable)} more did not apply.`;
}

function identifiedSentence({ states, identified, notIdentified }: Report['coverage']): string {
  if (states.open === 0) return 'No open endpoint was found.';
  const rest =
    notIdentified === 0
      ? ''
      : `; ${plural(notIdentified, 'open endpoint')} spoke no protocol that was recognised or asked for`;
  return `Services identified by their own answer: ${shareText(identified, states.open)} open endpoints${rest}.`;
}

function sweepSentence({ probesSent, sweepSeconds, retriedLocally }: Report['coverage']): string {
  if (probesSent === null || sweepSeconds === null || retriedLocally === null) {
    return 'The run was killed before it could write down how many probes it sent.';
  }
  const again = retriedLocally === 0 ? '' : `, ${countText(retriedLocally)} of them again after a local shortage`;
  return `Sent ${plural(probesSent, 'probe')}${again}, in ${durationText(sweepSeconds)}.`;
}

function lossSentence({ answeredOnRetry, estimatedLoss }: Report['coverage']): string {
  if (answeredOnRetry === null || estimatedLoss === null) return 'Loss on the way could not be estimated.';
  if (answeredOnRetry === 0) return 'No endpoint needed a second attempt to answer: no sign of loss on the way.';
  const percent = Math.ceil(estimatedLoss * 1000) / 10;
  return `${plural(answeredOnRetry, 'endpoint')} answered only at a later attempt: an estimated ${countText(percent)} % of probes or answers were lost or held back.`;
}
