import { describe, expect, it } from 'vitest';
import type { Observation } from '../../src/model/observation.ts';
import { createPolicy } from '../../src/policy/create-policy.ts';
import { createJudge } from '../../src/policy/judge.ts';
import type { Judgement } from '../../src/policy/judge.ts';
import { factsOf } from '../../src/policy/facts-of.ts';
import { context, identity, observation, subject } from './observations.ts';
import { shippedPacks } from './shipped-packs.ts';

const udp = (changes: Partial<Observation>): Observation =>
  observation({ transport: 'udp', port: 161, state: 'open|filtered', reason: 'udp-no-response', ...changes });

function judged(seen: Observation): Judgement {
  const judge = createJudge(createPolicy(shippedPacks, {}), context());
  judge.judge(subject(seen, identity()));
  return judge.finish();
}

describe('facts of UDP', () => {
  it('leave open what silence leaves open', () => {
    const facts = factsOf(udp({}), identity());
    expect(facts).toMatchObject({ transport: 'udp', reason: 'udp-no-response', 'udp.asked': 'snmp' });
    expect(facts).not.toHaveProperty('open');
    expect(facts).not.toHaveProperty('state');
  });

  it('know closed from filtered', () => {
    expect(factsOf(udp({ state: 'closed', reason: 'udp-port-unreach' }), identity()).open).toBe(false);
    expect(factsOf(udp({ state: 'filtered', reason: 'admin-prohibited' }), identity()).open).toBe(false);
  });

  it('are not declared by expect_open, which is about TCP', () => {
    const declared = identity({ expectOpen: [161] });
    expect(factsOf(udp({}), declared)).not.toHaveProperty('expected');
    expect(factsOf(observation({ port: 161 }), declared).expected).toBe(true);
  });

  it('name no UDP service for TCP', () => {
    expect(factsOf(observation({ port: 161 }), identity())).not.toHaveProperty('udp.asked');
  });
});

describe('rules over UDP', () => {
  it('never pass on silence, and are not assessed only for the service that was asked', () => {
    const { verdicts, notAssessed, findings } = judged(udp({}));
    expect(findings).toEqual([]);
    expect(verdicts).toMatchObject({ pass: 0, fail: 0, not_assessed: 2 });
    expect(notAssessed).toHaveLength(1);
    expect(notAssessed[0]).toMatchObject({
      reason: 'UDP gave no answer: open or filtered',
      rules: ['udp/snmp-public', 'udp/snmp-reachable'],
      transport: 'udp',
    });
  });

  it('pass where the port is closed', () => {
    expect(judged(udp({ state: 'closed', reason: 'udp-port-unreach' })).verdicts).toMatchObject({
      pass: 2,
      not_assessed: 0,
    });
  });

  it('are another matter than rules about TCP, on whatever port', () => {
    const service = {
      name: 'redis',
      product: null,
      version: null,
      tls: false,
      method: 'probed',
      confidence: 10,
    } as const;
    const seen = { port: 6379, state: 'open', service, access: 'none-required' } as const;
    expect(judged(observation({ ...seen, reason: 'syn-ack' })).findings.length).toBeGreaterThan(0);
    expect(judged(udp({ ...seen, reason: 'udp-response' })).findings).toEqual([]);
  });

  it('are confirmed by an answer of the protocol', () => {
    const service = {
      name: 'snmp',
      product: null,
      version: 'v3',
      tls: false,
      method: 'probed',
      confidence: 10,
    } as const;
    const { findings } = judged(
      udp({
        state: 'open',
        reason: 'udp-response',
        service,
        access: 'none-required',
        details: { 'snmp.public': true },
      }),
    );
    expect(findings.map(({ ruleId, confidence }) => [ruleId, confidence])).toEqual([
      ['udp/snmp-public', 'confirmed'],
      ['udp/snmp-reachable', 'confirmed'],
    ]);
    // Something answered that is no SNMP.
    const other = { ...service, method: 'port-number', confidence: 3 } as const;
    expect(judged(udp({ state: 'open', reason: 'udp-response', service: other })).verdicts).toMatchObject({
      pass: 0,
      fail: 0,
      not_assessed: 2,
    });
  });
});
