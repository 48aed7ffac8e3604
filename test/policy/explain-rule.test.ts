import { describe, expect, it } from 'vitest';
import { explainRule } from '../../src/policy/explain-rule.ts';
import { pack } from './pack-text.ts';
import { shippedPacks } from './shipped-packs.ts';

function explained(keys: string): ReturnType<typeof explainRule> {
  const [rule] = pack(keys).rules;
  if (rule === undefined) throw new Error('no rule');
  return explainRule(rule);
}

describe('explainRule', () => {
  it('says what a rule is about, when it fails and what it needs to know', () => {
    const rule = explained(`scope: { port: [22, 2222], service.name: { known: true } }
fail_when: { any: [{ access: none-required }, { cel: 'tls.days_left < 3' }, { not: { open: true } }] }
severity_when:
  - { if: { access: required }, set: low, because: asks for a password }
  - { if: { vantage.zone: internet }, raise: 1, because: from outside }
  - { if: { vantage.zone: office }, lower: 2, because: from inside }
tags: [ssh]
replaces: [own/earlier]
deprecated: { because: too broad }`);
    expect(rule).toMatchObject({
      about: 'port is one of 22, 2222 and service.name is known',
      failsWhen: 'access is none-required or tls.days_left < 3 or not (open is true)',
      needs: [{ fact: 'access' }, { fact: 'tls.days_left' }, { fact: 'open' }],
      otherwise: 'not_assessed',
      severityChanges: [
        { to: 'low', when: 'access is required', because: 'asks for a password' },
        { to: '1 level higher', when: 'vantage.zone is internet', because: 'from outside' },
        { to: '2 levels lower', when: 'vantage.zone is office', because: 'from inside' },
      ],
      tags: ['ssh'],
      aliases: ['own/earlier'],
      deprecated: { replacedBy: null, because: 'too broad' },
      examples: [
        { facts: { open: true }, verdict: 'fail', severity: null, missing: [] },
        { facts: {}, verdict: 'not_assessed', severity: null, missing: [] },
      ],
    });
  });

  it.each([
    ['', null, 'not_assessed'],
    ['on_unknown: ignore', null, 'not_applicable'],
    ['on_unknown: fail\nscope: { port: 22 }', 'port is 22', 'fail'],
  ])('%s', (keys, about, otherwise) => {
    expect(explained(keys)).toMatchObject({ about, otherwise });
  });

  it('finds words for every rule that comes with Portreeve', () => {
    const all = shippedPacks.flatMap(({ rules }) => rules.map((rule) => explainRule(rule)));
    expect(all.length).toBeGreaterThan(90);
    expect(all.filter(({ failsWhen, examples }) => failsWhen === '' || examples.length < 2)).toEqual([]);
  });
});
