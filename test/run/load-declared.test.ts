import { describe, expect, expectTypeOf, it } from 'vitest';
import { compareDeclared } from '../../src/declared/compare-declared.ts';
import type { DeclaredComparison } from '../../src/declared/comparison.ts';
import type { Report } from '../../src/model/report.ts';
import { loadDeclared } from '../../src/run/load-declared.ts';

const REQUEST = { files: [], from: [], hook: 'auto' as const, interfaces: [], groups: [], members: [] };

describe('loadDeclared', () => {
  it('reads firewalls with what the user says of them', async () => {
    const [loaded] = await loadDeclared({
      ...REQUEST,
      files: ['fixtures/declared/security-groups.json'],
      from: ['9.9.9.9'],
      members: ['fixtures/declared/network-interfaces.json'],
    });
    const seen = { address: '203.0.113.10', transport: 'tcp', zone: null, source: null } as const;
    const observed = [
      { ...seen, port: 443, state: 'open' as const },
      { ...seen, port: 22, state: 'open' as const },
    ];
    const declared = loaded && compareDeclared(loaded.firewall, observed, loaded.options);
    expect(declared?.undeclared).toEqual([{ zone: null, address: '203.0.113.10', port: 22, transport: 'tcp' }]);
    expect(declared?.source).toEqual({
      kind: 'aws-security-groups',
      path: 'fixtures/declared/security-groups.json',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(declared?.lines.map(({ status }) => status).filter((status) => status === 'confirmed')).toHaveLength(1);
  });

  it('gives what a report holds', () => {
    expectTypeOf<DeclaredComparison>().toExtend<Report['declared'][number]>();
  });

  it('names a file that cannot be read', async () => {
    await expect(loadDeclared({ ...REQUEST, files: ['/nowhere/fw.json'] })).rejects.toThrow(/\/nowhere\/fw.json/);
  });
});
