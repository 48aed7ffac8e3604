import { describe, expect, expectTypeOf, it } from 'vitest';
import { compareDeclared } from '../../src/declared/compare-declared.ts';
import type { DeclaredComparison } from '../../src/declared/comparison.ts';
import type { Report } from '../../src/model/report.ts';
import { loadDeclared } from '../../src/run/load-declared.ts';

describe('loadDeclared', () => {
  it('reads firewalls with what the user says of them', async () => {
    const loaded = await loadDeclared({
      declared: {
        files: ['fixtures/declared/security-groups.json'],
        from: ['9.9.9.9'],
        hook: null,
        members: ['fixtures/declared/network-interfaces.json'],
      },
    });
    const seen = { address: '203.0.113.10', transport: 'tcp', zone: null, source: null } as const;
    const observed = [
      { ...seen, port: 443, state: 'open' as const },
      { ...seen, port: 22, state: 'open' as const },
    ];
    const declared = loaded?.firewalls.map(({ firewall, sha256 }) =>
      compareDeclared(firewall, observed, { ...loaded.options, sha256 }),
    );
    expect(declared).toHaveLength(1);
    expect(declared?.[0]?.undeclared).toEqual([{ zone: null, address: '203.0.113.10', port: 22, transport: 'tcp' }]);
    expect(declared?.[0]?.source).toEqual({
      kind: 'aws-security-groups',
      path: 'fixtures/declared/security-groups.json',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const statuses = declared?.[0]?.lines.map(({ status }) => status);
    expect(statuses?.filter((status) => status === 'confirmed')).toHaveLength(1);
  });

  it('gives what a report holds', () => {
    expectTypeOf<DeclaredComparison>().toExtend<Report['declared'][number]>();
  });

  it('names a file that cannot be read', async () => {
    await expect(loadDeclared({ declared: { files: ['/nowhere/fw.json'], from: [], hook: null } })).rejects.toThrow(
      /\/nowhere\/fw.json/,
    );
  });
});
