import { describe, expect, it } from 'vitest';
import type { Finding, Report } from '../../../src/model/report.ts';
import { compareWithBaseline } from '../../../src/policy/baseline/compare-with-baseline.ts';
import type { Compared } from '../../../src/policy/baseline/compare-with-baseline.ts';
import { sampleHost } from '../../cli/sample-report.ts';
import { schemaErrors } from '../../report/report-schema.ts';
import { dayOf, fingerprintAt, reportOf, RULE } from './sample-runs.ts';
import type { Run } from './sample-runs.ts';

const DB = '10.0.0.5 5432';
const FAIL: Run = { day: 0, observed: { [DB]: { state: 'open', verdict: 'fail' } } };

function compare(now: Report, baseline: Report, renamed?: ReadonlyMap<string, string>): Compared {
  return compareWithBaseline(now, { report: baseline, path: 'old/report.json', sha256: '0'.repeat(64) }, renamed);
}

/** The report of a run as it is written, compared with an earlier one. */
function chained(now: Run, baseline: Report): Report {
  const report = reportOf(now);
  return { ...report, ...compare(report, baseline) };
}

/** What became of the one finding of `FAIL`. */
function fate(now: Partial<Run>, before: Partial<Run> = {}): readonly [string, string] {
  const { findings, changes } = compare(reportOf({ day: 10, observed: {}, ...now }), reportOf({ ...FAIL, ...before }));
  expect([...findings, ...changes.gone]).toHaveLength(1);
  const [finding] = findings;
  const [gone] = changes.gone;
  return [finding?.history.status ?? gone?.status ?? '', gone?.because ?? ''];
}

describe('a finding that is gone', () => {
  it.each<[string, Partial<Run>, Partial<Run>, string, string]>([
    ['closed', { observed: { [DB]: { state: 'closed' } } }, {}, 'resolved', 'Observed closed by fra.'],
    [
      'silent, with a control that was open',
      { observed: { [DB]: { state: 'filtered' } } },
      {},
      'resolved',
      'Observed filtered by fra.',
    ],
    [
      'silent, without a control',
      { observed: { [DB]: { state: 'filtered' } }, vantages: [{ health: 'no-control' }] },
      {},
      'unverified',
      'Silence from fra proves nothing: no positive control was asked there.',
    ],
    [
      'silent, with a control that failed',
      { observed: { [DB]: { state: 'filtered' } }, vantages: [{ health: 'failed' }] },
      {},
      'unverified',
      'Silence from fra proves nothing: a positive control failed there.',
    ],
    [
      'silent in a run that ended early',
      { observed: { [DB]: { state: 'filtered' } }, complete: false },
      {},
      'unverified',
      'The run of fra ended early, so that its silence proves nothing.',
    ],
    [
      'closed in a run that ended early',
      { observed: { [DB]: { state: 'closed' } }, complete: false },
      {},
      'resolved',
      'Observed closed by fra.',
    ],
    [
      'not asked',
      { observed: { '10.0.0.6 22': { state: 'closed' } } },
      {},
      'unverified',
      'The endpoint was not observed in this run.',
    ],
    [
      'not to be asked',
      { observed: { [DB]: { state: 'error' } } },
      {},
      'unverified',
      'The endpoint could not be asked in this run.',
    ],
    [
      'closed to another vantage',
      { observed: { [DB]: { state: 'closed' } }, vantages: [{ id: 'office' }] },
      {},
      'unverified',
      'fra, which had seen it, did not take part.',
    ],
    [
      'closed to both vantages',
      { observed: { [DB]: { state: 'closed' } }, vantages: [{}, { id: 'office' }] },
      {},
      'resolved',
      'Observed closed by fra.',
    ],
    [
      'closed to two vantages, of which the witness asked less than all',
      { observed: { [DB]: { state: 'closed' } }, vantages: [{ endpoints: 0 }, { id: 'office' }] },
      {},
      'unverified',
      'Nothing tells whether fra could ask this endpoint.',
    ],
    [
      'closed to two vantages, of which the witness could not ask some',
      {
        observed: { [DB]: { state: 'closed' } },
        vantages: [{ states: { open: 0, closed: 0, filtered: 0, error: 1 } }, { id: 'office' }],
      },
      {},
      'unverified',
      'Nothing tells whether fra could ask this endpoint.',
    ],
    [
      'closed to the vantage that saw it open, and the other one is away',
      { observed: { [DB]: { state: 'closed' } } },
      {
        observed: { [DB]: { state: 'open', verdict: 'fail', seen: { office: 'closed' } } },
        vantages: [{}, { id: 'office' }],
      },
      'resolved',
      'Observed closed by fra.',
    ],
    [
      'open, and the rule passes',
      { observed: { [DB]: { state: 'open', verdict: 'pass' } } },
      {},
      'resolved',
      'The endpoint is open and the rule does not fail there any more.',
    ],
    [
      'open, and the rule could not be assessed',
      { observed: { [DB]: { state: 'open', verdict: 'not_assessed' } } },
      {},
      'unverified',
      'The endpoint is open, but the rule could not be assessed there.',
    ],
    [
      'open, and what listens is not known any more',
      { observed: { [DB]: { state: 'open', verdict: 'pass', identified: false } } },
      {},
      'unverified',
      'The endpoint is open, but what listens there was not identified this time.',
    ],
    [
      'open, and what listens never was known',
      { observed: { [DB]: { state: 'open', verdict: 'pass', identified: false } } },
      { observed: { [DB]: { state: 'open', verdict: 'fail', identified: false } } },
      'resolved',
      'The endpoint is open and the rule does not fail there any more.',
    ],
    ['of a rule that is off', { rule: 'off' }, {}, 'rule-disabled', 'The rule is switched off.'],
    ['of a rule that is gone', { rule: 'missing' }, {}, 'rule-disabled', 'There is no rule core/db any more.'],
    [
      'one for many endpoints',
      { observed: { [DB]: { state: 'closed' } } },
      { finding: { endpoints: 1200 } },
      'unverified',
      'It stood for 1,200 endpoints, which were only counted.',
    ],
    [
      'about intent, without a matrix',
      { observed: { [DB]: { state: 'closed' } } },
      { finding: { level: 'intent', zone: 'internet' } },
      'unverified',
      'No intent matrix was given.',
    ],
    [
      'about a waiver, without a file',
      { observed: { [DB]: { state: 'closed' } } },
      { finding: { level: 'waiver' } },
      'unverified',
      'No waiver file was given.',
    ],
    [
      'about a closed port that is still closed but in order',
      { observed: { [DB]: { state: 'closed', verdict: 'pass' } } },
      { observed: { [DB]: { state: 'closed', verdict: 'fail' } } },
      'resolved',
      'The endpoint is closed and the rule does not fail there any more.',
    ],
    [
      'about a closed port that is silent now',
      { observed: { [DB]: { state: 'filtered', verdict: 'pass' } }, vantages: [{ health: 'no-control' }] },
      { observed: { [DB]: { state: 'closed', verdict: 'fail' } } },
      'unverified',
      'Silence from fra proves nothing: no positive control was asked there.',
    ],
  ])('%s', (_, now, before, status, because) => {
    expect(fate(now, before)).toEqual([status, because]);
  });

  it('is only counted in a large plan', () => {
    const planned = { ...reportOf(FAIL).coverage, planned: 2_000_000 };
    const closed = { observed: { [DB]: { state: 'closed', verdict: 'pass' } } } as const;
    const failed = { observed: { [DB]: { state: 'closed', verdict: 'fail' } } } as const;
    expect(fate({ ...closed, changes: { coverage: planned } }, failed)).toEqual([
      'unverified',
      'The report tells only totals of endpoints like this one.',
    ]);
    expect(fate({ ...closed, changes: { coverage: planned } })[0]).toBe('resolved');
  });

  it.each<[string, Partial<Report['hostRanges'][number]['counts']>, string, string, string]>([
    ['all closed', { closed: 2 }, '10.0.0.0', 'confirmed', 'resolved'],
    ['all closed, without a control', { closed: 2 }, '10.0.0.0', 'no-control', 'resolved'],
    ['all silent', { filtered: 2 }, '10.0.0.0', 'confirmed', 'resolved'],
    ['all silent, without a control', { filtered: 2 }, '10.0.0.0', 'no-control', 'unverified'],
    ['partly silent, without a control', { closed: 1, filtered: 1 }, '10.0.0.0', 'no-control', 'unverified'],
    ['partly open', { open: 1, closed: 1 }, '10.0.0.0', 'confirmed', 'unverified'],
    ['partly not asked', { closed: 1 }, '10.0.0.0', 'confirmed', 'unverified'],
    ['partly in error', { closed: 1, error: 1 }, '10.0.0.0', 'confirmed', 'unverified'],
    ['in another range', { closed: 2 }, '10.0.0.6', 'confirmed', 'unverified'],
  ])('on a host that is only counted, %s', (_, counts, first, health, status) => {
    const none = { open: 0, closed: 0, filtered: 0, error: 0 };
    const range = { first, last: '10.0.0.9', hosts: 5, counts: { ...none, ...counts }, silent: 0 };
    const earlier = { first: '9.0.0.0', last: '9.0.0.255', hosts: 256, counts: { ...none, open: 2 }, silent: 0 };
    const report = reportOf({ day: 1, observed: {}, vantages: [{ health: health as 'confirmed' }] });
    const folded = {
      ...report,
      scope: { ...report.scope, ports: '22,5432' },
      hostRanges: [earlier, range],
    };
    expect(compare(folded, reportOf(FAIL)).changes.gone).toMatchObject([{ status }]);
    const elsewhere = { ...folded, scope: { ...folded.scope, ports: '22,80' } };
    expect(compare(elsewhere, reportOf(FAIL)).changes.gone).toMatchObject([{ status: 'unverified' }]);
  });

  it('of an asset that moved is looked for where it is now', () => {
    const asset = (address: string, state: string): Partial<Report> => ({
      hosts: [sampleHost({ address, labels: { id: 'db-04' }, open: '', closed: '', filtered: '', [state]: '5432' })],
    });
    const before = { finding: { labels: { id: 'db-04' } }, changes: asset('10.0.0.5', 'open') };
    expect(fate({ changes: asset('10.0.0.9', 'closed') }, before)[0]).toBe('resolved');
    expect(fate({ changes: asset('10.0.0.9', 'error') }, before)[0]).toBe('unverified');
    const elsewhere = {
      hosts: [...(asset('10.0.0.9', 'error').hosts ?? []), sampleHost({ address: '10.0.0.5', closed: '5432' })],
    };
    expect(fate({ changes: elsewhere }, before)[0]).toBe('unverified');
  });

  it('says why a rule was switched off', () => {
    const rules = [{ ...RULE, status: 'off' as const, because: 'we have our own' }];
    expect(fate({ changes: { rules } })[1]).toBe('The rule is switched off: we have our own.');
  });

  it('of a renamed rule is judged under its new id', () => {
    const rules = [{ ...RULE, id: 'core/database' }];
    const now = reportOf({ day: 1, observed: { [DB]: { state: 'closed' } }, changes: { rules } });
    expect(compare(now, reportOf(FAIL)).changes.gone).toMatchObject([{ status: 'rule-disabled' }]);
    const renamed = new Map([['core/db', 'core/database']]);
    expect(compare(now, reportOf(FAIL), renamed).changes.gone).toMatchObject([{ status: 'resolved' }]);
  });
});

describe('a finding that stays', () => {
  function status(now: Partial<Run>, before: Partial<Run> = {}): unknown {
    const { history } =
      compare(reportOf({ ...FAIL, day: 10, ...now }), reportOf({ ...FAIL, ...before })).findings[0] ?? {};
    return [history?.status, ...(history?.changes ?? []).map(({ field, from, to }) => `${field}: ${from} -> ${to}`)];
  }
  const office: Partial<Run> = { vantages: [{}, { id: 'desk', zone: 'office' }] };
  const seenBy = (states: Readonly<Record<string, Finding['seen'][number]['state']>>): Partial<Run> => ({
    observed: { [DB]: { state: 'open', verdict: 'fail', seen: states } },
  });

  it.each<[string, Partial<Run>, Partial<Run>, readonly string[]]>([
    ['as it was', {}, {}, ['unchanged']],
    ['less severe', { finding: { severity: 'low' } }, {}, ['changed', 'severity: high -> low']],
    ['more severe', { finding: { severity: 'critical' } }, {}, ['escalated', 'severity: high -> critical']],
    ['worded otherwise', { finding: { message: 'x', title: 'y', confidence: 'firm' } }, {}, ['unchanged']],
    ['open from one more zone', office, {}, ['escalated', 'exposure: internet -> internet, office']],
    [
      'open to one that was refused',
      { ...office, ...seenBy({}) },
      { ...office, ...seenBy({ desk: 'filtered' }) },
      ['escalated', 'exposure: internet -> internet, office'],
    ],
    [
      'closed to one that was let in',
      { ...office, ...seenBy({ desk: 'closed' }) },
      office,
      ['changed', 'exposure: internet, office -> internet'],
    ],
    [
      'open to more of a zone',
      { vantages: [{}, { id: 'nyc' }] },
      { vantages: [{}, { id: 'nyc' }], ...seenBy({ nyc: 'filtered' }) },
      ['escalated', 'exposure: internet (1 of 2 vantages) -> internet'],
    ],
    ['asked by one vantage less of a zone', {}, { vantages: [{}, { id: 'nyc' }] }, ['unchanged']],
    ['asked by one vantage more of a zone', { vantages: [{}, { id: 'nyc' }] }, {}, ['unchanged']],
    ['not asked from a zone', {}, office, ['unchanged']],
    ['not to be asked by one vantage', { ...office, ...seenBy({ desk: 'error' }) }, office, ['unchanged']],
  ])('%s', (_, now, before, expected) => {
    expect(status(now, before)).toEqual(expected);
  });

  it('is known by the fingerprint of its earlier rule', () => {
    const alias = fingerprintAt(DB);
    const rules = [{ ...RULE, id: 'core/database' }];
    const renamed = { ruleId: 'core/database', fingerprint: fingerprintAt(DB, 'core/database'), aliases: [alias] };
    const now = reportOf({ ...FAIL, day: 3, finding: renamed, changes: { rules } });
    const { findings, changes } = compare(now, reportOf(FAIL));
    expect(findings[0]?.history).toMatchObject({ status: 'unchanged', firstSeen: dayOf(0) });
    expect(changes.gone).toEqual([]);
    const back = compare(reportOf(FAIL), now);
    expect(back.findings[0]?.history.status).toBe('unchanged');
    expect(back.changes.gone).toEqual([]);
  });
});

describe('over several runs', () => {
  const GONE: Run = { day: 1, observed: { '10.0.0.6 22': { state: 'closed' } } };
  const CLOSED: Run = { day: 1, observed: { [DB]: { state: 'closed' } } };

  it('a finding has its first day, its last day and its age', () => {
    const first = chained(FAIL, reportOf({ day: -1, observed: {} }));
    expect(first.findings[0]?.history).toMatchObject({
      status: 'new',
      firstSeen: dayOf(0),
      lastSeen: dayOf(0),
      ageDays: 0,
    });
    const second = chained({ ...FAIL, day: 5 }, first);
    const third = chained({ ...FAIL, day: 12 }, second);
    expect(third.findings[0]?.history).toEqual({
      status: 'unchanged',
      firstSeen: dayOf(0),
      lastSeen: dayOf(12),
      ageDays: 12,
      changes: [],
    });
  });

  it('what was not looked at is compared again', () => {
    const unseen = chained({ ...GONE, day: 2 }, chained(GONE, reportOf(FAIL)));
    expect(unseen.changes?.gone).toMatchObject([{ status: 'unverified', firstSeen: dayOf(0), lastSeen: dayOf(0) }]);
    const back = chained({ ...FAIL, day: 3 }, unseen);
    expect(back.findings[0]?.history).toMatchObject({ status: 'unchanged', firstSeen: dayOf(0), lastSeen: dayOf(3) });
    const closed = chained({ ...CLOSED, day: 3 }, unseen);
    expect(closed.changes?.gone).toMatchObject([{ status: 'resolved', lastSeen: dayOf(0) }]);
    const worse = chained({ ...FAIL, day: 3, finding: { severity: 'critical' } }, unseen);
    expect(worse.findings[0]?.history?.status).toBe('escalated');
  });

  it('what was resolved is told once, and told when it comes back', () => {
    const closed = chained(CLOSED, reportOf(FAIL));
    const again = chained({ ...FAIL, day: 9 }, closed);
    expect(again.findings[0]?.history).toMatchObject({ status: 'reopened', firstSeen: dayOf(0), ageDays: 9 });
    expect(chained({ ...CLOSED, day: 2 }, closed).changes?.gone).toEqual([]);
  });

  it('a rule that is switched on again finds what it knew', () => {
    const off = chained({ ...GONE, rule: 'off' }, reportOf(FAIL));
    const still = chained({ ...GONE, day: 2 }, off);
    expect(still.changes?.gone).toMatchObject([{ status: 'unverified' }]);
    expect(chained({ ...FAIL, day: 2 }, off).findings[0]?.history?.status).toBe('unchanged');
  });

  it('the report fits its schema', () => {
    const report = chained({ ...GONE, day: 2 }, chained(FAIL, reportOf(FAIL)));
    expect(schemaErrors(report)).toEqual([]);
    expect(report.changes?.gone).toHaveLength(1);
  });
});

it('counts what it lists', () => {
  const before = reportOf({
    day: 0,
    observed: Object.fromEntries([1, 2, 3, 4].map((port) => [`10.0.0.5 ${port}`, { state: 'open', verdict: 'fail' }])),
  });
  const now = reportOf({
    day: 1,
    observed: {
      '10.0.0.5 1': { state: 'open', verdict: 'fail' },
      '10.0.0.5 2': { state: 'closed' },
      '10.0.0.5 3': { state: 'error' },
      '10.0.0.5 9': { state: 'open', verdict: 'fail' },
    },
  });
  const { changes } = compare(now, before);
  expect(changes.counts).toEqual({
    new: 1,
    unchanged: 1,
    changed: 0,
    escalated: 0,
    reopened: 0,
    resolved: 1,
    unverified: 2,
    ruleDisabled: 0,
  });
  expect(changes.gone.map(({ port, status }) => `${port} ${status}`)).toEqual([
    '3 unverified',
    '4 unverified',
    '2 resolved',
  ]);
  expect(changes.baseline).toEqual({
    path: 'old/report.json',
    sha256: '0'.repeat(64),
    runId: 'r0',
    startedAt: dayOf(0),
  });
});
