import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PortState, Reason } from '../../src/model/observation.ts';
import type { Network } from '../lab/network.ts';
import { createNetwork } from '../lab/network.ts';
import { run, whyNoNamespaces } from '../lab/run.ts';
import { findProgram } from '../lab/servers/find-program.ts';

/** An engine as the suite starts it: the compiled module below `dist/sweep/` and the class it exports. */
export interface EngineUnderTest {
  readonly module: string;
  /** The function that makes it. */
  readonly create: string;
  /** Whether it tells a RST from ICMP port-unreachable, and the ICMP codes from each other. */
  readonly seesPackets: boolean;
}

interface Asked {
  readonly address: string;
  readonly port: number;
  readonly timeoutMs?: number;
}

/** What `probe.mjs` says of one endpoint; `token` is its place in the list. `afterMs` is missing where silence was not the engine's word. */
interface Result {
  readonly token: number;
  readonly state: string;
  readonly reason: string;
  readonly rttMs: number | null;
  readonly afterMs?: number;
}

interface Output {
  readonly shortages: number;
  readonly results: readonly Result[];
}

type Case = readonly [what: string, address: string, port: number, state: PortState, reason: Reason];

const V4 = '10.77.0.2';
const V6 = 'fd77::2';
const FIREWALL = `
  tcp dport 1001 drop
  tcp dport 1002 reject with tcp reset
  meta nfproto ipv4 tcp dport 1003 reject with icmp port-unreachable
  meta nfproto ipv4 tcp dport 1004 reject with icmp host-unreachable
  meta nfproto ipv4 tcp dport 1005 reject with icmp net-unreachable
  meta nfproto ipv4 tcp dport 1006 reject with icmp admin-prohibited
  meta nfproto ipv4 tcp dport 1007 reject with icmp host-prohibited
  meta nfproto ipv4 tcp dport 1008 reject with icmp net-prohibited
  meta nfproto ipv4 tcp dport 1009 reject with icmp prot-unreachable
  meta nfproto ipv6 tcp dport 1003 reject with icmpv6 port-unreachable
  meta nfproto ipv6 tcp dport 1004 reject with icmpv6 addr-unreachable
  meta nfproto ipv6 tcp dport 1005 reject with icmpv6 no-route
  meta nfproto ipv6 tcp dport 1006 reject with icmpv6 admin-prohibited
  ip daddr 10.78.1.0/24 limit rate over 100/second burst 100 packets drop`;
/** A host that accepts every connection on every port, as some firewalls do for whatever stands behind them. */
const REDIRECT = `chain nat {
  type nat hook prerouting priority dstnat;
  ip daddr 10.78.0.9 meta l4proto tcp redirect to :2000
}`;
/** What this machine's own firewall does to what it sends: to the kernel's `connect` its drop is silence, its reject looks like the network's. */
const OWN_FIREWALL = `
  ip daddr 10.77.0.2 tcp dport 3001 drop
  ip daddr 10.77.0.2 tcp dport 3002 reject with tcp reset
  ip daddr 10.77.0.2 tcp dport 3003 reject with icmp host-unreachable
  ip daddr 10.77.0.2 tcp dport 3004 reject with icmp admin-prohibited
  ip6 daddr fd77::2 tcp dport 3001 drop
  ip6 daddr fd77::2 tcp dport 3003 reject with icmpv6 addr-unreachable`;

/** What the kernel tells by `connect(2)`; engines that see packets know more. */
const CASES: readonly Case[] = [
  ['a listener', V4, 2000, 'open', 'syn-ack'],
  ['no listener', V4, 2001, 'closed', 'conn-refused'],
  ['drop', V4, 1001, 'filtered', 'no-response'],
  ['reject with tcp reset', V4, 1002, 'closed', 'conn-refused'],
  ['reject with port-unreachable', V4, 1003, 'closed', 'conn-refused'],
  ['reject with host-unreachable', V4, 1004, 'filtered', 'host-unreach'],
  ['reject with net-unreachable', V4, 1005, 'filtered', 'net-unreach'],
  ['reject with admin-prohibited', V4, 1006, 'filtered', 'host-unreach'],
  ['reject with host-prohibited', V4, 1007, 'filtered', 'host-unreach'],
  ['reject with net-prohibited', V4, 1008, 'filtered', 'net-unreach'],
  ['reject with prot-unreachable', V4, 1009, 'filtered', 'proto-unreach'],
  ['IPv6: a listener', V6, 2000, 'open', 'syn-ack'],
  ['IPv6: no listener', V6, 2001, 'closed', 'conn-refused'],
  ['IPv6: drop', V6, 1001, 'filtered', 'no-response'],
  ['IPv6: reject with tcp reset', V6, 1002, 'closed', 'conn-refused'],
  ['IPv6: reject with port-unreachable', V6, 1003, 'closed', 'conn-refused'],
  ['IPv6: reject with addr-unreachable', V6, 1004, 'filtered', 'host-unreach'],
  ['IPv6: reject with no-route', V6, 1005, 'filtered', 'net-unreach'],
  ['IPv6: reject with admin-prohibited', V6, 1006, 'filtered', 'admin-prohibited'],
  ['no route on this machine', '10.97.0.1', 80, 'error', 'no-route'],
  ['IPv6: no route on this machine', 'fd97::1', 80, 'error', 'no-route'],
  ['a route that is unreachable by configuration', '10.98.0.1', 80, 'error', 'no-route'],
  ['a route that is prohibited by configuration', '10.99.0.1', 80, 'error', 'denied-locally'],
  ['a blackhole route', '10.96.0.1', 80, 'error', 'no-route'],
  ['a tarpit that never reads nor speaks', V4, 2002, 'open', 'syn-ack'],
  ['a host that accepts everything, port 1', '10.78.0.9', 1, 'open', 'syn-ack'],
  ['a host that accepts everything, port 65535', '10.78.0.9', 65_535, 'open', 'syn-ack'],
  ['dropped by the firewall of this machine', V4, 3001, 'filtered', 'no-response'],
  ['reset by the firewall of this machine', V4, 3002, 'closed', 'conn-refused'],
  ['host-unreachable by the firewall of this machine', V4, 3003, 'filtered', 'host-unreach'],
  ['admin-prohibited by the firewall of this machine', V4, 3004, 'filtered', 'host-unreach'],
  ['IPv6: dropped by the firewall of this machine', V6, 3001, 'filtered', 'no-response'],
  ['IPv6: addr-unreachable by the firewall of this machine', V6, 3003, 'filtered', 'host-unreach'],
  ['outside the gate', '10.200.0.1', 80, 'error', 'out-of-scope'],
];

/** What engines that see packets say instead. */
const SEEN: Readonly<Record<string, readonly [PortState, Reason]>> = {
  'no listener': ['closed', 'rst'],
  'reject with tcp reset': ['closed', 'rst'],
  'reject with port-unreachable': ['filtered', 'port-unreach'],
  'reject with admin-prohibited': ['filtered', 'admin-prohibited'],
  'reject with host-prohibited': ['filtered', 'host-prohibited'],
  'reject with net-prohibited': ['filtered', 'net-prohibited'],
  'IPv6: no listener': ['closed', 'rst'],
  'IPv6: reject with tcp reset': ['closed', 'rst'],
  'IPv6: reject with port-unreachable': ['filtered', 'port-unreach'],
  'dropped by the firewall of this machine': ['error', 'denied-locally'],
  'reset by the firewall of this machine': ['error', 'denied-locally'],
  'host-unreachable by the firewall of this machine': ['error', 'denied-locally'],
  'admin-prohibited by the firewall of this machine': ['error', 'denied-locally'],
  'IPv6: dropped by the firewall of this machine': ['error', 'denied-locally'],
  'IPv6: addr-unreachable by the firewall of this machine': ['error', 'denied-locally'],
};

/** Every engine must give these states and reasons for what real firewalls and routes do. */
export function describeEngine(engine: EngineUnderTest): void {
  const reason = whyNoNamespaces();
  describe.skipIf(reason !== undefined)(`engine ${engine.create}${reason === undefined ? '' : ` (${reason})`}`, () => {
    let network: Network;
    const results = new Map<string, Result>();

    function probe(endpoints: readonly Asked[], ...prefix: string[]): Output {
      const request = { ...engine, timeoutMs: 2500, endpoints, allowed: ['10.64.0.0/10', 'fd00::/8'] };
      const command = [...prefix, process.execPath, 'test/conformance/probe.mjs', JSON.stringify(request)];
      return JSON.parse(run('ip', 'netns', 'exec', network.scanner, ...command));
    }

    beforeAll(async () => {
      network = createNetwork();
      network.firewall(FIREWALL, 'target', REDIRECT);
      network.firewall(OWN_FIREWALL, 'scanner');
      for (const [kind, prefix] of Object.entries({ unreachable: 98, prohibit: 99, blackhole: 96 })) {
        run('ip', '-n', network.scanner, 'route', 'add', kind, `10.${prefix}.0.0/24`);
      }
      const listen = [network.target, process.execPath, 'test/lab/listen.mjs'] as const;
      const listener = network.start(...listen, V4, '2000', V6, '2000');
      const tarpit = network.start(...listen, V4, '2002');
      for (const { stdout } of [listener, tarpit]) if (stdout !== null) await once(stdout, 'data');
      tarpit.kill('SIGSTOP');
      const output = probe(CASES.map(([, address, port]) => ({ address, port })));
      for (const result of output.results) results.set(CASES[result.token]?.[0] ?? '', result);
      tarpit.kill('SIGCONT');
    });

    afterAll(() => network[Symbol.asyncDispose]());

    it.each(CASES)('%s', (what, _address, _port, ...told) => {
      const [state, expected] = (engine.seesPackets ? SEEN[what] : undefined) ?? told;
      expect(results.get(what)).toMatchObject({ state, reason: expected });
    });

    it('gives a round-trip time exactly where something answered', () => {
      expect(results.size).toBe(CASES.length);
      for (const [what, { state, reason: seen, rttMs }] of results) {
        const answered = state !== 'error' && seen !== 'no-response';
        expect(rttMs === null, what).toBe(!answered);
        expect(rttMs ?? 0, what).toBeLessThan(2500);
      }
    });

    it('lets each probe wait for its own time', () => {
      const silent = [300, 1200, 300, 600].map((timeoutMs) => ({ address: V4, port: 1001, timeoutMs }));
      const { results: ended } = probe(silent);
      expect(ended.map(({ reason: seen }) => seen)).toEqual(silent.map(() => 'no-response'));
      // An engine without a window leaves silence to whoever sends.
      const timed = ended.filter(({ afterMs }) => afterMs !== undefined);
      expect(timed.length === silent.length || timed.length === 0).toBe(true);
      for (const { token, afterMs = 0 } of timed) expect(afterMs).toBeGreaterThanOrEqual(silent[token]?.timeoutMs ?? 0);
      expect(
        timed
          .toSorted((a, b) => (a.afterMs ?? 0) - (b.afterMs ?? 0))
          .map(({ token }) => token % 4)
          .slice(2),
      ).toEqual(timed.length === 0 ? [] : [3, 1]);
    });

    it('calls a rate-limited target closed or silent, never anything else', () => {
      const endpoints = Array.from({ length: 500 }, (_, i) => ({ address: `10.78.1.${i % 250}`, port: 4000 + i }));
      const seen = tally(probe(endpoints).results);
      const closed = (seen.get('conn-refused') ?? 0) + (seen.get('rst') ?? 0);
      expect(closed).toBeGreaterThanOrEqual(100);
      expect(seen.get('no-response') ?? 0).toBeGreaterThan(0);
      expect(closed + (seen.get('no-response') ?? 0)).toBe(500);
    });

    it.skipIf(findProgram('prlimit') === undefined || engine.seesPackets)(
      'meets a limit of 64 descriptors with shortages only, and answers all that is sent again',
      () => {
        const kinds = [
          { address: V4, port: 2000, reason: 'syn-ack' },
          { address: V4, port: 2001, reason: 'conn-refused' },
          { address: V6, port: 2001, reason: 'conn-refused' },
          { address: V4, port: 1004, reason: 'host-unreach' },
          { address: '10.97.0.1', port: 80, reason: 'no-route' },
        ];
        const endpoints = Array.from({ length: 80 }, () => kinds).flat();
        const output = probe(endpoints, 'prlimit', '--nofile=64:64');
        expect(output.shortages).toBeGreaterThan(0);
        expect(output.results.map(({ reason: seen }) => seen)).toEqual(
          endpoints.map(({ reason: expected }) => expected),
        );
      },
    );
  });
}

function tally(results: readonly Result[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { reason } of results) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return counts;
}
