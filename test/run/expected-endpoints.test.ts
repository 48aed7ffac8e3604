import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HostSegment } from '../../src/model/plan.ts';
import { expectedEndpoints } from '../../src/run/expected-endpoints.ts';
import { fakePlan } from '../sweep/fake-plan.ts';

const segment = fc.record({
  hosts: fc.integer({ min: 1, max: 4 }),
  expectOpen: fc.option(fc.subarray([1, 2, 3, 9]), { nil: undefined }),
});

describe('expectedEndpoints', () => {
  it('are those that a label declares open, among all and within any part', () => {
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1 }), fc.nat(), fc.nat(), (parts, from, length) => {
        let hosts = 0;
        const segments = parts.map(({ expectOpen, ...part }): HostSegment => {
          const firstHost = hosts;
          hosts += part.hosts;
          return {
            firstHost,
            ...part,
            identity: { names: [], labels: expectOpen === undefined ? {} : { expectOpen } },
          };
        });
        const plan = { ...fakePlan(hosts, 3), segments };
        const isExpected = (index: number): boolean => {
          const host = Math.floor(index / 3);
          const holder = segments.find(({ firstHost, hosts: count }) => host >= firstHost && host < firstHost + count);
          return holder?.identity.labels.expectOpen?.includes((index % 3) + 1) ?? false;
        };
        const wanted = Array.from({ length: plan.size }, (_, index) => index).filter(isExpected);
        const expected = expectedEndpoints(plan);
        const first = from % plan.size;
        const end = Math.min(plan.size, first + (length % 20));
        expect(Array.from({ length: plan.size }, (_, index) => index).filter((index) => expected.has(index))).toEqual(
          wanted,
        );
        expect([...expected.within(first, end)]).toEqual(wanted.filter((index) => first <= index && index < end));
      }),
    );
  });
});
