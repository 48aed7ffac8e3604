import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Facts } from '../../src/model/facts.ts';
import { exposureOf, reachOf, type SeenState } from '../../src/policy/reach.ts';
import { vantageFacts } from '../../src/policy/vantage-facts.ts';

describe('what the vantages of a zone saw together', () => {
  it.each([
    [['open', 'open'], 2, 'open'],
    [['open', 'filtered'], 2, 'mixed'],
    [['open', 'closed', 'not-tested'], 3, 'mixed'],
    [['open', 'not-tested'], 2, 'open'],
    [['closed', 'filtered'], 2, 'closed'],
    [['filtered', 'filtered'], 2, 'blocked'],
    [['filtered', 'not-tested'], 2, undefined],
    [['filtered', 'not-tested'], 1, 'blocked'],
    [['error', 'error'], 1, undefined],
    [['open|filtered'], 1, undefined],
    [[], 0, undefined],
  ] as const satisfies readonly (readonly [readonly SeenState[], number, string | undefined])[])(
    '%j with a quorum of %i: %s',
    (states, quorum, reach) => expect(reachOf(states, quorum)).toBe(reach),
  );

  it('never becomes "not open" by seeing less, where all of them are needed', () => {
    const states = fc.constantFrom<SeenState>('open', 'closed', 'filtered', 'error', 'open|filtered', 'not-tested');
    fc.assert(
      fc.property(fc.array(states, { minLength: 1, maxLength: 6 }), fc.nat(5), (seen, dropped) => {
        const before = reachOf(seen, seen.length);
        const after = reachOf(seen.with(dropped % seen.length, 'not-tested'), seen.length);
        const notOpen = after === 'closed' || after === 'blocked';
        expect(notOpen && before !== 'closed' && before !== 'blocked').toBe(false);
      }),
    );
  });
});

describe('exposure', () => {
  const zone = (name: string, ...states: readonly SeenState[]): Parameters<typeof exposureOf>[0][number] => ({
    name,
    states,
    reach: reachOf(states, states.length),
  });

  it.each([
    ['global', [zone('internet', 'open', 'open')]],
    ['single', [zone('internet', 'open')]],
    ['partial', [zone('internet', 'open', 'filtered')]],
    ['partial', [zone('internet', 'open', 'open', 'not-tested')]],
    ['internal', [zone('internet', 'filtered'), zone('office', 'open')]],
    ['none', [zone('internet', 'filtered'), zone('office', 'closed')]],
    [undefined, [zone('internet', 'filtered'), zone('office', 'error')]],
    [undefined, [zone('internet', 'error'), zone('office', 'open')]],
    [undefined, [zone('office', 'open')]],
  ] as const)('%s', (exposure, zones) => expect(exposureOf(zones)).toBe(exposure));
});

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
      exposure: 'partial',
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
