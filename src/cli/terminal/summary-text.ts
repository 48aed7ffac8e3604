import { parseAddress } from '../../model/address.ts';
import { printable } from '../../model/printable.ts';
import { SEVERITIES, type Report } from '../../model/report.ts';
import { findingsList } from './findings-text.ts';
import { countText, durationText, estimateText, measuredRatesText, plural } from '../../model/quantity-text.ts';
import { changesLines, waiversLine } from './history-text.ts';
import { hostsText } from './hosts-text.ts';
import { declaredLines, intentLines, vantageLines } from './places-text.ts';
import { percentText } from './percent-text.ts';
import type { Paint } from './palette.ts';
import { unassessedEndpoints, verdictLine } from './verdict-text.ts';

/** The outcome as a person wants it: verdict with its reasons, worst findings, what is missing, how much was covered. */
export function summary(report: Report, paint: Paint): readonly string[] {
  const findings = findingsList(report, paint);
  return [
    verdictLine(report, paint),
    ...report.outcome.reasons.map((reason) => `  ${printable(reason)}`),
    '',
    ...(findings.length > 0 ? [...findings, ''] : []),
    ...vantageLines(report),
    ...intentLines(report),
    ...declaredLines(report),
    ...changesLines(report),
    ...waiversLine(report),
    ...notAssessedLine(report),
    coverageLine(report),
    ...udpLine(report),
  ];
}

/** `2 open, 1 closed, 1 filtered`. */
export function statesLine({ coverage: { states, notProbed } }: Report): string {
  const parts = [
    `${countText(states.open)} open`,
    `${countText(states.closed)} closed`,
    `${countText(states.filtered)} filtered`,
  ];
  if (states.error > 0) parts.push(`${countText(states.error)} not asked`);
  if (notProbed > 0) parts.push(`${countText(notProbed)} not probed`);
  return parts.join(', ');
}

const MOST_NAMES = 6;

/** What the pattern of answers likely means, and where; a run of one host needs no telling which. */
export function patternLines({ patterns, scope }: Report): readonly string[] {
  return patterns.flatMap(({ text, hosts }) => {
    const line = `  ${printable(text, 512)}`;
    if (scope.hosts === 1 && hosts.every((name) => parseAddress(name) !== undefined)) return [line];
    const names = hosts.slice(0, MOST_NAMES).map((name) => printable(name, 96));
    const rest = hosts.length - names.length;
    return [line, `    ${names.join(', ')}${rest > 0 ? ` and ${countText(rest)} more` : ''}`];
  });
}

function notAssessedLine(report: Report): readonly string[] {
  const { notAssessed } = report;
  if (notAssessed.length === 0) return [];
  const reasons = new Map<string, number>();
  for (const { reason, endpoints } of notAssessed) reasons.set(reason, (reasons.get(reason) ?? 0) + endpoints);
  const common = [...reasons].sort((a, b) => b[1] - a[1]).slice(0, 3);
  const worst = SEVERITIES.find((severity) => notAssessed.some((entry) => entry.worst === severity));
  const why = common.map(([reason, count]) => `${countText(count)} × ${printable(reason, 80)}`).join(', ');
  return [
    `Not assessed: ${plural(unassessedEndpoints(report), 'endpoint')} (${why}); rules up to ${worst} could not be judged`,
  ];
}

/** Counted apart: what TCP's numbers say of loss and of what was missed does not hold for UDP. */
function udpLine({ udp }: Report): readonly string[] {
  if (udp === undefined) return [];
  const { states, planned, notProbed, seconds } = udp;
  const parts = [
    `${countText(states.open)} open`,
    `${countText(states.closed)} closed`,
    `${countText(states.filtered)} filtered`,
    `${countText(states['open|filtered'])} open|filtered (silent: UDP cannot tell)`,
  ];
  if (states.error > 0) parts.push(`${countText(states.error)} could not be asked`);
  if (notProbed > 0) parts.push(`${countText(notProbed)} not probed`);
  if (seconds !== null) parts.push(`in ${durationText(seconds)}`);
  return [`UDP: ${plural(planned, 'endpoint')}: ${parts.join(', ')}`];
}

function coverageLine({ coverage, scope }: Report): string {
  const { planned, answered, silent, errors, notProbed, estimatedLoss, missed, kernelDrops, sweepSeconds, rates } =
    coverage;
  const parts = [`${countText(answered)} answered`, `${countText(silent)} silent`];
  if (errors > 0) parts.push(`${countText(errors)} could not be asked`);
  if (notProbed > 0) parts.push(`${countText(notProbed)} not probed`);
  if (estimatedLoss !== null) parts.push(`estimated loss ${percentText(estimatedLoss)}`);
  if (missed !== null) parts.push(`probably missed ${estimateText(missed)}`);
  if (kernelDrops !== null && kernelDrops > 0) parts.push(`${plural(kernelDrops, 'packet')} dropped by this machine`);
  const where = `${plural(planned, 'endpoint')} of ${hostsText(scope.hosts, scope.shard)}`;
  const rate = measuredRatesText(rates.slowest, rates.fastest);
  if (sweepSeconds !== null) {
    parts.push(`in ${durationText(sweepSeconds)}${rate === undefined ? '' : ` at ${rate}`}`);
  }
  return `Coverage: ${where}: ${parts.join(', ')}`;
}
