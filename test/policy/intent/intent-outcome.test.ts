import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Facts } from '../../../src/model/facts.ts';
import { intentFacts } from '../../../src/policy/intent/intent-facts.ts';
import type { IntentRow } from '../../../src/policy/intent/intent-matrix.ts';
import type { Seen } from '../../../src/policy/intent/intent-outcome.ts';
import { intentOutcome, seenOf } from '../../../src/policy/intent/intent-outcome.ts';
import { matrixText, parseMatrix } from './matrix-text.ts';

const ZONES =
  '{ internet: { vantages: [a] }, office: { vantages: [b], rejects_with: rst }, udp: { vantages: [c], rejects_with: [icmp] } }';

function rowOf(expected: string, rest = '', zone = 'internet'): IntentRow {
  const rows = [`{ from: ${zone}, to: web, ports: [80], expect: ${expected}${rest} }`];
  const [row] = parseMatrix(matrixText({ zones: ZONES, rows })).rows;
  if (row === undefined) throw new Error('no row');
  return row;
}

const TCP: Seen = { transport: 'tcp' };

describe('what a row expects and what was found', () => {
  it.each([
    ['open', 'open', 'none'],
    ['open', 'mixed', 'missing-open'],
    ['open', 'closed', 'missing-open'],
    ['open', 'blocked', 'missing-open'],
    ['blocked', 'open', 'unexpected-open'],
    ['blocked', 'mixed', 'unexpected-open'],
    ['blocked', 'closed', 'passes-but-no-listener'],
    ['blocked', 'blocked', 'none'],
    ['closed', 'open', 'unexpected-open'],
    ['closed', 'mixed', 'unexpected-open'],
    ['closed', 'closed', 'none'],
    ['closed', 'blocked', 'filtered-not-closed'],
    ['not-open', 'open', 'unexpected-open'],
    ['not-open', 'mixed', 'unexpected-open'],
    ['not-open', 'closed', 'none'],
    ['not-open', 'blocked', 'none'],
  ] as const)('%s, found %s: %s', (expected, reach, deviation) => {
    expect(intentOutcome(rowOf(expected), reach, TCP)).toEqual({
      observed: reach,
      matched: deviation === 'none',
      deviation,
    });
  });

  it.each(['open', 'closed', 'blocked', 'not-open'])('%s, nothing known: neither', (expected) => {
    const nothing = { observed: undefined, matched: undefined, deviation: undefined };
    expect(intentOutcome(rowOf(expected), undefined, TCP)).toEqual(nothing);
  });

  it.each([
    ['internet', 'tcp', 'passes-but-no-listener'],
    ['office', 'tcp', 'none'],
    ['office', 'udp', 'passes-but-no-listener'],
    ['udp', 'udp', 'none'],
    ['udp', 'tcp', 'passes-but-no-listener'],
  ] as const)('from %s a closed %s port, expected blocked: %s', (zone, transport, deviation) => {
    expect(intentOutcome(rowOf('blocked', '', zone), 'closed', { transport }).deviation).toBe(deviation);
  });
});

describe('what must answer', () => {
  const both = ', service: ssh, auth: required';
  it.each<[string, string, 'open' | 'mixed', Omit<Seen, 'transport'>, string | undefined]>([
    ['as approved', both, 'open', { services: ['ssh'], access: 'required' }, 'none'],
    ['refused is asked', both, 'open', { services: ['ssh'], access: 'refused-by-acl' }, 'none'],
    ['another service', both, 'open', { services: ['redis'], access: 'required' }, 'wrong-service'],
    ['another service, access unknown', both, 'open', { services: ['redis'] }, 'wrong-service'],
    ['no credentials', both, 'open', { services: ['ssh'], access: 'none-required' }, 'wrong-access'],
    ['no credentials, service unknown', both, 'open', { access: 'none-required' }, 'wrong-access'],
    ['service unknown', both, 'open', { access: 'required' }, undefined],
    ['access unknown', both, 'open', { services: ['ssh'] }, undefined],
    ['open from some places', both, 'mixed', { services: ['ssh'], access: 'required' }, 'missing-open'],
    ['open from some places, unknown there', both, 'mixed', {}, 'missing-open'],
    ['open from some places, wrong there', both, 'mixed', { services: ['redis'] }, 'wrong-service'],
    ['for everybody', ', auth: none', 'open', { access: 'none-required' }, 'none'],
    ['not for everybody', ', auth: none', 'open', { access: 'required' }, 'wrong-access'],
    ['nothing asked, nothing needed', '', 'open', {}, 'none'],
    ['an application is http', ', service: http', 'open', { services: ['grafana', 'http'] }, 'none'],
  ])('%s', (_, rest, reach, seen, deviation) => {
    expect(intentOutcome(rowOf('open', rest), reach, { transport: 'tcp', ...seen }).deviation).toBe(deviation);
  });

  it('never fits for want of a fact, and never changes from one deviation to none', () => {
    const rows = ['open', 'closed', 'blocked', 'not-open'].map((expected) => rowOf(expected));
    rows.push(rowOf('open', both), rowOf('open', ', auth: none'), rowOf('open', ', service: http'));
    const seen = fc.record(
      {
        transport: fc.constantFrom('tcp' as const, 'udp' as const),
        services: fc.constantFrom(['ssh'], ['http'], ['grafana', 'http']),
        access: fc.constantFrom('none-required' as const, 'required' as const, 'refused-by-acl' as const),
      },
      { requiredKeys: ['transport'] },
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...rows),
        fc.constantFrom('open' as const, 'mixed' as const, 'closed' as const, 'blocked' as const),
        seen,
        (row, reach, all) => {
          const before = intentOutcome(row, reach, all).matched;
          const { services: _services, ...noService } = all;
          const { access: _access, ...noAccess } = all;
          const after = [
            intentOutcome(row, reach, noService),
            intentOutcome(row, reach, noAccess),
            intentOutcome(row, undefined, all),
          ];
          expect(after.filter(({ matched }) => matched === true && before !== true)).toEqual([]);
        },
      ),
    );
  });

  it.each<[Facts, Seen]>([
    [{}, { transport: 'tcp' }],
    [{ transport: 'udp', access: 'unknown' }, { transport: 'udp' }],
    [
      { transport: 'tcp', 'service.name': 'ssh', access: 'required' },
      { transport: 'tcp', services: ['ssh'], access: 'required' },
    ],
    [
      { 'service.name': 'grafana', 'http.status': 200 },
      { transport: 'tcp', services: ['grafana', 'http'] },
    ],
    [
      { 'service.name': 'http', 'http.status': 200 },
      { transport: 'tcp', services: ['http'] },
    ],
  ])('is read from facts: %j', (facts, seen) => {
    expect(seenOf(facts)).toEqual(seen);
  });
});

describe('facts about a cell', () => {
  it('tell the row, and what is known', () => {
    const row = rowOf('open', ', service: ssh, reason: why, owner: me, ticket: T-1, expires: 2026-11-21');
    const outcome = intentOutcome(row, 'open', TCP);
    expect(intentFacts(row, outcome, { today: '2026-11-21', reviewBy: null })).toEqual({
      'intent.zone': 'internet',
      'intent.row': 'own.yaml:13',
      'intent.group': 'web',
      'intent.expect': 'open',
      'intent.reason': 'why',
      'intent.owner': 'me',
      'intent.ticket': 'T-1',
      'intent.expired': false,
      'intent.by_default': false,
      'intent.observed': 'open',
    });
    const expiredOn = (today: string, reviewBy: string | null): unknown =>
      intentFacts(row, outcome, { today, reviewBy })['intent.expired'];
    expect(expiredOn('2026-11-22', null)).toBe(true);
    expect(expiredOn('2026-11-21', '2026-11-21')).toBe(false);
    expect(expiredOn('2026-11-21', '2026-11-20')).toBe(true);
  });

  it('tell the default, and leave out what nobody said', () => {
    const { defaults } = parseMatrix(matrixText({ zones: ZONES }));
    const row = defaults.get('office');
    expect(row && intentFacts(row, intentOutcome(row, 'open', TCP), { today: '2026-11-21', reviewBy: null })).toEqual({
      'intent.zone': 'office',
      'intent.row': 'own.yaml:10',
      'intent.expect': 'not-open',
      'intent.expired': false,
      'intent.by_default': true,
      'intent.observed': 'open',
      'intent.matched': false,
      'intent.deviation': 'unexpected-open',
    });
  });
});
