import { describe, expect, it } from 'vitest';
import { testRule } from '../../src/policy/test-pack.ts';
import { shippedPacks } from '../policy/shipped-packs.ts';
import { mutationsOf } from './mutate.ts';
import type { Mutation, MutationKind } from './mutate.ts';

const mutations = shippedPacks.flatMap((pack) => pack.rules.flatMap((rule) => mutationsOf(rule)));

function isCaught({ rule }: Mutation): boolean {
  return testRule(rule).some(({ passed }) => !passed);
}

/** How many mistakes of each kind there are at least: less means that the damage itself stopped working. */
const KINDS = {
  negated: 900,
  regrouped: 280,
  'dropped-part': 600,
  'dropped-value': 140,
  'moved-bound': 12,
  'dropped-adjustment': 100,
  'other-severity': 350,
} as const satisfies Record<MutationKind, number>;

describe('one mistake in a condition of a shipped rule fails a test that the rule carries', () => {
  it.each(Object.entries(KINDS))('%s', (kind, least) => {
    const made = mutations.filter((mutation) => mutation.kind === kind);
    const survivors = made.filter((mutation) => !isCaught(mutation));
    const share = (100 * (made.length - survivors.length)) / made.length;
    process.stdout.write(
      `${kind}: ${made.length - survivors.length} of ${made.length} caught (${share.toFixed(1)} %)\n`,
    );
    expect(made.length).toBeGreaterThan(least);
    // To get rid of one, add the test to its rule that tells them apart.
    expect(survivors.map(({ where, rule }) => `${rule.id} ${where}`)).toEqual([]);
  });

  it('while the rules as they are pass', () => {
    const results = shippedPacks.flatMap((pack) => pack.rules.flatMap((rule) => testRule(rule)));
    expect(results.filter(({ passed }) => !passed)).toEqual([]);
  });
});
