import { describe, expect, it } from 'vitest';
import type { Facts } from '../../src/model/facts.ts';
import { explainCondition } from '../../src/policy/explain-condition.ts';
import type { RawCondition } from '../../src/policy/raw-pack.ts';
import { readCondition } from '../../src/policy/read-condition.ts';

describe('explainCondition', () => {
  it.each([
    ['open is true', { open: true }],
    ['service.name is one of redis, valkey and open is true', { 'service.name': ['redis', 'valkey'], open: true }],
    ['access is not known', { access: { known: false } }],
    ['tls.days_left is below 30', { 'tls.days_left': { lt: 30 } }],
    ['port is between, ends included, 1, 9', { port: { between: [1, 9] } }],
    [
      'open is true or (port is 22 and access is required)',
      { any: [{ open: true }, { port: 22, access: 'required' }] },
    ],
    ['not (open is true)', { not: { open: true } }],
    ['none of (open is true; port is 22)', { none: [{ open: true }, { port: 22 }] }],
  ] satisfies [string, RawCondition][])('without facts: %s', (sentence, raw) => {
    expect(explainCondition(readCondition(raw))).toBe(sentence);
  });

  it.each([
    [
      'open is true and access is none-required',
      { open: true, access: 'none-required' },
      { open: true, access: 'none-required' },
    ],
    ['port is 22', { any: [{ open: true }, { port: [22, 23] }] }, { port: 22, open: false }],
    ['service.name is not known and port is 6379', { 'service.name': { known: false }, port: 6379 }, { port: 6379 }],
    ['open is false', { open: true, port: 22 }, { open: false, port: 22 }],
    ['open is false and port is 23', { any: [{ open: true }, { port: 22 }] }, { open: false, port: 23 }],
    [
      'port is 22',
      { none: [{ open: true }, { port: 22 }, { transport: 'tcp' }] },
      { open: false, port: 22, transport: 'tcp' },
    ],
    ['open is false and port is 23', { none: [{ open: true }, { port: 22 }] }, { open: false, port: 23 }],
    ['port is 22', { not: { port: { ne: 22 } } }, { port: 22 }],
    ['rdp.nla is optional', { 'rdp.nla': { ne: 'required' } }, { 'rdp.nla': 'optional' }],
    ['access is not known', { open: true, access: 'required' }, { open: true }],
    ['vnc.security is none, tight', { 'vnc.security': { has: 'none' } }, { 'vnc.security': ['none', 'tight'] }],
    ['http.title is a\\x1bb', { 'http.title': { glob: 'a*' } }, { 'http.title': 'a\u001bb' }],
  ] satisfies [string, RawCondition, Facts][])('with facts: %s', (sentence, raw, facts) => {
    expect(explainCondition(readCondition(raw), facts)).toBe(sentence);
  });
});
