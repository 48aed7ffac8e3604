import { describe, expect, it } from 'vitest';
import { testPack } from '../../src/policy/test-pack.ts';
import { pack } from './pack-text.ts';

const rule = `scope: { open: true }
fail_when: { access: none-required, service.name: redis }
severity_when: [{ if: { vantage.zone: internet }, set: critical, because: reachable from the internet }]
tests:`;
const FILLER = '  - { facts: {}, expect: not_assessed }';

describe('testPack', () => {
  it.each([
    ['{ open: true, access: none-required, service.name: redis }, expect: fail', ''],
    [
      '{ open: true, access: none-required, service.name: redis, vantage.zone: internet }, expect: fail, severity: critical',
      '',
    ],
    ['{ open: true }, expect: not_assessed, missing: [service.name, access]', ''],
    ['{ open: false }, expect: not_applicable', ''],
    ['{ open: false }, expect: pass', 'expected pass, got not_applicable'],
    ['{ open: true }, expect: fail', 'expected fail, got not_assessed for want of access, service.name'],
    ['{ open: true, access: required }, expect: not_assessed', 'expected not_assessed, got pass'],
    [
      '{ open: true, access: none-required, service.name: redis }, expect: fail, severity: low',
      'expected severity low, got high',
    ],
    ['{ open: true }, expect: not_assessed, missing: [access]', 'expected missing access, got access, service.name'],
  ])('%s', (facts, message) => {
    const [result] = testPack(pack(`${rule}\n  - { facts: ${facts} }\n${FILLER}`));
    expect(result).toEqual({
      ruleId: 'own/a',
      index: 0,
      at: { file: 'own.yaml', line: 18, column: 9 },
      passed: message === '',
      message,
    });
  });
});
