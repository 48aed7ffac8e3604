import { describe, expect, it } from 'vitest';
import type { Report } from '../../../src/model/report.ts';
import { assessedIn } from '../../../src/policy/waivers/assessed-in.ts';
import { sampleHost } from '../../cli/sample-report.ts';
import { fingerprintAt, reportOf, RULE } from '../baseline/sample-runs.ts';
import type { Observed, Run } from '../baseline/sample-runs.ts';
import { parseWaivers, waiverFile } from './waiver-text.ts';

const PASS: Observed = { state: 'open', verdict: 'pass' };
const DB = '10.0.0.4 5432';
const BOTH = { [DB]: PASS, '10.0.0.5 5432': { state: 'closed' } } as const;

function assessed(match: string, run: Partial<Run>): boolean {
  const [waiver] = parseWaivers(waiverFile([{ match }])).waivers;
  if (waiver === undefined) throw new Error('no waiver');
  return assessedIn(reportOf({ day: 0, observed: {}, ...run }))(waiver);
}

describe('the target of a waiver was assessed', () => {
  const ONE = '{rule: core/db, target: {cidr: 10.0.0.4/32}, port: 5432}';
  const TWO = '{rule: core/db, target: {range: 10.0.0.4-10.0.0.5}, port: 5432}';
  const labelled: Partial<Report> = {
    hosts: [sampleHost({ address: '10.0.0.4', labels: { id: 'db' }, open: '5432', closed: '', filtered: '' })],
  };

  it.each<[string, string, Partial<Run>, boolean]>([
    ['where the rule passed', ONE, { observed: { [DB]: PASS } }, true],
    ['where the port is closed', ONE, { observed: { [DB]: { state: 'closed' } } }, true],
    [
      'not where the rule is missing facts',
      ONE,
      { observed: { [DB]: { state: 'open', verdict: 'not_assessed' } } },
      false,
    ],
    ['not where the port could not be asked', ONE, { observed: { [DB]: { state: 'error' } } }, false],
    ['not where another port was asked', ONE, { observed: { '10.0.0.4 22': PASS } }, false],
    ['not where another host was asked', ONE, { observed: { '10.0.0.9 5432': PASS } }, false],
    ['not where the rule is off', ONE, { observed: { [DB]: PASS }, rule: 'off' }, false],
    ['not where the rule is gone', ONE, { observed: { [DB]: PASS }, rule: 'missing' }, false],
    ['where all hosts of a range were', TWO, { observed: BOTH }, true],
    ['not where one host of a range was not', TWO, { observed: { [DB]: PASS } }, false],
    [
      'not where one host of a range could not be asked',
      TWO,
      { observed: { ...BOTH, [DB]: { state: 'error' } } },
      false,
    ],
    ['on all ports that were asked', '{rule: core/db, target: {cidr: 10.0.0.4/32}}', { observed: BOTH }, true],
    [
      'not where one of all ports is missing facts',
      '{rule: core/db, target: {cidr: 10.0.0.4/32}}',
      { observed: { [DB]: PASS, '10.0.0.4 22': { state: 'open', verdict: 'not_assessed' } } },
      false,
    ],
    ['by its label', '{rule: core/db, target: {id: db}}', { observed: BOTH, changes: labelled }, true],
    ['not by a label of nobody', '{rule: core/db, target: {id: dbx}}', { observed: BOTH, changes: labelled }, false],
    [
      'not in a group, which a report does not tell',
      '{rule: core/db, target: {group: web}}',
      { observed: BOTH },
      false,
    ],
    ['from its zone', '{rule: core/db, target: {cidr: 10.0.0.4/32}, zone: internet}', { observed: BOTH }, true],
    [
      'not from a zone without a vantage',
      '{rule: core/db, target: {cidr: 10.0.0.4/32}, zone: lab}',
      { observed: BOTH },
      false,
    ],
    [
      'not over another transport',
      '{rule: core/db, target: {cidr: 10.0.0.4/32}, transport: udp}',
      { observed: BOTH },
      false,
    ],
    [
      'not in a large plan, which is only counted',
      '{rule: core/db, target: {cidr: 10.0.0.5/32}, port: 5432}',
      { observed: BOTH, changes: { coverage: { ...reportOf({ day: 0, observed: {} }).coverage, planned: 1_000_000 } } },
      false,
    ],
  ])('%s', (_, match, run, expected) => {
    expect(assessed(match, run)).toBe(expected);
  });

  it('by a fingerprint that the baseline knew and this run resolved', () => {
    const match = `{fingerprint: "${fingerprintAt(DB)}"}`;
    const gone = (status: 'resolved' | 'unverified'): Partial<Report> => ({
      changes: {
        baseline: { path: '', sha256: '', runId: '', startedAt: '' },
        counts: {
          new: 0,
          unchanged: 0,
          changed: 0,
          escalated: 0,
          reopened: 0,
          resolved: 1,
          unverified: 0,
          ruleDisabled: 0,
        },
        goneOmitted: 0,
        notes: [],
        gone: [
          {
            status,
            fingerprint: fingerprintAt(DB),
            ruleId: RULE.id,
            title: '',
            severity: 'high',
            address: '10.0.0.4',
            port: 5432,
            transport: 'tcp',
            host: '10.0.0.4',
            firstSeen: '',
            lastSeen: '',
            because: '',
            zone: null,
            labels: {},
            seen: [],
            level: 'endpoint',
            endpoints: 1,
            aliases: [],
            asset: null,
          },
        ],
      },
    });
    expect(assessed(match, { observed: BOTH })).toBe(false);
    expect(assessed(match, { changes: gone('unverified') })).toBe(false);
    expect(assessed(match, { changes: gone('resolved') })).toBe(true);
  });
});
