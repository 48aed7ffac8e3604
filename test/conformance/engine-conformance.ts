import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Endpoint, PortState, Reason } from '../../src/model/observation.ts';
import type { Network } from '../lab/network.ts';
import { createNetwork } from '../lab/network.ts';
import { run, whyNoNamespaces } from '../lab/run.ts';

/** An engine as the suite starts it: the compiled module below `dist/sweep/` and the class it exports. */
export interface EngineUnderTest {
  readonly module: string;
  /** The function that makes it. */
  readonly create: string;
  /** Whether it tells a RST from ICMP port-unreachable, and the ICMP codes from each other. */
  readonly seesPackets: boolean;
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
  meta nfproto ipv6 tcp dport 1006 reject with icmpv6 admin-prohibited`;

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
  ['outside the gate', '10.200.0.1', 80, 'error', 'out-of-scope'],
];

/** Every engine must give these states and reasons for what real firewalls and routes do. */
export function describeEngine(engine: EngineUnderTest): void {
  const reason = whyNoNamespaces();
  describe.skipIf(reason !== undefined)(`engine ${engine.create}${reason === undefined ? '' : ` (${reason})`}`, () => {
    let network: Network;
    const results = new Map<string, { state: string; reason: string; rttMs: number | null }>();

    beforeAll(async () => {
      network = createNetwork();
      network.firewall(FIREWALL);
      for (const [kind, prefix] of Object.entries({ unreachable: 98, prohibit: 99, blackhole: 96 })) {
        run('ip', '-n', network.scanner, 'route', 'add', kind, `10.${prefix}.0.0/24`);
      }
      const listener = network.start(network.target, process.execPath, 'test/lab/listen.mjs', V4, '2000', V6, '2000');
      if (listener.stdout !== null) await once(listener.stdout, 'data');
      const endpoints: Endpoint[] = CASES.map(([, address, port]) => ({ address, port, transport: 'tcp' }));
      const request = { ...engine, timeoutMs: 2500, endpoints, allowed: ['10.64.0.0/10', 'fd00::/8'] };
      const output = run(
        'ip',
        'netns',
        'exec',
        network.scanner,
        process.execPath,
        'test/conformance/probe.mjs',
        JSON.stringify(request),
      );
      for (const result of JSON.parse(output)) results.set(CASES[result.token]?.[0] ?? '', result);
    });

    afterAll(() => network[Symbol.asyncDispose]());

    it.each(CASES)('%s', (what, _address, _port, state, expected) => {
      expect(results.get(what)).toMatchObject({ state, reason: expected });
    });

    it('gives a round-trip time exactly where something answered', () => {
      for (const [what, { state, reason: seen, rttMs }] of results) {
        const answered = state !== 'error' && seen !== 'no-response';
        expect(rttMs === null, what).toBe(!answered);
      }
    });
  });
}
