import { describe, expect, it } from 'vitest';
import { REASONS } from '../../src/model/observation.ts';
import type { Observation, Reason } from '../../src/model/observation.ts';
import { parseRange } from '../../src/model/address.ts';
import { codeOf, NO_RESULT } from '../../src/model/result-code.ts';
import { createUdpTally } from '../../src/report/udp-tally.ts';
import { createIdentityIndex } from '../../src/targets/identity-index.ts';
import { createPlan } from '../../src/targets/plan.ts';

const range = parseRange('10.0.0.0-10.0.0.3');
if (range === undefined) throw new Error('no range');
const plan = createPlan({
  ranges: [range],
  ports: [53, 123, 161],
  identities: createIdentityIndex([]),
  transport: 'udp',
});

function seen(host: number, port: number, reason: Reason): Observation {
  const address = `10.0.0.${host}`;
  const about = { host: address, vantage: 'local', rttMs: null, attempts: 1, at: '2026-01-01T00:00:00.000Z' };
  return { address, port, transport: 'udp', state: REASONS[reason], reason, ...about };
}

describe('createUdpTally', () => {
  it('counts states, and tells what UDP leaves open from what is filtered', () => {
    const tally = createUdpTally(plan);
    tally.observe(seen(0, 53, 'udp-response'));
    tally.observe(seen(0, 123, 'udp-no-response'));
    tally.observe(seen(0, 161, 'udp-no-response'));
    tally.observe(seen(1, 53, 'admin-prohibited'));
    tally.observe(seen(1, 123, 'udp-port-unreach'));
    tally.observe(seen(1, 161, 'denied-locally'));
    expect(tally.result()).toMatchObject({
      states: { open: 1, closed: 1, filtered: 1, 'open|filtered': 2, error: 1 },
      notProbed: 6,
      identified: 0,
      answered: true,
      hosts: [
        { address: '10.0.0.0', open: '53', closed: '', filtered: '', 'open|filtered': '123,161', error: '' },
        { address: '10.0.0.1', open: '', closed: '123', filtered: '53', 'open|filtered': '', error: '161' },
      ],
      hostsOmitted: 0,
      endpointsOmitted: 0,
    });
    expect(tally.result().endpointsListed.map(({ port }) => port)).toEqual([53, 161]);
  });

  it('adds what has no observation of its own', () => {
    const tally = createUdpTally(plan);
    tally.observe(seen(2, 53, 'udp-response'));
    const silent = codeOf('udp-no-response');
    // From host 1 on; the first port of host 2 has its own.
    tally.observeShard(3, Uint8Array.of(silent, silent, silent, NO_RESULT, silent, codeOf('udp-port-unreach')));
    const { states, hosts, hostsOmitted, notProbed } = tally.result();
    expect(states).toEqual({ open: 1, closed: 1, filtered: 0, 'open|filtered': 4, error: 0 });
    expect(hosts).toEqual([
      { address: '10.0.0.2', open: '53', closed: '161', filtered: '', 'open|filtered': '123', error: '' },
    ]);
    expect({ hostsOmitted, notProbed }).toEqual({ hostsOmitted: 1, notProbed: 6 });
  });

  it('has heard nothing from silence', () => {
    const tally = createUdpTally(plan);
    tally.observe(seen(0, 53, 'udp-no-response'));
    expect(tally.result().answered).toBe(false);
  });
});
