import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FindingIdentity } from '../../src/policy/fingerprint.ts';
import { fingerprintOf } from '../../src/policy/fingerprint.ts';
import { sha256hex } from './observations.ts';

const finding: FindingIdentity = {
  ruleId: 'core/db-internet',
  asset: 'db-04',
  endpoint: { address: '203.0.113.40', port: 5432, transport: 'tcp' },
  extras: {},
};

describe('fingerprintOf', () => {
  it('hashes the canonical array', () => {
    // printf '["exposure-fp/1","core/db-internet","asset:db-04","tcp",5432,{}]' | sha256sum
    expect(fingerprintOf(finding, sha256hex)).toBe('exposure/v1:6f5dbc8959fa354c1f42cfdd6d50138f');
  });

  it('names the address where the target has no id of its own', () => {
    const seen: string[] = [];
    fingerprintOf({ ...finding, asset: undefined }, (text) => {
      seen.push(text);
      return sha256hex(text);
    });
    expect(seen).toEqual(['["exposure-fp/1","core/db-internet","ip:203.0.113.40","tcp",5432,{}]']);
  });

  it('does not depend on the order of extras', () => {
    const extras = { 'tls.subject': 'CN=a', port: 1, 'target.tags': ['b', 'a'] };
    const reversed = Object.fromEntries(Object.entries(extras).toReversed());
    expect(fingerprintOf({ ...finding, extras: reversed }, sha256hex)).toBe(
      fingerprintOf({ ...finding, extras }, sha256hex),
    );
  });

  it('differs as soon as rule, target, transport, port or an extra does', () => {
    const any = fc.record({
      ruleId: fc.constantFrom('a/x', 'a/y'),
      asset: fc.constantFrom(undefined, 'web', '10.0.0.1'),
      endpoint: fc.record({
        address: fc.constantFrom('10.0.0.1', '10.0.0.2'),
        port: fc.constantFrom(1, 11),
        transport: fc.constantFrom('tcp' as const, 'udp' as const),
      }),
      extras: fc.constantFrom({}, { 'tls.subject': 'CN=a' }, { 'tls.subject': 'CN=b' }),
    });
    const keyOf = ({ asset, endpoint, ...rest }: FindingIdentity): string =>
      JSON.stringify([
        asset === undefined ? ['ip', endpoint.address] : ['asset', asset],
        endpoint.port,
        endpoint.transport,
        rest,
      ]);
    fc.assert(
      fc.property(any, any, (a, b) => {
        expect(fingerprintOf(a, sha256hex) === fingerprintOf(b, sha256hex)).toBe(keyOf(a) === keyOf(b));
      }),
      { numRuns: 1000 },
    );
  });
});
