import { describe, expect, it } from 'vitest';
import type { Facts } from '../../src/model/facts.ts';
import { evaluate } from '../../src/policy/evaluate.ts';
import { FactTypeError } from '../../src/policy/fact-type-error.ts';
import type { RawCondition } from '../../src/policy/raw-pack.ts';
import { readCondition } from '../../src/policy/read-condition.ts';
import type { Truth } from '../../src/policy/truth.ts';

const lists = { caches: ['redis', 'memcached'] };
const truthOf = (raw: RawCondition, facts: Facts): Truth => evaluate(readCondition(raw, lists), facts);
const missing = (...facts: readonly string[]): unknown => ({ missing: new Set(facts) });

describe('operators', () => {
  it.each([
    ['scalar', { port: 22 }, { port: 22 }, { port: 23 }],
    ['list', { port: [22, 23] }, { port: 23 }, { port: 24 }],
    ['eq', { open: { eq: false } }, { open: false }, { open: true }],
    ['ne', { 'rdp.nla': { ne: 'required' } }, { 'rdp.nla': 'optional' }, { 'rdp.nla': 'required' }],
    ['in', { 'service.name': { in: ['ssh', 'ftp'] } }, { 'service.name': 'ftp' }, { 'service.name': 'sftp' }],
    ['in $list', { 'service.name': { in: '$caches' } }, { 'service.name': 'redis' }, { 'service.name': '$caches' }],
    ['not_in', { port: { not_in: [80, 443] } }, { port: 8080 }, { port: 443 }],
    ['not_in $list', { 'service.name': { not_in: '$caches' } }, { 'service.name': 'ssh' }, { 'service.name': 'redis' }],
    ['gt', { port: { gt: 1023 } }, { port: 1024 }, { port: 1023 }],
    ['gte', { port: { gte: 1024 } }, { port: 1024 }, { port: 1023 }],
    ['lt', { 'tls.days_left': { lt: 0 } }, { 'tls.days_left': -1 }, { 'tls.days_left': 0 }],
    ['lte', { 'tls.days_left': { lte: 0 } }, { 'tls.days_left': 0 }, { 'tls.days_left': 1 }],
    ['between, lower end', { port: { between: [5900, 5910] } }, { port: 5900 }, { port: 5899 }],
    ['between, upper end', { port: { between: [5900, 5910] } }, { port: 5910 }, { port: 5911 }],
    ['several operators', { port: { gt: 10, ne: 22 } }, { port: 23 }, { port: 22 }],
    ['has', { 'vnc.security': { has: 'none' } }, { 'vnc.security': ['vnc-auth', 'none'] }, { 'vnc.security': [] }],
    ['has_any', { 'target.tags': { has_any: ['pci', 'web'] } }, { 'target.tags': ['web'] }, { 'target.tags': ['we'] }],
    ['cidr', { address: { cidr: '10.0.0.0/30' } }, { address: '10.0.0.3' }, { address: '10.0.0.4' }],
    ['cidr of IPv6', { address: { cidr: '2001:db8::/32' } }, { address: '2001:db8::1' }, { address: '10.0.0.4' }],
    ['glob', { 'http.server': { glob: 'Docker/*' } }, { 'http.server': 'Docker/24.0' }, { 'http.server': 'docker/24' }],
    ['known: true', { access: { known: true } }, { access: 'required' }, {}],
    ['known: false', { access: { known: false } }, {}, { access: 'required' }],
  ] satisfies [string, RawCondition, Facts, Facts][])('%s', (_, raw, holds, fails) => {
    expect(truthOf(raw, holds)).toBe(true);
    expect(truthOf(raw, fails)).toBe(false);
  });

  it.each(['eq', 'ne', 'in', 'not_in'])('%s of an absent fact is unknown', (operator) => {
    expect(truthOf({ port: { [operator]: [22] } }, {})).toEqual(missing('port'));
  });
});

describe('conditions', () => {
  const redisOrPort: RawCondition = {
    any: [{ 'service.name': 'redis' }, { 'service.name': { known: false }, port: 6379 }],
  };

  it.each([
    ['several keys: one false settles it', { open: true, access: 'required' }, { open: false }, false],
    ['several keys: all missing ones', { open: true, access: 'required' }, {}, missing('open', 'access')],
    ['several keys: only missing ones', { open: true, access: 'required' }, { open: true }, missing('access')],
    ['all', { all: [{ open: true }, { port: 22 }] }, { open: true, port: 22 }, true],
    ['any: one true settles it', { any: [{ open: true }, { port: 22 }] }, { port: 22 }, true],
    ['any: unknown beside false', { any: [{ open: true }, { port: 22 }] }, { port: 23 }, missing('open')],
    ['none: one true settles it', { none: [{ open: true }, { port: 22 }] }, { port: 22 }, false],
    ['none: unknown beside false', { none: [{ open: true }, { port: 22 }] }, { port: 23 }, missing('open')],
    ['none: all false', { none: [{ open: true }, { port: 22 }] }, { port: 23, open: false }, true],
    ['not true', { not: { open: true } }, { open: true }, false],
    ['not unknown', { not: { open: true } }, {}, missing('open')],
    ['known shields a test', { access: { known: true, eq: 'required' } }, {}, false],
    ['identified', redisOrPort, { 'service.name': 'redis', port: 7000 }, true],
    ['identified as something else', redisOrPort, { 'service.name': 'ssh', port: 6379 }, false],
    ['unidentified on the usual port', redisOrPort, { port: 6379 }, true],
    ['unidentified elsewhere', redisOrPort, { port: 7000 }, missing('service.name')],
  ] satisfies [string, RawCondition, Facts, unknown][])('%s', (_, raw, facts, expected) => {
    expect(truthOf(raw, facts)).toEqual(expected);
  });

  it('refuses a fact of another type instead of finding it unequal', () => {
    expect(() => truthOf({ port: 22 }, { port: '22' })).toThrow(FactTypeError);
    expect(() => truthOf({ 'vnc.security': { has: 'none' } }, { 'vnc.security': 'none' })).toThrow(
      'vnc.security is a string, declared is list',
    );
  });
});
