import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HostSegment } from '../../src/model/plan.ts';
import { createEndpointKinds } from '../../src/run/endpoint-kinds.ts';
import { fakePlan } from '../sweep/fake-plan.ts';

describe('createEndpointKinds', () => {
  it('counts every endpoint with a result once, with others of equal port, result and labels', () => {
    const hosts = 12;
    const ports = 3;
    const owners = fc.array(fc.constantFrom('red', 'blue'), { minLength: hosts, maxLength: hosts });
    const results = fc.array(fc.constantFrom(0, 2, 4, 13), { minLength: hosts * ports, maxLength: hosts * ports });
    fc.assert(
      fc.property(owners, results, fc.integer({ min: 1, max: hosts }), (ownerOf, codes, hostsAtOnce) => {
        const segments = ownerOf.map((owner, firstHost): HostSegment => ({
          firstHost,
          hosts: 1,
          identity: { names: [], labels: { owner } },
        }));
        const kinds = createEndpointKinds({ ...fakePlan(hosts, ports), segments });
        const wanted = new Map<string, { endpoints: number; index: number }>();
        for (const [index, code] of codes.entries()) {
          if (code === 0) continue;
          const key = `${ownerOf[Math.floor(index / ports)]} ${index % ports} ${code}`;
          const known = wanted.get(key);
          wanted.set(key, { index: known?.index ?? index, endpoints: (known?.endpoints ?? 0) + 1 });
        }
        const step = hostsAtOnce * ports;
        for (let first = 0; first < codes.length; first += step) {
          const part = Uint8Array.from(codes.slice(first, first + step));
          kinds.count(first, part, () => part.map((_, offset) => first + offset));
        }
        const found = [...kinds.all()].map(({ identity, like, endpoints }): [string, object] => {
          expect(like.attempts).toBe(like.index);
          const key = `${identity.labels.owner} ${like.index % ports} ${like.code}`;
          return [key, { index: like.index, endpoints }];
        });
        expect(found).toHaveLength(wanted.size);
        expect(new Map(found)).toEqual(wanted);
      }),
    );
  });
});
