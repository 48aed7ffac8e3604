import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Report, Vantage } from '../../../src/model/report.ts';
import { compareWithBaseline } from '../../../src/policy/baseline/compare-with-baseline.ts';
import { fingerprintAt, reportOf } from './sample-runs.ts';
import type { Observed, Run } from './sample-runs.ts';

const ENDPOINTS = ['10.0.0.5 22', '10.0.0.5 5432', '10.0.0.6 22'];
const VANTAGES = ['fra', 'desk'] as const;

/** How things are, whoever looks: which endpoint is open to whom, and whether something is wrong with what listens there. */
type Truth = Readonly<Record<string, { readonly openTo: readonly string[]; readonly wrong: boolean }>>;

/** What may go wrong with looking. */
interface Look {
  readonly truth: Truth;
  readonly vantages: readonly (typeof VANTAGES)[number][];
  readonly health: Vantage['health'];
  readonly complete: boolean;
  readonly rule: 'active' | 'off' | 'missing';
  /** Endpoints that are not asked, that this machine could not ask, and that were not understood. */
  readonly left: readonly string[];
  readonly failed: readonly string[];
  readonly notUnderstood: readonly string[];
  /** Endpoints that seem silent to a vantage whose network is down. */
  readonly lost: readonly string[];
}

const truth: fc.Arbitrary<Truth> = fc
  .tuple(...ENDPOINTS.map(() => fc.record({ openTo: fc.subarray([...VANTAGES]), wrong: fc.boolean() })))
  .map((all) => Object.fromEntries(all.map((each, index) => [ENDPOINTS[index] ?? '', each])));

/** Mostly nothing, so that most looks prove something. */
const few = fc.oneof(
  { weight: 3, arbitrary: fc.constant<string[]>([]) },
  { weight: 1, arbitrary: fc.subarray(ENDPOINTS) },
);

const look: fc.Arbitrary<Look> = fc.record({
  truth,
  vantages: fc.oneof(fc.constant([...VANTAGES]), fc.subarray([...VANTAGES], { minLength: 1 })),
  health: fc.constantFrom('confirmed' as const, 'no-control' as const, 'failed' as const),
  complete: fc.boolean(),
  rule: fc.oneof(
    { weight: 8, arbitrary: fc.constant('active' as const) },
    { weight: 1, arbitrary: fc.constantFrom('off' as const, 'missing' as const) },
  ),
  left: few,
  failed: few,
  notUnderstood: few,
  lost: few,
});

/** What such a look gives. A vantage whose control was open loses nothing in a run that came to its end. */
function observe(key: string, what: Look): Observed {
  const { openTo, wrong } = what.truth[key] ?? { openTo: [], wrong: false };
  const mayLose = what.health !== 'confirmed' || !what.complete;
  const seen = Object.fromEntries(
    what.vantages.map((id) => {
      if (what.failed.includes(key)) return [id, 'error' as const];
      if (mayLose && what.lost.includes(key)) return [id, 'filtered' as const];
      return [id, openTo.includes(id) ? ('open' as const) : ('closed' as const)];
    }),
  );
  const states = Object.values(seen);
  const state = (['open', 'closed', 'filtered', 'error'] as const).find((each) => states.includes(each)) ?? 'error';
  if (state !== 'open') return { state, seen };
  if (what.notUnderstood.includes(key)) return { state, seen, verdict: 'not_assessed', identified: false };
  return { state, seen, verdict: wrong ? 'fail' : 'pass' };
}

function runOf(what: Look, day: number): Run {
  const asked = ENDPOINTS.filter((key) => !what.left.includes(key));
  const error = asked.filter((key) => what.failed.includes(key)).length;
  return {
    day,
    observed: Object.fromEntries(asked.map((key) => [key, observe(key, what)])),
    vantages: what.vantages.map((id) => ({
      id,
      zone: id === 'fra' ? 'internet' : 'office',
      health: what.health,
      complete: what.complete,
      states: { open: 0, closed: 0, filtered: 0, error },
    })),
    rule: what.rule,
    complete: what.complete,
  };
}

/** Reports of runs one after the other, each compared with the one before. */
function chain(looks: readonly Look[]): readonly Report[] {
  const reports: Report[] = [];
  for (const [day, what] of looks.entries()) {
    const report = reportOf(runOf(what, day));
    const baseline = reports.at(-1);
    reports.push(
      baseline === undefined
        ? report
        : { ...report, ...compareWithBaseline(report, { report: baseline, path: 'old', sha256: '' }) },
    );
  }
  return reports;
}

function fingerprints(items: readonly { readonly fingerprint: string }[]): readonly string[] {
  return items.map(({ fingerprint }) => fingerprint);
}

const looks = fc.array(look, { minLength: 2, maxLength: 8 });

describe('over all histories', () => {
  it('a finding that was never proven resolved is never absent', () => {
    fc.assert(
      fc.property(looks, (all) => {
        const known = new Set<string>();
        for (const report of chain(all)) {
          const gone = report.changes?.gone ?? [];
          const here = new Set(fingerprints([...report.findings, ...gone]));
          expect([...known].filter((fingerprint) => !here.has(fingerprint))).toEqual([]);
          for (const fingerprint of here) known.add(fingerprint);
          for (const { status, fingerprint } of gone) if (status === 'resolved') known.delete(fingerprint);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('nothing is resolved that is still so for a vantage that ever saw it', () => {
    let proofs = 0;
    fc.assert(
      fc.property(looks, (all) => {
        /** Who saw a finding open and was not shown otherwise since. */
        const witnesses = new Map<string, Set<string>>();
        for (const [day, report] of chain(all).entries()) {
          const what = all[day];
          for (const { fingerprint, seen } of report.findings) {
            const known = witnesses.get(fingerprint) ?? new Set();
            witnesses.set(fingerprint, known);
            for (const { vantage, state } of seen) {
              if (state === 'open') known.add(vantage);
              if (state === 'closed') known.delete(vantage);
            }
          }
          for (const { status, fingerprint } of report.changes?.gone ?? []) {
            if (status !== 'resolved') continue;
            proofs++;
            const key = ENDPOINTS.find((each) => fingerprintAt(each) === fingerprint) ?? '';
            const { openTo, wrong } = what?.truth[key] ?? { openTo: [...VANTAGES], wrong: true };
            const stillOpen = [...(witnesses.get(fingerprint) ?? [])].some((id) => openTo.includes(id));
            expect(wrong && stillOpen).toBe(false);
            witnesses.delete(fingerprint);
          }
        }
      }),
      { numRuns: 2000 },
    );
    expect(proofs).toBeGreaterThan(100);
  });

  it('a finding is in one place only, and its first day never moves while it is known', () => {
    fc.assert(
      fc.property(looks, (all) => {
        let before = new Map<string, string>();
        for (const report of chain(all)) {
          const gone = report.changes?.gone ?? [];
          const everywhere = fingerprints([...report.findings, ...gone]);
          expect(new Set(everywhere).size).toBe(everywhere.length);
          const first = new Map([
            ...gone.map(({ fingerprint, firstSeen }): [string, string] => [fingerprint, firstSeen]),
            ...report.findings.map(({ fingerprint, history }): [string, string] => [
              fingerprint,
              history?.firstSeen ?? report.run.startedAt,
            ]),
          ]);
          for (const [fingerprint, day] of first) expect(before.get(fingerprint) ?? day).toBe(day);
          before = first;
        }
      }),
    );
  });

  it('counts are those of what is listed', () => {
    fc.assert(
      fc.property(looks, (all) => {
        for (const { changes, findings } of chain(all).slice(1)) {
          const { resolved, unverified, ruleDisabled, ...stay } = changes?.counts ?? {};
          expect(Object.values(stay).reduce((sum, count) => sum + count, 0)).toBe(findings.length);
          expect((resolved ?? 0) + (unverified ?? 0) + (ruleDisabled ?? 0)).toBe(changes?.gone.length);
        }
      }),
    );
  });

  it('a run compared with itself changes nothing', () => {
    fc.assert(
      fc.property(look, (what) => {
        const [, again] = chain([what, what]);
        expect(again?.findings.every(({ history }) => history?.status === 'unchanged')).toBe(true);
        expect(again?.changes?.gone).toEqual([]);
      }),
    );
  });
});
