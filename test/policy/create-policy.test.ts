import { describe, expect, it } from 'vitest';
import { RuleError, UsageError } from '../../src/model/errors.ts';
import type { RuleOverride } from '../../src/model/request.ts';
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

  it.each<[string, Readonly<Record<string, RuleOverride>>, RegExp, string]>([
    [
      'a rule that does not exist',
      { 'own/aa': { off: true, because: 'x' } },
      /own\/aa, which is in no pack/,
      'did you mean own/a?',
    ],
    ['no reason', { 'own/a': { off: true, because: ' ' } }, /switched off without/, 'add because: with a sentence'],
    [
      'no reason for less',
      { 'own/a': { severity: 'low' } },
      /lowered from high without/,
      'add because: with a sentence',
    ],
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

  it('says where in the configuration a rule is named that no pack has, and by which name it goes now', () => {
    const renamed = pack('id: own/new-name\nreplaces: [own/old-name]');
    const at = { file: 'portreeve.yaml', line: 3, column: 5 };
    const apply = (): unknown => createPolicy([renamed], { 'own/old-name': { severity: 'critical', at } });
    expect(apply).toThrow(expect.objectContaining({ at, hint: 'it is called own/new-name now' }));
  });

  it('needs no reason for more severity, and leaves changes of presets alone whose packs are not there', () => {
    const { rules } = createPolicy([own], {
      'own/b': { severity: 'critical' },
      'elsewhere/a': { off: true, because: 'preset strict: x', preset: 'strict' },
    });
    expect(rules.map(({ severity, status, because }) => [severity, status, because])).toEqual([
      ['high', 'active', null],
      ['critical', 'overridden', null],
    ]);
  });

  it('refuses a pack whose rule replaces one that another pack still has', () => {
    const later = pack('id: own/c\nreplaces: [other/a]');
    const other = { ...own, id: 'other', rules: own.rules.map((rule) => ({ ...rule, id: 'other/a' })) };
    expect(() => createPolicy([later, other], {})).toThrow('own/c replaces other/a, which is a rule of its own here');
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
