import type { Report } from '../../model/report.ts';
import { barView } from './bar-view.ts';
import type { BarView } from './bar-view.ts';
import { countText, durationText, estimateText, measuredRatesText, plural } from '../../model/quantity-text.ts';
import { shareText } from './share-text.ts';

export interface CoverageView {
  readonly checks: BarView;
  readonly endpoints: BarView;
  readonly sentences: readonly string[];
}

export function coverageView({ coverage, summary, udp }: Report): CoverageView {
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
      ratesSentence(coverage),
      lossSentence(coverage),
      missedSentence(coverage),
      dropsSentence(coverage),
      udpSentence(udp),
    ].filter((sentence) => sentence !== undefined),
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

function sweepSentence({ probesSent, sweepSeconds, retriedLocally, passes }: Report['coverage']): string {
  if (probesSent === null || sweepSeconds === null || retriedLocally === null) {
    return 'The run was killed before it could write down how many probes it sent.';
  }
  const again = retriedLocally === 0 ? '' : `, ${countText(retriedLocally)} of them again after a local shortage`;
  const most = passes === null || passes < 2 ? '' : `; what stayed silent was asked up to ${countText(passes)} times`;
  return `Sent ${plural(probesSent, 'probe')}${again}, in ${durationText(sweepSeconds)}${most}.`;
}

function ratesSentence({ rates }: Report['coverage']): string | undefined {
  const measured = measuredRatesText(rates.slowest, rates.fastest);
  if (measured === undefined) return undefined;
  const limit = rates.asked === null ? 'no limit was asked for' : `the limit was ${countText(rates.asked)}`;
  return `Rate as measured: ${measured}; ${limit}.`;
}

function lossSentence({ answeredOnRetry, estimatedLoss }: Report['coverage']): string {
  if (answeredOnRetry === null || estimatedLoss === null) return 'Loss on the way could not be estimated.';
  if (answeredOnRetry === 0) return 'No endpoint needed a second attempt to answer: no sign of loss on the way.';
  const percent = Math.ceil(estimatedLoss * 1000) / 10;
  return `${plural(answeredOnRetry, 'endpoint')} answered only at a later attempt: an estimated ${percent} % of probes or answers were lost or held back.`;
}

function missedSentence({ missed }: Report['coverage']): string {
  if (missed === null) return 'How many endpoints answer that were not found could not be estimated.';
  return `Endpoints that answer and were probably not found: ${estimateText(missed)}.`;
}

function dropsSentence({ kernelDrops }: Report['coverage']): string | undefined {
  if (kernelDrops === null || kernelDrops === 0) return undefined;
  return `The kernel of this machine dropped ${plural(kernelDrops, 'packet')} that came faster than they were read.`;
}

/** Apart from the bar, whose endpoints are those of TCP. */
function udpSentence(udp: Report['udp']): string | undefined {
  if (udp === undefined) return undefined;
  const { planned, states, notProbed } = udp;
  const counts = [
    `${countText(states.open)} open`,
    `${countText(states.closed)} closed`,
    `${countText(states.filtered)} filtered`,
    `${countText(states['open|filtered'])} open or filtered (they stayed silent, and UDP cannot tell)`,
    ...(states.error > 0 ? [`${countText(states.error)} could not be asked`] : []),
    ...(notProbed > 0 ? [`${countText(notProbed)} not probed`] : []),
  ];
  return `UDP, not in the bar above: ${plural(planned, 'endpoint')}, of which ${counts.join(', ')}.`;
}
