import { describe, expect, it } from 'vitest';
import type { UnassessedEndpoint } from '../../src/model/report.ts';
import { groupUnassessed } from '../../src/report/group-unassessed.ts';

const RULES = Array.from({ length: 77 }, (_, number) => `databases/rule-number-${number}`);

function unassessed(changes: Partial<UnassessedEndpoint>): UnassessedEndpoint {
  return {
    address: '10.0.0.1',
    port: 1,
    transport: 'tcp',
    host: '10.0.0.1',
    reason: 'service not identified',
    missing: ['service.name'],
    rules: RULES,
    worst: 'critical',
    ...changes,
  };
}

describe('groupUnassessed', () => {
  it('tells once what is the same for every port of a host that accepts everything', () => {
    const everything = Array.from({ length: 65_535 }, (_, index) => unassessed({ port: index + 1 }));
    const entries = groupUnassessed(everything);
    expect(entries).toMatchObject([{ endpoints: 65_535, rules: RULES }]);
    expect(entries[0]?.hosts).toEqual([{ address: '10.0.0.1', host: '10.0.0.1', ports: '1-65535' }]);
    expect(JSON.stringify(entries).length).toBeLessThan(5_000);
  });

  it.each([
    ['rules', { rules: ['own/a'] }],
    ['missing facts', { missing: ['access'] }],
    ['reason', { reason: 'access without credentials not determined' }],
    ['worst severity', { worst: 'low' }],
    ['transport', { transport: 'udp' }],
  ] satisfies [string, Partial<UnassessedEndpoint>][])('never mixes endpoints that differ in %s', (_, changes) => {
    const entries = groupUnassessed([unassessed({ port: 2, ...changes }), unassessed({})]);
    expect(entries.map(({ endpoints }) => endpoints)).toEqual([1, 1]);
    expect(entries[0]?.hosts[0]?.ports).toBe('1');
  });

  it('counts an endpoint for as many as it stands for, and names it once', () => {
    const entries = groupUnassessed([unassessed({ times: 5000 }), unassessed({ port: 2 })]);
    expect(entries).toMatchObject([{ endpoints: 5001, hosts: [{ address: '10.0.0.1', ports: '1-2' }] }]);
  });

  it('puts the worst first, hosts by address as a number', () => {
    const entries = groupUnassessed([
      unassessed({ worst: 'low' }),
      unassessed({ address: '10.0.0.10', port: 7 }),
      unassessed({ address: '10.0.0.9', port: 9 }),
    ]);
    expect(entries.map(({ worst, hosts }) => [worst, hosts.map(({ address }) => address)])).toEqual([
      ['critical', ['10.0.0.9', '10.0.0.10']],
      ['low', ['10.0.0.1']],
    ]);
  });
});
