import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { mistakesIn, parseWaivers, WAIVER_SCHEMA, waiverFile } from './waiver-text.ts';

const CONTEXT = {
  now: new Date('2026-11-21T12:00:00Z'),
  ruleIds: ['core/db', 'core/telnet'],
  groups: ['databases', 'web'],
};

describe('a waiver file', () => {
  it('has a schema that fits its meta-schema', () => {
    expect(() => new Ajv2020({ strict: true }).compile(WAIVER_SCHEMA)).not.toThrow();
  });

  it('is read with its defaults', () => {
    const text = waiverFile([{ max_severity: 'high', ticket: 'SEC-1', compensating_controls: '[a firewall]' }]);
    const list = parseWaivers(text, CONTEXT);
    expect(list).toMatchObject({ file: 'waivers.yaml', warnDays: 14, timezone: 'UTC', lints: [] });
    expect(list.waivers).toMatchObject([
      {
        id: 'W-1',
        match: { kind: 'rule', rule: 'core/db', target: { text: '203.0.113.40/32' }, port: 5432, zone: null },
        maxSeverity: 'high',
        ticket: 'SEC-1',
        compensatingControls: ['a firewall'],
        created: '2026-10-02',
        expires: '2027-01-31',
        at: { file: 'waivers.yaml', line: 4, column: 5 },
      },
    ]);
  });

  it('is refused where it is no YAML', () => {
    expect(mistakesIn('a: [')).toEqual([
      '1:5 Flow sequence in block collection must be sufficiently indented and end with a ]',
    ]);
    expect(mistakesIn('')).toEqual(['1:1 the top level must be object, not null']);
  });

  it('may be empty', () => {
    expect(parseWaivers(waiverFile([])).waivers).toEqual([]);
  });

  it.each([
    ['{rule: core/db, target: {id: db-04}}', { kind: 'id', id: 'db-04' }],
    ['{rule: core/db, target: {group: web}, transport: udp}', { kind: 'group', group: 'web' }],
    ['{rule: core/db, target: {range: 10.0.0.1-10.0.0.9}}', { kind: 'range', text: '10.0.0.1-10.0.0.9' }],
    ['{rule: core/db, target: {cidr: "2001:db8::/64"}}', { kind: 'range', text: '2001:db8::/64' }],
    ['{rule: core/db, target: {cidr: 10.0.0.0/8}, allow_broad: true}', { kind: 'range', text: '10.0.0.0/8' }],
  ])('takes %s', (match, target) => {
    const [waiver] = parseWaivers(waiverFile([{ match }]), CONTEXT).waivers;
    expect(waiver?.match).toMatchObject({ kind: 'rule', target });
  });

  it('leaves rules, groups and the future alone where nothing is known of them', () => {
    const match = '{rule: core/dbx, target: {group: wbe}}';
    expect(mistakesIn(waiverFile([{ match, created: '2026-12-01' }]))).toEqual([]);
  });
});

describe('a mistake', () => {
  it.each<[string, Readonly<Record<string, string | undefined>>, readonly string[]]>([
    ['no reason', { reason: undefined }, ['4:5 /waivers/0 lacks the key "reason"']],
    [
      'a reason that says nothing',
      { reason: 'because' },
      ['7:13 /waivers/0/reason must NOT have fewer than 15 characters, not "because"'],
    ],
    [
      'a key with a typo',
      { expires: undefined, expires_at: '2027-01-31' },
      ['11:5 unknown key "expires_at" in /waivers/0 - did you mean "expires"?'],
    ],
    [
      'a type with a typo',
      { type: 'risk-acepted' },
      [
        '6:11 /waivers/0/type must be one of risk-accepted, false-positive, compensating-control, planned-fix, not "risk-acepted" - did you mean "risk-accepted"?',
      ],
    ],
    [
      'a key of match with a typo',
      { match: '{rule: core/db, targt: {id: a}}' },
      ['5:28 unknown key "targt" in /waivers/0/match - did you mean "target"?'],
    ],
    [
      'a key of target with a typo',
      { match: '{rule: core/db, target: {cdir: 10.0.0.1/32}}' },
      ['5:37 unknown key "cdir" in /waivers/0/match/target - did you mean "cidr"?'],
    ],
    [
      'a fingerprint that is none',
      { match: '{fingerprint: "exposure/v1:3b"}' },
      ['5:26 /waivers/0/match/fingerprint must match pattern "^exposure/v[0-9]+:[0-9a-f]{32}$", not "exposure/v1:3b"'],
    ],
    [
      'a wildcard',
      { match: '{rule: core/*, target: {id: a}}' },
      ['5:19 /waivers/0/match/rule must match pattern "^[a-z][a-z0-9-]*/[a-z][a-z0-9-]*$", not "core/*"'],
    ],
    [
      'a rule that there is not',
      { match: '{rule: core/bd, target: {id: a}}' },
      ['5:19 there is no rule core/bd - did you mean core/db?'],
    ],
    [
      'a rule like no other',
      { match: '{rule: ours/something-else, target: {id: a}}' },
      ['5:19 there is no rule ours/something-else - portreeve rules list shows all rules'],
    ],
    [
      'a group that there is not',
      { match: '{rule: core/db, target: {group: datbases}}' },
      ['5:44 there is no group datbases - did you mean databases?'],
    ],
    [
      'an address without a prefix',
      { match: '{rule: core/db, target: {cidr: 10.0.0.1}}' },
      ['5:43 "10.0.0.1" is no CIDR - did you mean 10.0.0.1/32?'],
    ],
    [
      'a range for a CIDR',
      { match: '{rule: core/db, target: {cidr: 10.0.0.1-10.0.0.2}}' },
      ['5:43 "10.0.0.1-10.0.0.2" is no CIDR - write range: 10.0.0.1-10.0.0.2'],
    ],
    [
      'host bits',
      { match: '{rule: core/db, target: {cidr: 10.0.0.9/24}}' },
      ['5:43 "10.0.0.9/24" names a host and a network - did you mean 10.0.0.9/32 or 10.0.0.0/24?'],
    ],
    [
      'a range the wrong way',
      { match: '{rule: core/db, target: {range: 10.0.0.9-10.0.0.1}}' },
      ['5:44 "10.0.0.9-10.0.0.1" is no range of addresses - expected two addresses, such as 203.0.113.40-203.0.113.43'],
    ],
    [
      'a wide CIDR',
      { match: '{rule: core/db, target: {cidr: 10.0.0.0/23}}' },
      [
        '5:36 10.0.0.0/23 holds more addresses than a /24 - name the hosts that are meant, or add allow_broad: true to the match',
      ],
    ],
    [
      'a wide IPv6 CIDR',
      { match: '{rule: core/db, target: {cidr: "2001:db8::/63"}}' },
      [
        '5:36 2001:db8::/63 holds more addresses than a /64 - name the hosts that are meant, or add allow_broad: true to the match',
      ],
    ],
    [
      'a wide range',
      { match: '{rule: core/db, target: {range: 10.0.0.0-10.0.1.0}}' },
      [
        '5:36 10.0.0.0-10.0.1.0 holds more addresses than a /24 - name the hosts that are meant, or add allow_broad: true to the match',
      ],
    ],
    [
      'a day that no calendar has',
      { expires: '2027-02-29' },
      ['11:14 "2027-02-29" is no day of the calendar - write YYYY-MM-DD'],
    ],
    [
      'a day in words',
      { expires: 'Jan 31 2027' },
      ['11:14 "Jan 31 2027" is no day of the calendar - write YYYY-MM-DD'],
    ],
    [
      'an end before the beginning',
      { expires: '2026-10-01' },
      ['11:14 2026-10-01 is before 2026-10-02, when it was created'],
    ],
    [
      'too many days',
      { expires: '2027-04-01' },
      ['11:14 holds for 181 days; at most 180 are allowed - the last day that max_days allows is 2027-03-31'],
    ],
    [
      'a beginning in the future',
      { created: '2026-11-22' },
      ['10:14 2026-11-22 is in the future - today is 2026-11-21; a waiver holds from the day it is created'],
    ],
  ])('%s is told with its place', (_, changes, expected) => {
    expect(mistakesIn(waiverFile([changes]), CONTEXT)).toEqual(expected);
  });

  it('is told once for each place, in the order of the file', () => {
    const text = waiverFile([{ expires: 'soon' }, { id: 'W-2', match: '{rule: core/bd, target: {id: a}}' }, {}]);
    expect(mistakesIn(text, CONTEXT)).toEqual([
      '11:14 "soon" is no day of the calendar - write YYYY-MM-DD',
      '13:19 there is no rule core/bd - did you mean core/db?',
      '20:9 the id W-1 is used twice - give each waiver its own',
    ]);
    expect(() => parseWaivers(text, CONTEXT)).toThrow('"soon" is no day of the calendar (and 2 more)');
  });

  it.each([
    ['Europe/Berln', 'did you mean Europe/Berlin?'],
    ['+02:00', 'expected an IANA name such as UTC or Europe/Berlin'],
  ])('a time zone %s', (timezone, hint) => {
    expect(mistakesIn(waiverFile([{}], `{timezone: "${timezone}"}`))).toEqual([
      `3:22 "${timezone}" is no time zone - ${hint}`,
    ]);
  });

  it('a group without an intent matrix', () => {
    const text = waiverFile([{ match: '{rule: core/db, target: {group: web}}' }]);
    expect(mistakesIn(text, { groups: null })).toEqual([
      '5:44 there is no group web - groups come from an intent matrix, and none is given; use id, cidr or range',
    ]);
  });

  it('the day of the zone decides what is the future', () => {
    const now = new Date('2026-11-21T23:30:00Z');
    const text = (timezone: string): string => waiverFile([{ created: '2026-11-22' }], `{timezone: ${timezone}}`);
    expect(mistakesIn(text('Europe/Berlin'), { now })).toEqual([]);
    expect(mistakesIn(text('America/New_York'), { now })).toHaveLength(1);
  });

  it('max_days can be changed', () => {
    const long = { expires: '2027-10-02' };
    expect(mistakesIn(waiverFile([long], '{max_days: 365}'))).toEqual([]);
    expect(mistakesIn(waiverFile([long], '{max_days: 364}'))).toHaveLength(1);
  });
});

describe('lints', () => {
  it('are no mistakes', () => {
    const control = { id: 'W-2', type: 'compensating-control', match: '{rule: core/db, target: {id: a}}' };
    const { lints } = parseWaivers(waiverFile([{ approved_by: 'Data@Example.org' }, control, { id: 'W-3' }]));
    expect(lints.map(({ at, message }) => `${at.line}: ${message}`)).toEqual([
      '9: W-1 is approved by its owner',
      '14: W-2 names no compensating control',
      '21: W-3 matches the same as W-1 on the same days',
    ]);
  });

  it('let a waiver follow another one', () => {
    const next = { id: 'W-2', created: '2027-02-01', expires: '2027-03-01' };
    expect(parseWaivers(waiverFile([{}, next])).lints).toEqual([]);
  });
});

const DOCS = new URL('../../../docs/', import.meta.url);

it('reads the worked example', () => {
  const text = readFileSync(new URL('examples/waivers.yaml', DOCS), 'utf8');
  expect(parseWaivers(text).waivers.map(({ id }) => id)).toEqual(['W-2026-014', 'W-2026-015']);
});

it('reads what the documentation shows', () => {
  const [, text = ''] = /```yaml\n(.*?)```/s.exec(readFileSync(new URL('waivers.md', DOCS), 'utf8')) ?? [];
  expect(parseWaivers(text).waivers).toHaveLength(1);
});
