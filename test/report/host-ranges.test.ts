import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIndexSet } from '../../src/model/index-set.ts';
import { codeOf } from '../../src/model/result-code.ts';
import { foldHosts } from '../../src/report/fold-hosts.ts';
import { createHostRanges } from '../../src/report/host-ranges.ts';
import { createTally } from '../../src/report/tally.ts';
import { observed } from './observed.ts';
import { fakePlan } from '../sweep/fake-plan.ts';

const [OPEN, CLOSED, SILENT, UNREACHABLE] = [
  codeOf('syn-ack'),
  codeOf('rst'),
  codeOf('no-response'),
  codeOf('host-unreach'),
];

describe('ranges of hosts', () => {
  it('hold each host without an entry once, whatever the shards and their order, and add up', () => {
    const hosts = 30;
    const rows = fc.array(fc.tuple(fc.constantFrom(0, CLOSED, SILENT), fc.constantFrom(0, CLOSED, UNREACHABLE)), {
      minLength: hosts,
      maxLength: hosts,
    });
    const listed = fc.uniqueArray(fc.nat({ max: hosts - 1 }), { maxLength: 6 });
    fc.assert(
      fc.property(
        rows,
        listed,
        fc.integer({ min: 1, max: hosts }),
        fc.boolean(),
        (seen, withLine, perShard, backwards) => {
          const plan = fakePlan(hosts, 3);
          const tally = createTally(plan);
          for (const host of withLine) tally.observe(observed(plan.hostAt(host), 3, 'syn-ack'));
          const codes = Uint8Array.from(seen.flatMap(([a, b]) => [a, b, 0]));
          const firsts = Array.from({ length: Math.ceil(hosts / perShard) }, (_, shard) => shard * perShard * 3);
          for (const first of backwards ? firsts.toReversed() : firsts) {
            tally.observeShard(first, codes.subarray(first, first + perShard * 3));
          }
          const { hostRanges, states, silent, hosts: entries } = tally.result();
          const told = new Map<number, unknown>();
          for (const { first, last, hosts: count, counts, silent: quiet } of hostRanges) {
            const before = told.size;
            for (let host = plan.hostIndexOf(first); host <= plan.hostIndexOf(last); host++) {
              if (!withLine.includes(host)) told.set(host, { ...counts, silent: quiet });
            }
            expect(told.size - before).toBe(count);
          }
          const wanted = seen.flatMap((row, host): [number, unknown][] => {
            if (withLine.includes(host) || row.every((code) => code === 0)) return [];
            const count = (code: number): number => row.filter((one) => one === code).length;
            const filtered = count(SILENT) + count(UNREACHABLE);
            return [[host, { open: 0, closed: count(CLOSED), filtered, error: 0, silent: count(SILENT) }]];
          });
          expect([...told]).toEqual(wanted);
          const sum = (code: number): number => codes.filter((one) => one === code).length;
          expect(states).toEqual({
            open: withLine.length,
            closed: sum(CLOSED),
            filtered: sum(SILENT) + sum(UNREACHABLE),
            error: 0,
          });
          expect(silent).toBe(sum(SILENT));
          for (const state of ['open', 'closed', 'filtered', 'error'] as const) {
            const inRanges = hostRanges.reduce((total, { hosts: count, counts }) => total + count * counts[state], 0);
            expect(entries.reduce((total, { counts }) => total + counts[state], inRanges)).toBe(states[state]);
          }
        },
      ),
    );
  });

  it('are not broken by hosts that have an entry', () => {
    const plan = fakePlan(5, 1);
    const listed = createIndexSet();
    for (const host of [1, 2]) listed.add(host);
    const ranges = createHostRanges(plan, listed);
    const codes = new Uint8Array(5).fill(SILENT);
    foldHosts({ firstHost: 0, portsPerHost: 1, codes, listed: listed.within(0, 5) }, ranges);
    expect(ranges.result().hostRanges).toMatchObject([{ first: '10.0.0.0', last: '10.0.0.4', hosts: 3 }]);
  });

  it('break where the plan has a gap', () => {
    const plan = fakePlan(4, 1);
    const first = 0x0a000000n;
    const parts = [
      { family: 4 as const, first, last: first + 1n },
      { family: 4 as const, first: first + 9n, last: first + 10n },
    ];
    const ranges = createHostRanges({ ...plan, ranges: parts }, createIndexSet());
    foldHosts({ firstHost: 0, portsPerHost: 1, codes: new Uint8Array(4).fill(CLOSED), listed: [] }, ranges);
    expect(ranges.result().hostRanges).toMatchObject([
      { first: '10.0.0.0', last: '10.0.0.1', hosts: 2 },
      { first: '10.0.0.9', last: '10.0.0.10', hosts: 2 },
    ]);
  });

  it('are cut after the first 10,000, which are the same in whatever order shards come', () => {
    const hosts = 100_000;
    const plan = fakePlan(hosts, 1);
    const result = (shards: readonly number[]) => {
      const ranges = createHostRanges(plan, createIndexSet());
      for (const shard of shards) {
        const codes = Uint8Array.from({ length: 1000 }, (_, host) => (host % 2 === 0 ? CLOSED : OPEN));
        foldHosts({ firstHost: shard * 1000, portsPerHost: 1, codes, listed: [] }, ranges);
      }
      return ranges.result();
    };
    const order = Array.from({ length: hosts / 1000 }, (_, shard) => shard);
    const { hostRanges, hostRangesOmitted } = result(order);
    expect([hostRanges.length, hostRangesOmitted]).toEqual([10_000, hosts - 10_000]);
    expect(hostRanges.at(-1)?.last).toBe(plan.hostAt(9999));
    expect(result(order.toReversed())).toEqual({ hostRanges, hostRangesOmitted });
  });
});
