import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InternalError } from '../../src/model/errors.ts';
import type { Reason } from '../../src/model/observation.ts';
import { REASONS } from '../../src/model/observation.ts';
import { formatPorts } from '../../src/model/ports.ts';
import { assembleReport } from '../../src/report/assemble.ts';
import type { ReportParts } from '../../src/report/assemble.ts';
import { createTally } from '../../src/report/tally.ts';
import { listPlan } from './list-plan.ts';
import { observed } from './observed.ts';
import { schemaErrors } from './report-schema.ts';
import { cleanReport, hostileReport, lanReport, sampleRun } from './sample-reports.ts';
import { judgeSample } from './sample-rules.ts';
import { SAMPLE_SERVICES } from './sample-services.ts';

const PORTS = [22, 23, 80, 443, 3389, 6379];
const PLAN = listPlan(['9.0.0.1', '10.0.0.1', '10.0.0.2', '10.0.0.10', '2001:db8::1'], PORTS);

/** The parts of a run over `PLAN`; endpoints without a reason were not reached. */
function partsOf(reasons: readonly (Reason | undefined)[]): ReportParts {
  const tally = createTally(PLAN);
  const observations = reasons.flatMap((reason, index) => {
    const { address, port } = PLAN.at(index);
    return reason === undefined
      ? []
      : [observed(address, port, reason, REASONS[reason] === 'open' ? SAMPLE_SERVICES[port] : {})];
  });
  for (const observation of observations) tally.observe(observation);
  return {
    toolVersion: '0.1.0',
    run: sampleRun(),
    vantages: [],
    scope: {
      targets: [],
      targetsOmitted: 0,
      shard: null,
      exclusions: [],
      ports: formatPorts(PORTS),
      hosts: PLAN.hosts,
      endpoints: PLAN.size,
    },
    counters: null,
    tally: tally.result(),
    judgement: judgeSample(observations, () => ({})),
    outcome: {
      verdict: 'incomplete',
      policy: 'passed',
      coverage: 'incomplete',
      exitCode: 3,
      failOn: 'high',
      reasons: ['Interrupted.'],
    },
    packs: [],
  };
}

const anyReasons = fc.array(
  fc.option(fc.constantFrom(...(Object.keys(REASONS) as readonly Reason[])), { nil: undefined }),
  {
    minLength: PLAN.size,
    maxLength: PLAN.size,
  },
);

describe('assembleReport', () => {
  it.each([
    ['clean', cleanReport],
    ['LAN', lanReport],
    ['hostile', hostileReport],
  ])('the %s sample follows the schema', (_, sample) => {
    expect(schemaErrors(sample())).toEqual([]);
  });

  it('the schema is not one that lets everything pass', () => {
    expect(
      schemaErrors({ ...cleanReport(), endpoints: [{ ...observed('10.0.0.1', 22, 'rst'), port: 0 }] }),
    ).toHaveLength(1);
    expect(schemaErrors({ ...cleanReport(), extra: 1 })).toHaveLength(1);
  });

  it('whatever was seen, the report follows the schema and its numbers add up', () => {
    fc.assert(
      fc.property(anyReasons, (reasons) => {
        const report = assembleReport(partsOf(reasons));
        expect(schemaErrors(report)).toEqual([]);
        const { coverage, summary, hosts, endpoints, findings } = report;
        expect(coverage.answered + coverage.silent + coverage.errors + coverage.notProbed).toBe(coverage.planned);
        expect(coverage.notProbed).toBe(reasons.filter((reason) => reason === undefined).length);
        expect(coverage.identified + coverage.notIdentified).toBe(coverage.states.open);
        for (const state of ['open', 'closed', 'filtered', 'error'] as const) {
          expect(hosts.reduce((sum, { counts }) => sum + counts[state], 0)).toBe(coverage.states[state]);
        }
        expect(endpoints).toHaveLength(coverage.states.open + coverage.states.error);
        expect(Object.values(summary.findings).reduce((sum, count) => sum + count, 0)).toBe(findings.length);
        expect(coverage.assessed + coverage.notAssessed + coverage.notApplicable).toBe(
          summary.rules * summary.endpointsJudged,
        );
      }),
    );
  });

  it('sorts everything itself: the same parts in another order give the same report', () => {
    fc.assert(
      fc.property(anyReasons, (reasons) => {
        const parts = partsOf(reasons);
        const { findings, notAssessed, rules } = parts.judgement;
        const judgement = {
          ...parts.judgement,
          findings: findings.toReversed(),
          notAssessed: notAssessed.toReversed(),
          rules: rules.toReversed(),
        };
        expect(assembleReport({ ...parts, judgement })).toEqual(assembleReport(parts));
      }),
    );
  });

  it('findings come worst first, then by address as a number, IPv4 before IPv6, then by port', () => {
    const isTold = (port: number): boolean => port === 23 || port === 80 || port === 6379;
    const { findings } = assembleReport(
      partsOf(Array.from({ length: PLAN.size }, (_, at) => (isTold(PLAN.at(at).port) ? 'syn-ack' : 'rst'))),
    );
    const addresses = ['9.0.0.1', '10.0.0.1', '10.0.0.2', '10.0.0.10', '2001:db8::1'];
    expect(findings.map(({ severity, address, port }) => `${severity} ${address} ${port}`)).toEqual([
      ...addresses.map((address) => `critical ${address} 6379`),
      ...addresses.map((address) => `high ${address} 23`),
      ...addresses.map((address) => `low ${address} 80`),
    ]);
  });

  it('numbers that a killed run could not write are null, not zero', () => {
    const { coverage } = assembleReport(partsOf([]));
    expect(coverage).toMatchObject({
      probesSent: null,
      retriedLocally: null,
      answeredOnRetry: null,
      estimatedLoss: null,
      sweepSeconds: null,
      kernelDrops: null,
      missed: null,
      passes: null,
    });
  });

  it('refuses parts that cannot belong together', () => {
    const parts = partsOf(['rst', 'rst']);
    expect(() => assembleReport({ ...parts, scope: { ...parts.scope, endpoints: 1 } })).toThrow(InternalError);
  });
});
