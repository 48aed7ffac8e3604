import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AddressRange } from '../../src/model/address.ts';
import type { Target } from '../../src/model/target.ts';
import { createIdentityIndex } from '../../src/targets/identity-index.ts';
import { createPlan } from '../../src/targets/plan.ts';
import { mergeRanges, subtractRanges } from '../../src/model/range-set.ts';

const range = fc
  .tuple(fc.constantFrom(4 as const, 6 as const), fc.nat({ max: 200 }), fc.nat({ max: 60 }))
  .map(([family, first, length]): AddressRange => ({
    family,
    first: BigInt(first) + 0x0a000000n,
    last: BigInt(first + length) + 0x0a000000n,
  }));
const target = fc
  .tuple(range, fc.option(fc.constantFrom('red', 'blue'), { nil: undefined }), fc.boolean())
  .map(([one, owner, named]): Target => ({
    text: 'any',
    ...(named ? { name: 'host.example.org' } : {}),
    ranges: [one],
    labels: owner === undefined ? {} : { owner },
  }));

describe('segments of a plan', () => {
  it('cover all hosts in order, each with the names and labels that the host has', () => {
    fc.assert(
      fc.property(
        fc.array(target, { minLength: 1, maxLength: 8 }),
        fc.array(range, { maxLength: 3 }),
        (targets, holes) => {
          const ranges = subtractRanges(mergeRanges(targets.flatMap((one) => one.ranges)), mergeRanges(holes));
          const plan = createPlan({ ranges, ports: [22], identities: createIdentityIndex(targets) });
          const identities = plan.segments.flatMap(({ hosts, identity }) =>
            Array.from({ length: hosts }, () => identity),
          );
          expect(identities).toEqual(
            Array.from({ length: plan.hosts }, (_, host) => plan.identityOf(plan.hostAt(host))),
          );
          expect(plan.segments.map(({ firstHost }) => firstHost)).toEqual(
            plan.segments.map((_, at) => plan.segments.slice(0, at).reduce((sum, { hosts }) => sum + hosts, 0)),
          );
        },
      ),
    );
  });

  it('are one for a /8 with one label', () => {
    const ranges = [{ family: 4 as const, first: 0x0a000000n, last: 0x0affffffn }];
    const identities = createIdentityIndex([{ text: '10.0.0.0/8', ranges, labels: { owner: 'net' } }]);
    expect(createPlan({ ranges, ports: [22], identities }).segments).toEqual([
      { firstHost: 0, hosts: 2 ** 24, identity: { names: [], labels: { owner: 'net' } } },
    ]);
  });
});
