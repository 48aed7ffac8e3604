import type { NotAssessed, Report } from '../../model/report.ts';
import { SEVERITIES } from '../../model/report.ts';
import { formatPorts } from '../../model/ports.ts';
import { eachPort } from '../port-ranges.ts';
import { endpointText } from '../endpoint-text.ts';
import { compareText } from '../by-endpoint.ts';
import { cutList, portsText } from './cut-list.ts';
import type { CutList } from './cut-list.ts';
import { groupBy } from './group-by.ts';
import { countText, plural } from '../../model/quantity-text.ts';
import { severityView } from './severity-view.ts';
import type { SeverityView } from './severity-view.ts';

/** Endpoints of which rules could not be judged for the same reason; the rules are those of any of them. */
export interface GapView {
  readonly reason: string;
  readonly missing: string;
  readonly worst: SeverityView;
  readonly count: string;
  readonly hosts: CutList<{ readonly address: string; readonly ports: string }>;
  readonly rules: CutList<string>;
}

export interface NotAssessedView {
  readonly gaps: CutList<GapView>;
  readonly sentences: readonly string[];
  readonly errors: readonly { readonly reason: string; readonly count: string; readonly endpoints: CutList<string> }[];
}

type Group = readonly [NotAssessed, ...NotAssessed[]];

const GAP_LIMIT = 100;
const HOST_LIMIT = 12;
const PORT_LIMIT = 12;
const RULE_LIMIT = 6;

export function notAssessedView(report: Report): NotAssessedView {
  // Each port that a rule names has a set of rules of its own; for a reader it is the same gap.
  const groups = groupBy(report.notAssessed, ({ reason, worst, transport }) =>
    JSON.stringify([reason, worst, transport]),
  );
  const sorted = [...groups.values()].toSorted((a, b) => rankOf(a) - rankOf(b) || sizeOf(b) - sizeOf(a));
  const errors = groupBy(
    report.endpoints.filter(({ state }) => state === 'error'),
    ({ reason }) => reason,
  );
  return {
    gaps: cutList(sorted.map(gapView), GAP_LIMIT),
    sentences: gapSentences(report.coverage),
    errors: [...errors].map(([reason, endpoints]) => ({
      reason,
      count: plural(endpoints.length, 'endpoint'),
      endpoints: cutList(endpoints.map(endpointText), 6),
    })),
  };
}

function rankOf(group: Group): number {
  return SEVERITIES.indexOf(group[0].worst);
}

function gapView(group: Group): GapView {
  const [{ reason, worst, transport }] = group;
  const missing = new Set(group.flatMap((entry) => entry.missing));
  const rules = new Set(group.flatMap((entry) => entry.rules));
  return {
    reason: transport === 'udp' ? `UDP: ${reason}` : reason,
    missing: [...missing].toSorted(compareText).join(', '),
    worst: severityView(worst),
    count: plural(sizeOf(group), 'endpoint'),
    hosts: cutList(hostsOf(group), HOST_LIMIT),
    rules: cutList([...rules].toSorted(compareText), RULE_LIMIT),
  };
}

function sizeOf(group: Group): number {
  return group.reduce((sum, { endpoints }) => sum + endpoints, 0);
}

function hostsOf(group: Group): readonly { readonly address: string; readonly ports: string }[] {
  const hosts = groupBy(
    group.flatMap((entry) => entry.hosts),
    ({ address }) => address,
  );
  return [...hosts].map(([address, entries]) => {
    const ports = formatPorts(entries.flatMap((entry) => [...eachPort(entry.ports)]));
    return { address, ports: portsText(ports, PORT_LIMIT) };
  });
}

function gapSentences({ notProbed, errors, notAssessed }: Report['coverage']): readonly string[] {
  const sentences: string[] = [];
  if (notProbed > 0)
    sentences.push(`Of ${plural(notProbed, 'planned endpoint')} there is no observation, so nothing is known there.`);
  if (errors > 0) sentences.push(`${plural(errors, 'endpoint')} could not be asked by this machine.`);
  if (notAssessed > 0)
    sentences.push(`${countText(notAssessed)} checks could not be decided; none of them counts as passed.`);
  return sentences;
}
