import { describe, expect, it } from 'vitest';
import type { Facts } from '../../src/model/facts.ts';
import { vantageFacts } from '../../src/policy/vantage-facts.ts';

describe('facts about vantages', () => {
  const zones = [
    { name: 'internet', vantages: ['fra', 'nyc'], quorum: 2 },
    { name: 'office', vantages: ['hq'], quorum: 1 },
  ];
  const facts = vantageFacts(zones, [
    { id: 'fra', health: 'confirmed' },
    { id: 'nyc', health: 'no-control' },
    { id: 'hq', health: 'failed' },
  ]);
  const seen = (vantage: string, zone: string, state: 'open' | 'filtered'): Parameters<typeof facts>[0][number] => ({
    vantage,
    zone,
    state,
    reason: state === 'open' ? 'syn-ack' : 'no-response',
  });

  it('name the only vantage, and its zone', () => {
    expect(facts([seen('fra', 'internet', 'open')])).toEqual<Facts>({
      'vantage.id': 'fra',
      'vantage.zone': 'internet',
      'vantage.health': 'confirmed',
      'reach.internet': 'open',
      exposure: 'single',
    });
  });

  it('of several vantages tell the zone they share and the worst health', () => {
    expect(facts([seen('fra', 'internet', 'filtered'), seen('nyc', 'internet', 'filtered')])).toEqual<Facts>({
      'vantage.zone': 'internet',
      'vantage.health': 'no-control',
      'reach.internet': 'blocked',
    });
  });

  it('of several zones tell no zone of the vantage', () => {
    const all = [
      seen('fra', 'internet', 'filtered'),
      seen('nyc', 'internet', 'filtered'),
      seen('hq', 'office', 'open'),
    ];
    expect(facts(all)).toEqual<Facts>({
      'vantage.health': 'failed',
      'reach.internet': 'blocked',
      'reach.office': 'open',
      exposure: 'internal',
    });
  });
});
