import type { Finding, Report } from '../../model/report.ts';
import { SEVERITIES } from '../../model/report.ts';
import { endpointText } from '../endpoint-text.ts';
import { cutList } from './cut-list.ts';
import type { CutList } from './cut-list.ts';
import { groupBy } from './group-by.ts';
import { plural } from '../../model/quantity-text.ts';
import { severityView } from './severity-view.ts';
import type { SeverityView } from './severity-view.ts';

/** One thing to do and what it clears. */
export interface RemedyView {
  readonly severity: SeverityView;
  readonly title: string;
  readonly action: string;
  readonly clears: string;
  readonly where: CutList<string>;
  readonly owners: CutList<string>;
}

type Group = readonly [Finding, ...Finding[]];

/** Findings with the same remedy together; worst first, then those that clear most. */
export function remedyViews({ findings }: Report): CutList<RemedyView> {
  const groups = [...groupBy(findings, ({ ruleId, fix }) => JSON.stringify([ruleId, fix])).values()];
  return cutList(groups.toSorted((a, b) => rankOf(a) - rankOf(b) || b.length - a.length).map(remedyView), 10);
}

function rankOf(group: Group): number {
  return SEVERITIES.indexOf(group[0].severity);
}

/** Findings come worst first, so that a group's first has its severity. */
function remedyView(group: Group): RemedyView {
  const [{ severity, title, fix }] = group;
  const hosts = new Set(group.map(({ address }) => address)).size;
  return {
    severity: severityView(severity),
    title,
    action: fix[0] ?? 'The rule names no remedy.',
    clears: `${plural(group.length, 'endpoint')} on ${plural(hosts, 'host')}`,
    where: cutList(group.map(endpointText), 3),
    owners: cutList([...new Set(group.flatMap(({ labels }) => labels.owner ?? []))], 3),
  };
}
