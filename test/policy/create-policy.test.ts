import { describe, expect, it } from 'vitest';
import { RuleError, UsageError } from '../../src/model/errors.ts';
import { createPolicy } from '../../src/policy/create-policy.ts';
import { pack } from './pack-text.ts';

const own = pack('severity: high', 'severity: low');

describe('createPolicy', () => {
  it('applies changes and keeps their reasons', () => {
    const { rules } = createPolicy([own], {
      'own/a': { severity: 'info', because: 'behind a VPN' },
      'own/b': { off: true, because: 'not ours' },
    });
    expect(rules.map(({ rule, ...applied }) => ({ id: rule.id, ...applied }))).toEqual([
      { id: 'own/a', severity: 'info', status: 'overridden', because: 'behind a VPN' },
      { id: 'own/b', severity: 'low', status: 'off', because: 'not ours' },
    ]);
  });

  it.each([
    [
      'a rule that does not exist',
      { 'own/aa': { off: true, because: 'x' } },
      /own\/aa, which is in no pack/,
      'did you mean own/a?',
    ],
    ['no reason', { 'own/a': { off: true, because: ' ' } }, /gives no reason/, 'add because: with a sentence'],
    ['no change', { 'own/a': { because: 'x' } }, /changes nothing/, 'add off: true or a severity'],
    [
      'an inherited name',
      { constructor: { off: true, because: 'x' } },
      /in no pack/,
      'check the packs that are loaded',
    ],
  ])('refuses %s', (_, overrides, message, hint) => {
    const apply = (): unknown => createPolicy([own], overrides);
    expect(apply).toThrow(RuleError);
    expect(apply).toThrow(message);
    expect(apply).toThrow(expect.objectContaining({ hint }));
  });

  it('refuses two packs of the same id', () => {
    expect(() => createPolicy([own, { ...own, file: 'copy.yaml' }], {})).toThrow(
      'the pack id own is used by own.yaml too',
    );
  });

  it('refuses to judge by nothing', () => {
    const off = { off: true, because: 'x' };
    expect(() => createPolicy([], {})).toThrow(UsageError);
    expect(() => createPolicy([own], { 'own/a': off, 'own/b': off })).toThrow('no rule is active');
  });
});
