import type { Finding, Report } from '../../model/report.ts';
import { endpointText } from '../endpoint-text.ts';
import { firewallCommands } from '../firewall-commands.ts';
import type { FirewallCommand } from '../firewall-commands.ts';
import { cutList } from './cut-list.ts';
import { groupBy } from './group-by.ts';
import { countText, plural } from '../../model/quantity-text.ts';
import { severityView } from './severity-view.ts';
import type { SeverityView } from './severity-view.ts';

/** Findings of one rule and severity; what holds for all of them is told once. */
export interface FindingGroupView {
  readonly severity: SeverityView;
  readonly title: string;
  readonly ruleId: string;
  readonly category: string;
  readonly count: string;
  readonly why: string | null;
  readonly fix: readonly string[];
  /** Where a firewall is part of the remedy: the same for other firewalls. */
  readonly firewalls: readonly FirewallCommand[];
  readonly references: readonly ReferenceView[];
  readonly findings: readonly FindingView[];
  /** How many are left out; null when none are. */
  readonly more: string | null;
}

export interface FindingView {
  /** Anchor made from the fingerprint: stable from run to run. */
  readonly id: string;
  readonly fingerprint: string;
  readonly endpoint: string;
  /** That it is tentative; host name and labels, `owner platform`. Empty when there is nothing to tell. */
  readonly about: readonly string[];
  readonly message: string;
  readonly because: string;
  readonly confidence: Finding['confidence'];
  readonly severityReasons: readonly string[];
  readonly evidence: readonly EvidenceView[];
}

export interface EvidenceView {
  readonly question: string;
  readonly text: string;
  readonly sent: string;
  readonly received: string;
}

export interface ReferenceView {
  readonly text: string;
  /** Only for https addresses. */
  readonly href: string | null;
}

export interface FindingsView {
  readonly groups: readonly FindingGroupView[];
  readonly shown: string;
  readonly more: string | null;
}

const FINDING_LIMIT = 500;
const FEWEST_OF_A_RULE = 5;

export function findingsView({ findings }: Report): FindingsView {
  const groups = groupBy(findings, ({ severity, ruleId, title, why, fix, references, cwe }) =>
    JSON.stringify([severity, ruleId, title, why, fix, references, cwe]),
  );
  // Whatever is left out, each rule that failed is on the page.
  const limit =
    findings.length <= FINDING_LIMIT
      ? FINDING_LIMIT
      : Math.max(FEWEST_OF_A_RULE, Math.floor(FINDING_LIMIT / groups.size));
  const views = [...groups.values()].map((group) => groupView(group, limit));
  const shown = views.reduce((sum, view) => sum + view.findings.length, 0);
  const rest = findings.length - shown;
  return { groups: views, shown: countText(shown), more: rest > 0 ? countText(rest) : null };
}

function groupView(group: readonly [Finding, ...Finding[]], limit: number): FindingGroupView {
  const { items, more } = cutList(group, limit);
  const [{ severity, title, ruleId, category, why, fix, references, cwe }] = group;
  return {
    severity: severityView(severity),
    title,
    ruleId,
    category,
    count: plural(group.length, 'endpoint'),
    why,
    fix,
    firewalls: firewallsFor(group),
    references: [...references.map(referenceView), ...cwe.map(weaknessView)],
    findings: items.map(findingView),
    more,
  };
}

/** For the ports of all findings of the group, where the rule says that a firewall helps. */
function firewallsFor(group: readonly [Finding, ...Finding[]]): readonly FirewallCommand[] {
  const [{ fix, transport }] = group;
  if (!fix.some((line) => /\bfirewall\b/i.test(line))) return [];
  return firewallCommands(new Set(group.map(({ port }) => port)), transport);
}

function findingView(finding: Finding): FindingView {
  const { fingerprint } = finding;
  return {
    id: `f-${fingerprint.replace(/^.*:/, '')}`,
    fingerprint,
    endpoint: `${endpointText(finding)}/${finding.transport}`,
    about: [...(finding.confidence === 'tentative' ? ['tentative'] : []), ...standing(finding), ...aboutTexts(finding)],
    message: finding.message,
    because: finding.because,
    confidence: finding.confidence,
    severityReasons: finding.severityReasons.map(({ from, to, because }) => `${from} to ${to}: ${because}`),
    evidence: finding.evidence.map(({ question, sent, received, text }) => ({
      question,
      text,
      sent: hexText(sent),
      received: hexText(received),
    })),
  };
}

/** Whether it counts, whether it is new, and from where it is. */
function standing({ disposition, waiver, history, zone, seen }: Finding): readonly string[] {
  const open = seen.filter(({ state }) => state === 'open').map(({ vantage }) => vantage);
  return [
    ...(disposition === 'open' ? [] : [disposition === 'waived' ? `waived by ${waiver}` : `${disposition}: ${waiver}`]),
    ...(history === null || history.status === 'unchanged' ? [] : [history.status]),
    ...(zone === null ? [] : [`from ${zone}`]),
    ...(seen.length < 2
      ? []
      : [`open from ${open.length} of ${seen.length} vantages${open.length === 0 ? '' : `: ${open.join(', ')}`}`]),
  ];
}

function aboutTexts({ host, address, labels: { id, zone, env, owner } }: Finding): readonly string[] {
  const named = Object.entries({ id, zone, env, owner }).filter(([, text]) => text !== undefined);
  return [...(host === address ? [] : [host]), ...named.map(([name, text]) => `${name} ${text}`)];
}

/** Pairs of digits, so that lines can break between bytes. */
function hexText(hex: string): string {
  return hex.replace(/..(?=.)/g, '$& ');
}

/** Rule packs are written by others: nothing but https becomes a link. */
function referenceView(text: string): ReferenceView {
  return { text, href: URL.canParse(text) && new URL(text).protocol === 'https:' ? text : null };
}

function weaknessView(cwe: number): ReferenceView {
  return { text: `CWE-${cwe}`, href: `https://cwe.mitre.org/data/definitions/${cwe}.html` };
}
