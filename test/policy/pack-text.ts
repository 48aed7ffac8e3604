import type { RulePack } from '../../src/policy/rule-pack.ts';
import { parsePack } from './shipped-packs.ts';

const TESTS = `
    tests:
      - { facts: { open: true }, expect: fail }
      - { facts: {}, expect: not_assessed }`;

/** The text of a pack `own` with one rule for each block of keys; `id` defaults to own/a, own/b, ..., severity to high. */
export function packText(...rules: readonly string[]): string {
  const texts = rules.map((keys, index) => {
    const defaults = {
      id: `own/${'abcdefgh'[index]}`,
      title: 'A title',
      category: 'unexpected-service',
      severity: 'high',
      fail_when: '{ open: true }',
      message: '"Port {{port}} of {{target.id}}."',
      fix: '[Close it.]',
    };
    const missing = Object.entries(defaults).filter(([key]) => !new RegExp(`^${key}:`, 'm').test(keys));
    const lines = [
      ...missing.map(([key, value]) => `${key}: ${value}`),
      ...keys.split('\n').filter((line) => line !== ''),
    ];
    return `  - ${lines.join('\n    ')}${/^tests:/m.test(keys) ? '' : TESTS}`;
  });
  return `apiVersion: portreeve/v1
kind: RulePack
metadata: { id: own, version: 1.0.0, title: Own rules }
lists:
  caches: [redis, memcached]
  dev_ports: [3000, 9229]
rules:
${texts.join('\n')}
`;
}

/** The same, parsed. */
export function pack(...rules: readonly string[]): RulePack {
  return parsePack('own.yaml', packText(...rules));
}
