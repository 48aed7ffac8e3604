import { runInNewContext } from 'node:vm';
import { setFlagsFromString } from 'node:v8';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InternalError } from '../../src/model/errors.ts';
import type { Observation, Reason } from '../../src/model/observation.ts';
import { REASONS } from '../../src/model/observation.ts';
import type { Plan } from '../../src/model/plan.ts';
import { codeOf, NO_RESULT } from '../../src/model/result-code.ts';
import { createTally } from '../../src/report/tally.ts';
import type { Tally } from '../../src/report/tally.ts';
import { listPlan } from './list-plan.ts';
import { observed } from './observed.ts';
import { SAMPLE_SERVICES } from './sample-services.ts';

const PLAN = listPlan(['10.0.0.1', '10.0.0.2', '10.0.0.3', '2001:db8::1'], [22, 80, 81, 82, 443], {
  '10.0.0.2': { names: ['db.example.org'], labels: { owner: 'data' } },
});

function tallyOf(observations: readonly Observation[], plan: Plan = PLAN): Tally {
  const tally = createTally(plan);
  for (const observation of observations) tally.observe(observation);
  return tally;
}

describe('createTally', () => {
  it('tells of each host that has an observation its ports by state', () => {
    const { hosts } = tallyOf([
      observed('10.0.0.2', 443, 'syn-ack'),
      observed('10.0.0.2', 82, 'rst'),
      observed('10.0.0.2', 80, 'conn-refused'),
      observed('10.0.0.2', 81, 'conn-refused'),
      observed('10.0.0.2', 22, 'admin-prohibited'),
      observed('2001:db8::1', 22, 'no-response'),
    ]).result();
    expect(hosts).toEqual([
      {
        address: '10.0.0.2',
        names: ['db.example.org'],
        labels: { owner: 'data' },
        counts: { open: 1, closed: 3, filtered: 1, error: 0 },
        unreachable: 1,
        open: '443',
        closed: '80-82',
        filtered: '22',
        error: '',
        echo: 'not-asked',
      },
      {
        address: '2001:db8::1',
        names: [],
        labels: {},
        counts: { open: 0, closed: 0, filtered: 1, error: 0 },
        unreachable: 0,
        open: '',
        closed: '',
        filtered: '22',
        error: '',
        echo: 'not-asked',
      },
    ]);
  });

  it('lists open endpoints and those in error by address and port, and no others', () => {
    const { endpoints, endpointsOmitted } = tallyOf([
      observed('2001:db8::1', 22, 'syn-ack'),
      observed('10.0.0.3', 443, 'syn-ack'),
      observed('10.0.0.3', 80, 'no-fds'),
      observed('10.0.0.1', 80, 'rst'),
    ]).result();
    expect(endpoints.map(({ address, port, state }) => `${address} ${port} ${state}`)).toEqual([
      '10.0.0.3 80 error',
      '10.0.0.3 443 open',
      '2001:db8::1 22 open',
    ]);
    expect(endpointsOmitted).toBe(0);
  });

  it('takes a second observation of an endpoint instead of the first', () => {
    const { states, identified, endpoints, hosts } = tallyOf([
      observed('10.0.0.1', 22, 'no-fds'),
      observed('10.0.0.1', 22, 'syn-ack'),
      observed('10.0.0.1', 22, 'syn-ack', SAMPLE_SERVICES[22]),
      observed('10.0.0.1', 80, 'syn-ack', SAMPLE_SERVICES[80]),
      observed('10.0.0.1', 80, 'conn-refused'),
    ]).result();
    expect(states).toEqual({ open: 1, closed: 1, filtered: 0, error: 0 });
    expect(identified).toBe(1);
    expect(endpoints.map(({ service }) => service?.name)).toEqual(['ssh']);
    expect(hosts[0]).toMatchObject({ open: '22', closed: '80', error: '' });
  });

  it('TLS around a service that did not answer does not identify it', () => {
    const service = { name: 'tls', product: null, version: null, tls: true, method: 'probed', confidence: 10 } as const;
    expect(tallyOf([{ ...observed('10.0.0.2', 443, 'syn-ack'), service }]).result().identified).toBe(0);
  });

  it('a service known by its port number alone is not identified', () => {
    expect(tallyOf([observed('10.0.0.1', 443, 'syn-ack', SAMPLE_SERVICES[445])]).result().identified).toBe(0);
  });

  it('folds hosts without an observation of their own, and fills up those that have one', () => {
    const tally = tallyOf([observed('10.0.0.2', 22, 'syn-ack')]);
    const [closed, silent, unreachable] = [codeOf('rst'), codeOf('no-response'), codeOf('host-unreach')];
    const row = [silent, silent, silent, closed, unreachable];
    tally.observeShard(0, Uint8Array.from([...row, NO_RESULT, ...row.slice(1), ...row.toReversed()]));
    tally.observeShard(15, Uint8Array.from([closed, NO_RESULT, NO_RESULT, NO_RESULT, NO_RESULT]));
    const { hosts, states, silent: silentOnes, hostRanges } = tally.result();
    expect(hosts).toMatchObject([
      {
        address: '10.0.0.2',
        counts: { open: 1, closed: 1, filtered: 3, error: 0 },
        closed: '82',
        filtered: '80-81,443',
      },
    ]);
    const counts = { open: 0, closed: 1, filtered: 4, error: 0 };
    expect(hostRanges).toEqual([
      { first: '10.0.0.1', last: '10.0.0.1', hosts: 1, counts, silent: 3 },
      { first: '10.0.0.3', last: '10.0.0.3', hosts: 1, counts, silent: 3 },
      { first: '2001:db8::1', last: '2001:db8::1', hosts: 1, counts: { ...counts, filtered: 0 }, silent: 0 },
    ]);
    expect([states, silentOnes]).toEqual([{ open: 1, closed: 4, filtered: 11, error: 0 }, 8]);
  });

  it('a host that answers ping is told even if no port has an observation', () => {
    const tally = createTally(PLAN);
    tally.observeEcho('10.0.0.1', 'answered');
    tally.observeShard(0, new Uint8Array(5).fill(codeOf('no-response')));
    expect(tally.result().hosts).toMatchObject([{ address: '10.0.0.1', echo: 'answered', counts: { filtered: 5 } }]);
    expect(tally.result().hostRanges).toEqual([]);
  });

  it.each([
    ['an address', () => createTally(PLAN).observe(observed('10.9.9.9', 22, 'rst'))],
    ['a port', () => createTally(PLAN).observe(observed('10.0.0.1', 23, 'rst'))],
    ['an echo', () => createTally(PLAN).observeEcho('10.9.9.9', 'silent')],
  ])('refuses %s outside the plan', (_, act) => {
    expect(act).toThrow(InternalError);
  });

  it('the order of observations does not matter, and no endpoint gets lost', () => {
    const reasons = Object.keys(REASONS) as readonly Reason[];
    const all = Array.from({ length: PLAN.size }, (_, index) => PLAN.at(index));
    const seen = fc.tuple(...all.map(() => fc.constantFrom(...reasons)));
    fc.assert(
      fc.property(seen, fc.infiniteStream(fc.nat()), (picked, noise) => {
        const observations = all.map(({ address, port }, at) => observed(address, port, picked[at] ?? 'rst'));
        const weights = [...noise.take(all.length)];
        const shuffled = observations.map((_, at) => at).sort((a, b) => (weights[a] ?? 0) - (weights[b] ?? 0));
        const straight = tallyOf(observations).result();
        expect(tallyOf(shuffled.flatMap((at) => observations[at] ?? [])).result()).toEqual(straight);
        const { open, closed, filtered, error } = straight.states;
        expect(open + closed + filtered + error).toBe(PLAN.size);
      }),
    );
  });

  it.each([
    { what: '65,535 closed ports on one host', hosts: 1, ports: 65_535 },
    { what: 'one closed port on each of 65,536 hosts', hosts: 65_536, ports: 1 },
    { what: 'every one of 655,360 endpoints closed', hosts: 16_384, ports: 40 },
  ])('stays small: $what', ({ hosts, ports }) => {
    const addresses = Array.from({ length: hosts }, (_, host) => `10.0.${host >> 8}.${host & 255}`);
    const plan = listPlan(
      addresses,
      Array.from({ length: ports }, (_, port) => port + 1),
    );
    const template = observed('10.0.0.0', 1, 'rst');
    const before = usedBytes();
    const tally = createTally(plan);
    for (let index = 0; index < plan.size; index++) tally.observe({ ...template, ...plan.at(index) });
    expect(usedBytes() - before).toBeLessThan(3_000_000);
    expect(tally.result().states.closed).toBe(plan.size);
  });
});

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

function usedBytes(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
