import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/model/report.ts';
import { SEVERITIES } from '../../../src/model/report.ts';
import { applyWaivers } from '../../../src/policy/waivers/apply-waivers.ts';
import type { AppliedWaivers } from '../../../src/policy/waivers/apply-waivers.ts';
import { waiverFacts } from '../../../src/policy/waivers/waiver-facts.ts';
import { sampleFinding } from '../../cli/sample-report.ts';
import { parseWaivers, waiverFile } from './waiver-text.ts';
import type { WaiverFields } from './waiver-text.ts';

const FINDING: Finding = sampleFinding({
  fingerprint: `exposure/v1:${'a'.repeat(32)}`,
  ruleId: 'core/db',
  severity: 'high',
  address: '203.0.113.40',
  port: 5432,
  labels: { id: 'db-04' },
  seen: [{ vantage: 'fra', zone: 'internet', state: 'open', reason: 'syn-ack' }],
});

interface Options {
  readonly now?: string;
  readonly assessed?: boolean;
  readonly defaults?: string;
}

function apply(
  findings: readonly Finding[],
  waivers: readonly WaiverFields[],
  { now = '2026-11-21T12:00:00Z', assessed = true, defaults }: Options = {},
): AppliedWaivers<Finding> {
  return applyWaivers(findings, [parseWaivers(waiverFile(waivers, defaults))], {
    now: new Date(now),
    assessed: () => assessed,
    inGroup: ({ address }, group) => group === 'databases' && address === '203.0.113.40',
  });
}

/** What becomes of a finding under one waiver, and the waiver's state. */
function outcome(
  finding: Finding,
  waiver: WaiverFields,
  options: Options = {},
): readonly (string | null | undefined)[] {
  const { findings, entries } = apply([finding], [waiver], options);
  return [findings[0]?.disposition, findings[0]?.waiver, entries[0]?.state];
}

const COVERED = ['waived', 'W-1', 'active'];
const UNTOUCHED = ['open', null, 'unused'];

describe('a waiver', () => {
  it.each<[string, string, boolean]>([
    ['its rule and address', '{rule: core/db, target: {cidr: 203.0.113.40/32}}', true],
    ['another rule', '{rule: core/telnet, target: {cidr: 203.0.113.40/32}}', false],
    ['a network', '{rule: core/db, target: {cidr: 203.0.113.0/24}}', true],
    ['another network', '{rule: core/db, target: {cidr: 203.0.114.0/24}}', false],
    ['a range over two networks', '{rule: core/db, target: {range: 203.0.112.200-203.0.113.40}}', true],
    ['a broad network', '{rule: core/db, target: {cidr: 203.0.0.0/16}, allow_broad: true}', true],
    ['a range', '{rule: core/db, target: {range: 203.0.113.39-203.0.113.41}}', true],
    ['another range', '{rule: core/db, target: {range: 203.0.113.41-203.0.113.42}}', false],
    ['its id', '{rule: core/db, target: {id: db-04}}', true],
    ['another id', '{rule: core/db, target: {id: db-4}}', false],
    ['its group', '{rule: core/db, target: {group: databases}}', true],
    ['another group', '{rule: core/db, target: {group: web}}', false],
    ['its port', '{rule: core/db, target: {id: db-04}, port: 5432}', true],
    ['another port', '{rule: core/db, target: {id: db-04}, port: 5433}', false],
    ['its transport', '{rule: core/db, target: {id: db-04}, transport: tcp}', true],
    ['another transport', '{rule: core/db, target: {id: db-04}, transport: udp}', false],
    ['its zone', '{rule: core/db, target: {id: db-04}, zone: internet}', true],
    ['another zone', '{rule: core/db, target: {id: db-04}, zone: office}', false],
    ['its fingerprint', `{fingerprint: "exposure/v1:${'a'.repeat(32)}"}`, true],
    ['another fingerprint', `{fingerprint: "exposure/v1:${'b'.repeat(32)}"}`, false],
  ])('matches by %s', (_, match, matches) => {
    expect(outcome(FINDING, { match })).toEqual(matches ? COVERED : UNTOUCHED);
  });

  it('matches a fingerprint under an earlier rule id', () => {
    const alias = `exposure/v1:${'b'.repeat(32)}`;
    const { findings, entries } = apply([{ ...FINDING, aliases: [alias] }], [{ match: `{fingerprint: "${alias}"}` }]);
    expect(findings[0]).toMatchObject({ disposition: 'waived', waiver: 'W-1' });
    expect(entries[0]?.matched).toEqual([FINDING.fingerprint]);
  });

  it.each<[string, Partial<Finding>, boolean]>([
    ['is open from there and closed elsewhere', { seen: [see('internet', 'open'), see('office', 'closed')] }, true],
    ['is open from elsewhere too', { seen: [see('internet', 'open'), see('office', 'open')] }, false],
    ['is open from elsewhere only', { seen: [see('internet', 'filtered'), see('office', 'open')] }, false],
    ['is open from a vantage without a zone', { seen: [see('internet', 'open'), see(null, 'open')] }, false],
    ['is open from nowhere, asked there only', { seen: [see('internet', 'closed')] }, true],
    [
      'is open from nowhere, asked from two zones',
      { seen: [see('internet', 'closed'), see('office', 'closed')] },
      false,
    ],
    ['was seen by nobody', { seen: [] }, false],
    ['is about that zone', { zone: 'internet', seen: [see('internet', 'open'), see('office', 'open')] }, true],
    ['is about another zone', { zone: 'office', seen: [see('internet', 'open')] }, false],
  ])('for a zone and what %s', (_, changes, matches) => {
    const match = '{rule: core/db, target: {id: db-04}, zone: internet}';
    expect(outcome({ ...FINDING, ...changes }, { match })).toEqual(matches ? COVERED : UNTOUCHED);
  });

  it.each<[string, boolean]>([
    ['{rule: core/db, target: {cidr: 203.0.113.40/32}}', false],
    ['{rule: core/db, target: {group: databases}}', false],
    [`{fingerprint: "exposure/v1:${'a'.repeat(32)}"}`, false],
    ['{rule: core/db, target: {id: db-04}}', true],
  ])('%s and a finding that stands for many', (match, matches) => {
    expect(outcome({ ...FINDING, endpoints: 2 }, { match })).toEqual(matches ? COVERED : UNTOUCHED);
  });

  it.each<[string, readonly string[]]>([
    ['2026-10-02T00:00:00Z', ['waived', 'active']],
    ['2027-01-16T23:59:59Z', ['waived', 'active']],
    ['2027-01-17T00:00:00Z', ['waived', 'expiring']],
    ['2027-01-31T23:59:59Z', ['waived', 'expiring']],
    ['2027-02-01T00:00:00Z', ['waiver-expired', 'expired']],
  ])('at %s', (now, expected) => {
    const [disposition, , state] = outcome(FINDING, {}, { now });
    expect([disposition, state]).toEqual(expected);
  });

  it.each<[string, string]>([
    ['Pacific/Auckland', 'waiver-expired'],
    ['UTC', 'waived'],
    ['America/New_York', 'waived'],
  ])('ends with its last day in %s', (timezone, expected) => {
    const defaults = `{timezone: ${timezone}}`;
    const [disposition] = outcome(FINDING, {}, { now: '2027-01-31T12:00:00Z', defaults });
    expect(disposition).toBe(expected);
  });

  it('does not hold before its first day', () => {
    expect(outcome(FINDING, {}, { now: '2026-10-01T12:00:00Z' })).toEqual(UNTOUCHED);
  });

  it.each<[Finding['severity'], string, string]>([
    ['critical', 'waiver-exceeded', 'exceeded'],
    ['high', 'waived', 'active'],
    ['low', 'waived', 'active'],
  ])('up to high and a finding of severity %s', (severity, disposition, state) => {
    expect(outcome({ ...FINDING, severity }, { max_severity: 'high' })).toEqual([disposition, 'W-1', state]);
  });

  it('is unused only where its target was assessed', () => {
    const match = '{rule: core/telnet, target: {id: db-04}}';
    expect(outcome(FINDING, { match }, { assessed: true })).toEqual(['open', null, 'unused']);
    expect(outcome(FINDING, { match }, { assessed: false })).toEqual(['open', null, 'unverified']);
  });

  it('tells what it is', () => {
    const { entries } = apply([FINDING], [{ ticket: 'SEC-1', max_severity: 'high', approved_by: 'data@example.org' }]);
    expect(entries).toEqual([
      {
        id: 'W-1',
        type: 'risk-accepted',
        state: 'active',
        reason: expect.stringContaining('private link') as string,
        owner: 'data@example.org',
        approvedBy: 'data@example.org',
        ticket: 'SEC-1',
        created: '2026-10-02',
        expires: '2027-01-31',
        daysLeft: 71,
        maxSeverity: 'high',
        selfApproved: true,
        match: 'core/db on 203.0.113.40/32, port 5432',
        compensatingControls: [],
        matched: [FINDING.fingerprint],
        at: 'waivers.yaml:4',
      },
    ]);
  });
});

function see(zone: string | null, state: Finding['seen'][number]['state']): Finding['seen'][number] {
  return { vantage: zone ?? 'somewhere', zone, state, reason: 'syn-ack' };
}

describe('several waivers', () => {
  const WIDE = '{rule: core/db, target: {cidr: 203.0.113.0/24}}';

  it.each<[string, WaiverFields, string, string]>([
    ['the one that holds longest', { expires: '2027-02-01' }, 'waived', 'W-2'],
    ['the first id of those that hold equally long', { expires: '2027-01-31' }, 'waived', 'W-1'],
    ['the one that covers', { expires: '2027-02-01', max_severity: 'low' }, 'waived', 'W-1'],
    ['the one in force', { expires: '2026-11-20' }, 'waived', 'W-1'],
  ])('%s decides', (_, other, disposition, id) => {
    const { findings, entries } = apply([FINDING], [{}, { id: 'W-2', match: WIDE, ...other }]);
    expect(findings[0]).toMatchObject({ disposition, waiver: id });
    expect(entries.map(({ matched }) => matched.length)).toEqual([1, 1]);
  });

  it('prefers to say that it got worse', () => {
    const { findings } = apply([FINDING], [{ expires: '2026-11-20' }, { id: 'W-2', match: WIDE, max_severity: 'low' }]);
    expect(findings[0]).toMatchObject({ disposition: 'waiver-exceeded', waiver: 'W-2' });
  });
});

describe('facts for rules about waivers', () => {
  it('follow from finding and entry', () => {
    const { findings, entries } = apply([{ ...FINDING, severity: 'critical' }], [{ max_severity: 'high' }]);
    const byId = new Map(entries.map((entry) => [entry.id, entry]));
    expect(findings.map((finding) => waiverFacts(finding, byId))).toEqual([
      {
        'waiver.id': 'W-1',
        'waiver.state': 'exceeded',
        'waiver.type': 'risk-accepted',
        'waiver.owner': 'data@example.org',
        'waiver.self_approved': false,
        'waiver.days_left': 71,
        'waiver.rule': 'core/db',
        'waiver.severity': 'critical',
      },
    ]);
    expect(waiverFacts(FINDING, byId)).toBeUndefined();
  });
});

const day = fc
  .integer({ min: 0, max: 150 })
  .map((days) => new Date(Date.UTC(2026, 9, 2 + days)).toISOString().slice(0, 10));

const someWaiver = fc.record({
  match: fc.constantFrom(
    '{rule: core/db, target: {cidr: 203.0.113.0/24}}',
    '{rule: core/db, target: {cidr: 203.0.0.0/16}, allow_broad: true}',
    '{rule: core/db, target: {range: 203.0.112.250-203.0.113.2}}',
    '{rule: core/db, target: {id: a}}',
    '{rule: core/telnet, target: {range: 203.0.113.1-203.0.113.3}, zone: internet}',
    `{fingerprint: "exposure/v1:${'0'.repeat(31)}1"}`,
  ),
  max_severity: fc.constantFrom(...SEVERITIES),
  expires: day,
});

const waivers = fc
  .array(someWaiver, { maxLength: 8 })
  .map((all): readonly WaiverFields[] => all.map((fields, index) => ({ id: `W-${index}`, ...fields })));

const findings = fc
  .array(
    fc.record({
      ruleId: fc.constantFrom('core/db', 'core/telnet'),
      host: fc.integer({ min: 1, max: 4 }),
      severity: fc.constantFrom(...SEVERITIES),
      id: fc.constantFrom('a', 'b'),
      zones: fc.subarray(['internet', 'office']),
      endpoints: fc.constantFrom(1, 1, 5),
    }),
    { maxLength: 12 },
  )
  .map((all) =>
    all.map(({ host, id, zones, ...rest }, index): Finding => ({
      ...FINDING,
      ...rest,
      fingerprint: `exposure/v1:${String(index).padStart(32, '0')}`,
      address: `203.0.113.${host}`,
      labels: { id },
      seen: zones.map((zone) => see(zone, 'open')),
    })),
  );

const LATER = '2027-01-05T12:00:00Z';

describe('for all findings and waivers', () => {
  it('order changes nothing', () => {
    fc.assert(
      fc.property(findings, waivers, fc.infiniteStream(fc.nat()), (some, list, random) => {
        const shuffled = <Item>(items: readonly Item[]): Item[] =>
          items
            .map((item) => ({ item, key: random.next().value }))
            .sort((a, b) => a.key - b.key)
            .map(({ item }) => item);
        const byFingerprint = (all: AppliedWaivers<Finding>['findings']): unknown =>
          all.toSorted((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1));
        const withoutLine = ({ entries }: AppliedWaivers<Finding>): unknown =>
          entries.map(({ at: _at, ...entry }) => entry);
        const one = apply(some, list, { now: LATER });
        const other = apply(shuffled(some), shuffled(list), { now: LATER });
        expect(byFingerprint(other.findings)).toEqual(byFingerprint(one.findings));
        expect(withoutLine(other)).toEqual(withoutLine(one));
      }),
    );
  });

  it('nothing but disposition and waiver changes', () => {
    fc.assert(
      fc.property(findings, waivers, (some, list) => {
        const { findings: marked } = apply(some, list, { now: LATER });
        expect(marked.map((finding) => ({ ...finding, disposition: 'open', waiver: null }))).toEqual(some);
      }),
    );
  });

  it('a finding is waived exactly where a waiver covers it', () => {
    fc.assert(
      fc.property(findings, waivers, (some, list) => {
        const together = apply(some, list, { now: LATER }).findings;
        const alone = some.map((_, index) =>
          list.some((waiver) => apply(some, [waiver], { now: LATER }).findings[index]?.disposition === 'waived'),
        );
        expect(together.map(({ disposition }) => disposition === 'waived')).toEqual(alone);
      }),
    );
  });

  it('time only goes from active over expiring to expired', () => {
    const RANK = ['active', 'expiring', 'expired'];
    fc.assert(
      fc.property(findings, waivers, fc.array(day, { minLength: 2, maxLength: 6 }), (some, list, days) => {
        const covering = list.map((waiver) => ({ ...waiver, max_severity: 'critical' }));
        const histories = days
          .toSorted()
          .map((each) => apply(some, covering, { now: `${each}T12:00:00Z` }).entries.map(({ state }) => state));
        for (const index of list.keys()) {
          const ranks = histories.map((states) => RANK.indexOf(states[index]?.replace('unused', 'active') ?? ''));
          expect(ranks).not.toContain(-1);
          expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
        }
      }),
    );
  });
});
