import { plural } from '../../model/quantity-text.ts';
import type { History } from '../../model/report.ts';
import type { EndpointChange } from './endpoint-changes.ts';
import type { ChangedFinding, RunDifference } from './run-difference.ts';
import type { DetailChange } from './service-changes.ts';

/** How one way of telling a difference marks texts that may be hostile. */
export interface Marks {
  /** Something observed, or written by somebody. */
  readonly text: (text: string) => string;
  /** A word of ours that is to stand out, such as a severity. */
  readonly strong: (word: string) => string;
}

/** A heading with one line for each thing that changed. */
export interface DifferenceSection {
  readonly title: string;
  /** How many there are, listed or not. */
  readonly count: number;
  readonly lines: readonly string[];
}

/** The worst first; sections without anything are left out. */
export function differenceSections(difference: RunDifference, marks: Marks): readonly DifferenceSection[] {
  const { findings, gone, goneOmitted, opened, notOpenNow, services, certificates, counts } = difference;
  const withStatus = (status: ChangedFinding['status']): readonly string[] =>
    findings.filter((finding) => finding.status === status).map((finding) => findingLine(finding, marks));
  const goneAs = (status: RunDifference['gone'][number]['status']): readonly string[] =>
    gone.filter((each) => each.status === status).map((each) => goneLine(each, marks));
  const resolved = goneAs('resolved');
  const all: readonly DifferenceSection[] = [
    section('New findings', withStatus('new')),
    section('Findings that got worse', withStatus('escalated')),
    section('Findings that are back', withStatus('reopened')),
    section('Findings that changed', withStatus('changed')),
    section('Not verified: no finding now, and nothing proves that they are gone', goneAs('unverified')),
    section('Of rules that are off or gone', goneAs('rule-disabled')),
    { title: 'Resolved', count: resolved.length + goneOmitted, lines: resolved },
    { title: 'Opened', count: counts.opened, lines: opened.map((each) => endpointLine(each, marks)) },
    {
      title: 'Not open any more',
      count: counts.notOpenNow,
      lines: notOpenNow.map((each) => endpointLine(each, marks)),
    },
    { title: 'Services that changed', count: counts.services, lines: services.map((each) => detailLine(each, marks)) },
    {
      title: 'Certificates that changed',
      count: counts.certificates,
      lines: certificates.map((each) => detailLine(each, marks)),
    },
  ];
  return all.filter(({ count }) => count > 0);
}

function section(title: string, lines: readonly string[]): DifferenceSection {
  return { title, count: lines.length, lines };
}

/** `1 new, 2 resolved`, or that nothing changed. */
export function differenceCounts({ counts }: RunDifference): string {
  const parts = [
    [counts.new, 'new'],
    [counts.escalated, 'worse'],
    [counts.reopened, 'back'],
    [counts.changed, 'changed'],
    [counts.unverified, 'not verified'],
    [counts.ruleDisabled, 'of rules that are off'],
    [counts.resolved, 'resolved'],
    [counts.unchanged, 'unchanged'],
  ] as const;
  const told = parts.flatMap(([count, word]) => (count === 0 ? [] : [`${count.toLocaleString('en')} ${word}`]));
  const findings = told.length === 0 ? 'none' : told.join(', ');
  const rest = [
    ...(counts.opened > 0 ? [`${plural(counts.opened, 'endpoint')} opened`] : []),
    ...(counts.notOpenNow > 0 ? [`${plural(counts.notOpenNow, 'endpoint')} not open any more`] : []),
  ];
  return [`Findings: ${findings}`, ...rest].join('; ');
}

function findingLine(finding: ChangedFinding, { text, strong }: Marks): string {
  const { severity, ruleId, message, zone, disposition, changes, owner } = finding;
  const notes = [
    ...(zone === null ? [] : [`from zone ${text(zone)}`]),
    ...(owner === null ? [] : [`owner ${text(owner)}`]),
    ...(disposition === 'open' ? [] : [disposition]),
    ...changesText(changes, text),
  ];
  const more = notes.length === 0 ? '' : ` (${notes.join('; ')})`;
  return `${strong(severity)} ${placeText(finding, text)} ${text(ruleId)}: ${text(message)}${more}`;
}

function goneLine(gone: RunDifference['gone'][number], { text, strong }: Marks): string {
  const since = gone.firstSeen.slice(0, 10);
  return `${strong(gone.severity)} ${placeText(gone, text)} ${text(gone.ruleId)}: ${text(gone.because)} Since ${text(since)}.`;
}

function endpointLine(change: EndpointChange, { text }: Marks): string {
  return `${placeText(change, text)} ${stateText(change.from)} → ${stateText(change.to)}`;
}

function stateText(state: EndpointChange['to']): string {
  return state ?? 'not told';
}

function detailLine(change: DetailChange, { text }: Marks): string {
  return `${placeText(change, text)} ${changesText(change.changes, text).join('; ')}`;
}

function changesText(changes: History['changes'], text: Marks['text']): readonly string[] {
  return changes.map(({ field, from, to }) => `${field} ${text(from)} → ${text(to)}`);
}

type Place = Pick<EndpointChange, 'address' | 'port' | 'transport' | 'host'>;

/** `10.0.0.5:22/tcp (db.example.org)`, `[2001:db8::1]:22/tcp`. */
function placeText({ address, port, transport, host }: Place, text: Marks['text']): string {
  const place = text(`${address.includes(':') ? `[${address}]` : address}:${port}/${transport}`);
  return host === address ? place : `${place} (${text(host)})`;
}
