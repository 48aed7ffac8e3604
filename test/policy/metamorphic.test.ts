import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Observation } from '../../src/model/observation.ts';
import type { Finding, Sighting } from '../../src/model/report.ts';
import type { Labels } from '../../src/model/target.ts';
import { createPolicy } from '../../src/policy/create-policy.ts';
import { createJudge } from '../../src/policy/judge.ts';
import type { Judgement } from '../../src/policy/judge.ts';
import type { Subject } from '../../src/policy/subject.ts';
import { CLOSED, identity, NOT_ASKED, observation, REDIS, sha256hex, SILENT } from './observations.ts';
import { shippedPacks } from './shipped-packs.ts';

const policy = createPolicy(shippedPacks, {});
const CONTEXT = {
  zones: [
    { name: 'internet', vantages: ['fra', 'nyc'], quorum: 2 },
    { name: 'office', vantages: ['hq'], quorum: 1 },
  ],
  vantages: ['fra', 'nyc', 'hq'].map((id) => ({ id, health: 'confirmed' as const, controls: [] })),
  sha256hex,
};

const sighting = (vantage: string, zone: string): fc.Arbitrary<Sighting> =>
  fc.constantFrom(
    { vantage, zone, state: 'open', reason: 'syn-ack' } as const,
    { vantage, zone, state: 'closed', reason: 'rst' } as const,
    { vantage, zone, state: 'filtered', reason: 'no-response' } as const,
    { vantage, zone, state: 'error', reason: 'no-fds' } as const,
  );

const changes = fc.constantFrom<Partial<Observation>>(
  {},
  CLOSED,
  SILENT,
  NOT_ASKED,
  { ...REDIS, access: 'none-required' },
  { service: { ...REDIS.service, name: 'telnet' } },
  { service: { ...REDIS.service, name: 'postgresql', version: '13' }, access: 'required' },
);

/** Endpoints of which each is looked at once. */
const subjects = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 6 }), fc.constantFrom(22, 23, 5432, 6379, 7777)), {
    selector: ([host, port]) => `${host} ${port}`,
    maxLength: 8,
  })
  .chain((places) =>
    fc.tuple(
      ...places.map(([host, port]) =>
        fc
          .record({
            changes,
            labels: fc.constantFrom<Labels>({}, { env: 'production' }, { expectOpen: [22] }),
            seen: fc.tuple(sighting('fra', 'internet'), sighting('nyc', 'internet'), sighting('hq', 'office')),
          })
          .map((drawn): Subject => ({
            observation: observation({ ...drawn.changes, port, address: `10.0.0.${host}` }),
            identity: identity(drawn.labels),
            seen: drawn.seen,
            times: 1,
          })),
      ),
    ),
  );

function judged(all: readonly Subject[]): Judgement {
  const judge = createJudge(policy, CONTEXT);
  for (const subject of all) judge.judge(subject);
  return judge.finish();
}

const keyOf = ({ ruleId, address, port }: Finding): string => `${ruleId} ${address} ${port}`;

describe('all shipped rules', () => {
  it('say the same in whatever order endpoints come', () => {
    fc.assert(
      fc.property(
        subjects.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          expect(judged(shuffled)).toEqual(judged(all));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('find the same under the same fingerprints whatever a server calls itself, and wherever else it is looked at from', () => {
    fc.assert(
      fc.property(subjects, (all) => {
        const renamed = all.map((subject): Subject => {
          const { service } = subject.observation;
          const observed = {
            ...subject.observation,
            at: '2027-01-01T00:00:00.000Z',
            rttMs: 9,
            ...(service && { service: { ...service, product: 'Another', version: '99' } }),
          };
          const seen = [...subject.seen, { vantage: 'new', zone: 'lab', state: 'open', reason: 'syn-ack' } as const];
          return { ...subject, observation: observed, seen };
        });
        const before = new Map(judged(all).findings.map((finding) => [keyOf(finding), finding.fingerprint]));
        for (const finding of judged(renamed).findings) {
          const known = before.get(keyOf(finding)) ?? finding.fingerprint;
          expect(finding.fingerprint).toBe(known);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('never pass for want of an observation', () => {
    fc.assert(
      fc.property(subjects, fc.nat(), fc.nat(2), (all, which, vantage) => {
        const [subject] = all.slice(which % Math.max(1, all.length));
        fc.pre(subject !== undefined);
        const blind = subject.seen.map((sighting_, place): Sighting =>
          place === vantage ? { ...sighting_, state: 'error', reason: 'no-fds' } : sighting_,
        );
        const passes = (from: Subject): number => judged([from]).verdicts.pass;
        const { verdicts } = judged([subject]);
        // Whatever passes while a vantage is blind must have passed, or failed for what it alone saw.
        expect(passes({ ...subject, seen: blind })).toBeLessThanOrEqual(verdicts.pass);
      }),
      { numRuns: 200 },
    );
  });
});
