import { describe, expect, it } from 'vitest';
import type { Facts } from '../../src/model/facts.ts';
import type { Observation } from '../../src/model/observation.ts';
import { createPolicy } from '../../src/policy/create-policy.ts';
import { createJudge } from '../../src/policy/judge.ts';
import type { Judgement } from '../../src/policy/judge.ts';
import { CLOSED, context, identity, observation, REDIS, SILENT, subject } from '../policy/observations.ts';
import { shippedPacks } from '../policy/shipped-packs.ts';

const policy = createPolicy(shippedPacks, {});

/** What the rules about intent make of one endpoint as seen from the zone office. */
function judged(intent: Facts, seen: Partial<Observation>): Judgement {
  const judge = createJudge(policy, context('office'));
  judge.judgeCell(subject(observation(seen), identity(), 1, 'office'), {
    zone: 'office',
    intent: { 'intent.zone': 'office', 'intent.by_default': false, 'intent.expired': false, ...intent },
  });
  return judge.finish();
}

const row = (expected: string, observed: string, deviation: string): Facts => ({
  'intent.expect': expected,
  'intent.observed': observed,
  'intent.matched': deviation === 'none',
  'intent.deviation': deviation,
});
const SSH = { service: { ...REDIS.service, name: 'ssh', product: null, version: null }, port: 22 };
const WEB = { service: { ...REDIS.service, name: 'http', product: null, version: null }, port: 8080 };

describe('the rules about intent name every deviation once, and invent none', () => {
  it.each<[string, Facts, Partial<Observation>, readonly string[]]>([
    ['approved and open', row('open', 'open', 'none'), WEB, []],
    ['approved and not open', row('open', 'blocked', 'missing-open'), { ...SILENT, port: 8080 }, ['missing-open']],
    ['closed where blocked', row('blocked', 'closed', 'passes-but-no-listener'), CLOSED, ['passes-but-no-listener']],
    ['closed by the firewall itself', row('blocked', 'closed', 'none'), CLOSED, []],
    ['blocked where blocked', row('blocked', 'blocked', 'none'), SILENT, []],
    ['blocked where closed', row('closed', 'blocked', 'filtered-not-closed'), SILENT, ['filtered-not-closed']],
    ['closed where closed', row('closed', 'closed', 'none'), CLOSED, []],
    ['closed where not open', row('not-open', 'closed', 'none'), CLOSED, []],
    ['open where not open', row('not-open', 'open', 'unexpected-open'), WEB, ['unexpected-open']],
    ['open from some', row('blocked', 'mixed', 'unexpected-open'), WEB, ['unexpected-open']],
    [
      'not spoken of',
      { ...row('not-open', 'open', 'unexpected-open'), 'intent.by_default': true },
      WEB,
      ['not-approved'],
    ],
    [
      'a database',
      row('not-open', 'open', 'unexpected-open'),
      REDIS,
      ['data-service-crosses-zones', 'unexpected-open'],
    ],
    ['a login', row('blocked', 'open', 'unexpected-open'), SSH, ['administration-crosses-zones', 'unexpected-open']],
    ['another service', row('open', 'open', 'wrong-service'), SSH, ['wrong-service']],
    ['no password', row('open', 'open', 'wrong-access'), { ...REDIS, access: 'none-required' }, ['wrong-access']],
    ['an expired row', { ...row('open', 'open', 'none'), 'intent.expired': true }, WEB, ['approval-expired']],
    ['an expired row that closes', { ...row('blocked', 'blocked', 'none'), 'intent.expired': true }, SILENT, []],
  ])('%s', (_, intent, seen, names) => {
    const { findings, notAssessed } = judged(intent, seen);
    expect(findings.map(({ ruleId }) => ruleId).sort()).toEqual(names.map((name) => `intent/${name}`).sort());
    expect(findings.every(({ zone, level }) => zone === 'office' && level === 'intent')).toBe(true);
    expect(notAssessed).toEqual([]);
  });

  it('and pass nothing on what was not seen', () => {
    const { verdicts, notAssessed } = judged({ 'intent.expect': 'not-open' }, {});
    expect(verdicts.pass).toBe(0);
    expect(notAssessed.flatMap(({ rules }) => rules)).toContain('intent/unexpected-open');
  });

  it('are sure of what the probe itself saw', () => {
    const { findings } = judged(row('not-open', 'open', 'unexpected-open'), { port: 8080 });
    expect(findings).toMatchObject([{ ruleId: 'intent/unexpected-open', confidence: 'confirmed' }]);
  });
});

describe('the rules about waivers', () => {
  function waived(waiver: Facts): Judgement {
    const judge = createJudge(policy, context());
    judge.judge(subject(observation({ ...REDIS, access: 'none-required' }), identity()));
    return judge.finish((findings) => ({
      findings,
      waived: findings
        .filter(({ ruleId }) => ruleId === 'unauthenticated/redis')
        .map((finding) => ({ finding, waiver })),
    }));
  }

  it('make findings of their own, beside the one that is waived', () => {
    const waiver: Facts = {
      'waiver.id': 'W-1',
      'waiver.state': 'expired',
      'waiver.type': 'risk-accepted',
      'waiver.owner': 'me@example.org',
      'waiver.self_approved': true,
      'waiver.days_left': -3,
      'waiver.rule': 'unauthenticated/redis',
      'waiver.severity': 'critical',
    };
    const { findings } = waived(waiver);
    const about = findings.filter(({ level }) => level === 'waiver');
    expect(about.map(({ ruleId, severity, category }) => [ruleId, severity, category])).toEqual([
      ['waivers/critical-accepted', 'medium', 'waiver-governance'],
      ['waivers/expired', 'medium', 'waiver-governance'],
      ['waivers/self-approved', 'medium', 'waiver-governance'],
    ]);
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(findings.length);
    expect(findings.filter(({ ruleId }) => ruleId === 'unauthenticated/redis')).toMatchObject([
      { severity: 'critical', level: 'endpoint' },
    ]);
  });

  it('have nothing against one that is in order', () => {
    const waiver: Facts = {
      'waiver.state': 'active',
      'waiver.type': 'planned-fix',
      'waiver.self_approved': false,
      'waiver.severity': 'critical',
    };
    expect(waived(waiver).findings.filter(({ level }) => level === 'waiver')).toEqual([]);
  });
});

describe('a positive control', () => {
  function controlled(seen: Partial<Observation>, health: 'confirmed' | 'failed'): Judgement {
    const controls = [{ address: '10.0.0.5', port: 6379, state: 'open' as const }];
    const judge = createJudge(policy, { ...context(), vantages: [{ id: 'local', health, controls }] });
    judge.judge(subject(observation(seen), identity()));
    return judge.finish();
  }
  const failing = ({ findings }: Judgement): readonly string[] =>
    findings.map(({ ruleId }) => ruleId).filter((id) => id.startsWith('coverage/'));

  it('that is not open is a gap in the coverage', () => {
    expect(failing(controlled(SILENT, 'failed'))).toEqual(['coverage/control-not-open']);
    expect(failing(controlled({ state: 'error', reason: 'vantage-unhealthy' }, 'failed'))).toEqual([
      'coverage/control-not-open',
    ]);
  });

  it('that is open is evidence; other endpoints are no controls', () => {
    expect(failing(controlled(REDIS, 'confirmed'))).toEqual([]);
    expect(failing(controlled({ ...SILENT, address: '10.0.0.6' }, 'failed'))).toEqual([]);
    expect(failing(controlled({ ...SILENT, transport: 'udp' }, 'failed'))).toEqual([]);
  });
});
