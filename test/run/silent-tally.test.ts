import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SilentTally } from '../../src/run/silent-tally.ts';
import { fakePlan } from '../sweep/fake-plan.ts';

describe('silent tally', () => {
  it('counts each host and each port, and folds equal neighbours', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 5 }),
        fc.func(fc.boolean()),
        (hosts, ports, isSilent) => {
          const plan = fakePlan(hosts, ports);
          const tally = new SilentTally(plan);
          const perHost = Array.from({ length: hosts }, () => 0);
          const perPort = new Map<number, number>();
          for (let index = 0; index < plan.size; index++) {
            if (!isSilent(index)) continue;
            const endpoint = plan.at(index);
            const at = new Date(0).toISOString();
            const about = { host: endpoint.address, vantage: 'v', rttMs: null, attempts: 2, at };
            tally.count({ ...endpoint, ...about, state: 'filtered', reason: 'no-response' }, index);
            perHost[Math.floor(index / ports)] = (perHost[Math.floor(index / ports)] ?? 0) + 1;
            perPort.set(endpoint.port, (perPort.get(endpoint.port) ?? 0) + 1);
          }
          const unfolded = [...tally.hosts()].flatMap(({ first, hosts: length, silentPorts }) =>
            Array.from({ length }, (_, i): [number, number] => [plan.hostIndexOf(first) + i, silentPorts]),
          );
          expect(unfolded).toEqual([...perHost.entries()].filter(([, count]) => count > 0));
          expect(tally.ports().reduce((sum, { endpoints }) => sum + endpoints, 0)).toBe(
            [...perPort.values()].reduce((sum, count) => sum + count, 0),
          );
        },
      ),
    );
  });
});
