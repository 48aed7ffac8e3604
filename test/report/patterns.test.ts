import { describe, expect, it } from 'vitest';
import type { Observation, Reason } from '../../src/model/observation.ts';
import type { HostRange, ReportHost } from '../../src/model/report.ts';
import type { Labels } from '../../src/model/target.ts';
import { describePatterns } from '../../src/report/patterns.ts';
import { createTally } from '../../src/report/tally.ts';
import { listPlan } from './list-plan.ts';
import { observed } from './observed.ts';
import { SAMPLE_SERVICES } from './sample-services.ts';

const ADDRESS = '10.0.0.1';

/** The patterns of one host, from the reasons of its ports, as `kind: what it names`. */
function kindsOf(
  reasons: Readonly<Record<number, Reason>>,
  more: { readonly labels?: Labels; readonly echo?: ReportHost['echo'] } = {},
) {
  const ports = Object.keys(reasons).map(Number);
  const plan = listPlan([ADDRESS], ports, { [ADDRESS]: { names: [], labels: more.labels ?? {} } });
  const tally = createTally(plan);
  for (const port of ports) tally.observe(observed(ADDRESS, port, reasons[port] ?? 'rst', SAMPLE_SERVICES[port]));
  tally.observeEcho(ADDRESS, more.echo ?? 'not-asked');
  const patterns = describePatterns({ ...tally.result(), portsPerHost: ports.length });
  return patterns.map(({ kind, hosts }) => `${kind}: ${hosts.join(' ')}`);
}

function portsWith(count: number, reason: Reason): Readonly<Record<number, Reason>> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [20_000 + index, reason]));
}

const NONE = { open: 0, closed: 0, filtered: 0, error: 0 };

function rangeOf(first: string, last: string, hosts: number): Pick<HostRange, 'first' | 'last' | 'hosts'> {
  return { first, last, hosts };
}

describe('describePatterns', () => {
  it.each<[string, Readonly<Record<number, Reason>>, Parameters<typeof kindsOf>[1], readonly string[]]>([
    [
      'silent but for ping',
      { 22: 'no-response', 80: 'no-response' },
      { echo: 'answered' },
      ['silent-but-echo: 10.0.0.1'],
    ],
    ['silent', { 22: 'no-response', 80: 'no-response' }, { echo: 'silent' }, ['silent: 10.0.0.1']],
    ['silent, ping not asked', { 22: 'no-response' }, {}, ['silent: 10.0.0.1']],
    ['unreachable', { 22: 'no-response', 80: 'host-unreach' }, {}, ['unreachable: 10.0.0.1']],
    ['closed', { 22: 'rst', 80: 'conn-refused' }, {}, ['closed: 10.0.0.1']],
    ['open and filtered', { 22: 'syn-ack', 80: 'no-response' }, {}, ['open-and-filtered: 10.0.0.1']],
    ['open and closed', { 22: 'syn-ack', 80: 'rst' }, {}, ['open-and-closed: 10.0.0.1']],
    ['in error', { 22: 'no-fds' }, {}, ['error: 10.0.0.1']],
    ['silent and in error: nothing is said', { 22: 'no-response', 80: 'no-fds' }, {}, []],
    ['open alone: nothing is said', { 22: 'syn-ack' }, {}, []],
    ['a server with all its ports open: nothing is said', portsWith(19, 'syn-ack'), {}, []],
    ['everything open', portsWith(20, 'syn-ack'), {}, ['everything-open: 10.0.0.1']],
    ['nearly everything open', { ...portsWith(20, 'syn-ack'), 20_020: 'rst' }, {}, ['open-and-closed: 10.0.0.1']],
    ['database', { 6379: 'syn-ack' }, {}, ['database-open: 10.0.0.1:6379']],
    [
      'declared, closed',
      { 80: 'rst' },
      { labels: { expectOpen: [80] } },
      ['expected-but-closed: 10.0.0.1:80', 'closed: 10.0.0.1'],
    ],
    [
      'declared, filtered',
      { 80: 'no-response' },
      { labels: { expectOpen: [80] } },
      ['expected-but-filtered: 10.0.0.1:80', 'silent: 10.0.0.1'],
    ],
    [
      'declared, not asked',
      { 80: 'no-fds' },
      { labels: { expectOpen: [80, 443] } },
      ['expected-but-unknown: 10.0.0.1:80 10.0.0.1:443', 'error: 10.0.0.1'],
    ],
    ['declared and open', { 22: 'syn-ack' }, { labels: { expectOpen: [22] } }, []],
    [
      'open, not declared',
      { 22: 'syn-ack', 80: 'syn-ack' },
      { labels: { expectOpen: [22] } },
      ['open-not-declared: 10.0.0.1:80'],
    ],
    [
      'open where nothing is to be',
      { 22: 'syn-ack' },
      { labels: { expectOpen: [] } },
      ['open-not-declared: 10.0.0.1:22'],
    ],
  ])('%s', (_, reasons, more, kinds) => {
    expect(kindsOf(reasons, more)).toEqual(kinds);
  });

  it('does not take a port number for a database', () => {
    const service: Observation['service'] = {
      name: 'redis',
      product: null,
      version: null,
      tls: false,
      method: 'port-number',
      confidence: 3,
    };
    const endpoints = [{ ...observed(ADDRESS, 6379, 'syn-ack'), service }];
    expect(describePatterns({ hosts: [], hostRanges: [], endpoints, portsPerHost: 1 })).toEqual([]);
  });

  it('names hosts without an entry as ranges, without those that have one and those not fully asked', () => {
    const plan = listPlan(['10.0.0.3', '10.0.0.20'], [1]);
    const tally = createTally(plan);
    tally.observe(observed('10.0.0.3', 1, 'rst'));
    tally.observe(observed('10.0.0.20', 1, 'syn-ack'));
    const hostRanges = [
      { ...rangeOf('10.0.0.1', '10.0.0.9', 8), counts: { ...NONE, filtered: 4 }, silent: 4 },
      { ...rangeOf('10.0.0.10', '10.0.0.12', 3), counts: { ...NONE, filtered: 3 }, silent: 3 },
      { ...rangeOf('10.0.0.13', '10.0.0.14', 2), counts: { ...NONE, filtered: 4 }, silent: 3 },
      { ...rangeOf('10.0.0.15', '10.0.0.25', 10), counts: { ...NONE, closed: 4 }, silent: 0 },
      { ...rangeOf('10.0.0.26', '10.0.0.26', 1), counts: { ...NONE, error: 4 }, silent: 0 },
      { ...rangeOf('2001:db8::', '2001:db8::', 1), counts: { ...NONE, filtered: 4 }, silent: 4 },
    ];
    const patterns = describePatterns({ ...tally.result(), hostRanges, portsPerHost: 4 });
    expect(patterns.map(({ kind, hosts }) => `${kind}: ${hosts.join(' ')}`)).toEqual([
      'silent: 10.0.0.1-10.0.0.2 10.0.0.4-10.0.0.9 2001:db8::',
      'unreachable: 10.0.0.13-10.0.0.14',
      'closed: 10.0.0.3 10.0.0.15-10.0.0.19 10.0.0.21-10.0.0.25',
      'error: 10.0.0.26',
    ]);
  });

  it('says what else would look the same', () => {
    const [pattern] = describePatterns({
      hosts: [],
      endpoints: [],
      hostRanges: [{ ...rangeOf(ADDRESS, ADDRESS, 1), counts: { ...NONE, filtered: 1 }, silent: 1 }],
      portsPerHost: 1,
    });
    expect(pattern?.text).toContain('cannot be told apart');
  });
});
