import type { Report } from '../../model/report.ts';
import { countText, plural } from '../../model/quantity-text.ts';
import { cutList, portsText } from './cut-list.ts';
import { timeText } from './time-text.ts';

/** A table with a heading; cells are texts. */
export interface RegisterTable {
  readonly title: string;
  readonly note: string;
  /** Whether it is what a reader came for: it is shown unfolded. */
  readonly open: boolean;
  readonly head: readonly string[];
  readonly rows: readonly { readonly first: string; readonly others: readonly string[] }[];
  /** Rows left out; null for none. */
  readonly more: string | null;
}

const ROW_LIMIT = 200;
const NONE = '–';

/** What the report holds against files that the user gave: who looked from where, what changed, what was approved and accepted, and which controls that is evidence for. */
export function registerTables(report: Report): readonly RegisterTable[] {
  return [
    ...vantageTable(report),
    ...changesTable(report),
    ...intentTables(report),
    ...declaredTables(report),
    ...waiverTable(report),
    ...controlTables(report),
  ];
}

type Row = readonly [string, ...string[]];

function table(
  about: Pick<RegisterTable, 'title' | 'note' | 'head'>,
  rows: readonly Row[],
  open = false,
): RegisterTable {
  const { items, more } = cutList(rows, ROW_LIMIT);
  return { ...about, open, rows: items.map(([first, ...others]) => ({ first, others })), more };
}

function vantageTable({ vantages }: Report): readonly RegisterTable[] {
  if (vantages.length === 0) return [];
  const rows = vantages.map(({ id, zone, tool, startedAt, states, health, controls }): Row => [
    id,
    zone ?? NONE,
    tool,
    startedAt === null ? NONE : timeText(startedAt),
    countText(states.open),
    countText(states.closed),
    countText(states.filtered),
    controls.length === 0
      ? health
      : `${health}: ${controls.map((c) => `${c.address}:${c.port} ${c.state}`).join(', ')}`,
  ]);
  const note = 'Silence proves something only from a place that was seen to reach a port that must be open.';
  const head = ['Vantage', 'Zone', 'Tool', 'Started', 'Open', 'Closed', 'Filtered', 'Health'];
  return [table({ title: 'Looked from', note, head }, rows)];
}

function changesTable({ changes }: Report): readonly RegisterTable[] {
  if (changes === null) return [];
  const counts = Object.entries(changes.counts).flatMap(([name, count]) =>
    count === 0 ? [] : [`${countText(count)} ${name === 'ruleDisabled' ? 'with a rule that is off' : name}`],
  );
  const note = `Against ${changes.baseline.runId}: ${counts.length === 0 ? 'nothing to compare' : counts.join(', ')}. ${changes.notes.join(' ')}`;
  const rows = changes.gone.map(({ status, severity, title, address, port, transport, firstSeen, because }): Row => [
    `${address} port ${port}/${transport}`,
    title,
    severity,
    status,
    firstSeen,
    because,
  ]);
  const head = ['Was found on', 'What', 'Severity', 'Now', 'First seen', 'Because'];
  return [table({ title: 'What changed', note: note.trim(), head }, rows)];
}

function intentTables({ intent }: Report): readonly RegisterTable[] {
  if (intent === null) return [];
  const { title, owner, approvedBy, reviewBy, overdue } = intent;
  const review = reviewBy === null ? '' : `, to be reviewed by ${reviewBy}${overdue ? ': overdue' : ''}`;
  const note = `${title}, owner ${owner}, approved by ${approvedBy ?? 'nobody named'}${review}.`;
  const rows = intent.rows.map(({ at, from, to, ports, expect, reason, expires, state, cells }): Row => [
    `${from} to ${to}`,
    portsText(ports),
    expect,
    countText(cells.matched),
    countText(cells.deviating),
    countText(cells.notAssessed),
    expires === null ? state : `${state}, until ${expires}`,
    `${at}${reason === null ? '' : `: ${reason}`}`,
  ]);
  const deviations = intent.deviations.map((each): Row => [
    `${each.host} port ${each.port}/${each.transport}`,
    each.zone,
    each.expect,
    each.observed,
    each.deviation,
    each.at,
  ]);
  const head = ['Row', 'Ports', 'Approved', 'As approved', 'Deviating', 'Not assessed', 'State', 'Line'];
  const more = ['Endpoint', 'From', 'Approved', 'Seen', 'Deviation', 'Line'];
  return [
    table({ title: 'Intent: row by row', note, head }, rows),
    table(
      {
        title: 'Intent: what deviates',
        note: plural(intent.deviations.length + intent.deviationsOmitted, 'deviation'),
        head: more,
      },
      deviations,
      deviations.length > 0,
    ),
  ];
}

function declaredTables({ declared }: Report): readonly RegisterTable[] {
  return declared.map(({ source, lines, undeclared, undeclaredOmitted, warnings }) => {
    const open = undeclared.length + undeclaredOmitted;
    const note = `${plural(open, 'open endpoint')} that no line allows. ${warnings.join(' ')}`.trim();
    const rows = lines.map(({ at, text, status, endpoints, because }): Row => [
      at,
      text,
      status,
      countText(endpoints),
      because,
    ]);
    const head = ['Line', 'Says', 'Was', 'Endpoints', 'Because'];
    return table({ title: `Declared by ${source.path}`, note, head }, rows);
  });
}

function waiverTable({ waivers }: Report): readonly RegisterTable[] {
  if (waivers === null) return [];
  const rows = waivers.entries.map((entry): Row => [
    entry.id,
    entry.state,
    entry.match,
    countText(entry.matched.length),
    `${entry.expires} (${entry.daysLeft} days left)`,
    `${entry.owner}, approved by ${entry.approvedBy}${entry.selfApproved ? ', who is its owner' : ''}`,
    entry.ticket === null ? entry.reason : `${entry.reason} (${entry.ticket})`,
  ]);
  const note = 'What a waiver covers stays among the findings, and says so there.';
  const head = ['Waiver', 'State', 'Covers', 'Findings', 'Last day', 'Owner', 'Reason'];
  return [table({ title: 'Waivers', note, head }, rows)];
}

const CONTROL_STATUS = {
  'exceptions-noted': 'exceptions noted',
  'insufficient-evidence': 'insufficient evidence',
  'exceptions-accepted': 'exceptions accepted',
  'no-exceptions-noted': 'no exceptions noted',
  'no-evidence': 'no evidence',
} as const satisfies Record<Report['controls'][number]['controls'][number]['status'], string>;

function controlTables({ controls }: Report): readonly RegisterTable[] {
  return controls.map(({ title, version, statement, controls: all }) => {
    const rows = all.map(({ id, title: about, status, relation, checks, failing, waived, notAssessed }): Row => [
      `${id} ${about}`,
      status === 'no-exceptions-noted'
        ? `${CONTROL_STATUS[status]} (${plural(checks, 'check')})`
        : CONTROL_STATUS[status],
      relation,
      countText(failing),
      countText(waived),
      countText(notAssessed),
    ]);
    const head = ['Control', 'What the checks say', 'Evidence', 'Failing', 'Waived', 'Not assessed'];
    return table({ title: `Controls: ${title} ${version}`, note: statement, head }, rows);
  });
}
