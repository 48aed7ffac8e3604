import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Network } from '../lab/network.ts';
import { createNetwork } from '../lab/network.ts';
import { run, whyNoNamespaces } from '../lab/run.ts';

const V4 = '10.77.0.2';
const why = whyNoNamespaces();

/** Answers that acknowledge something else, and a router on which packets to 10.88.0.0/24 and fd88::/64 end their lives. */
const TARGET_RULES = `
  add table inet odd
  add chain inet odd forged { type filter hook output priority 0; }
  add rule inet odd forged tcp sport { 2000, 1500 } ip daddr 10.77.0.1 tcp ackseq set 12345
  add chain inet odd sources { type filter hook input priority 0; }
  add rule inet odd sources ip daddr 10.78.3.3 ip saddr != 10.79.0.1 drop
  add rule inet odd sources ip daddr 10.78.3.4 ip saddr != 10.77.0.1 drop
  add chain inet odd expiring { type filter hook prerouting priority 0; }
  add rule inet odd expiring ip daddr 10.88.0.0/24 ip ttl set 1
  add rule inet odd expiring ip6 daddr fd88::/64 ip6 hoplimit set 1`;

describe.skipIf(why !== undefined)(`syn engine${why === undefined ? '' : ` (${why})`}`, () => {
  let network: Network;

  const inside = (namespace: string, ...command: string[]): string => run('ip', 'netns', 'exec', namespace, ...command);
  const synRun = (name: string, address: string, ...rest: readonly (number | string)[]): unknown =>
    JSON.parse(inside(network.scanner, process.execPath, 'test/lab/syn-runs.mjs', name, address, ...rest.map(String)));

  /** Reasons by the order of the endpoints. */
  function probe(...asked: readonly (readonly [address: string, port: number])[]): string[] {
    const endpoints = asked.map(([address, port]) => ({ address, port }));
    const engine = { module: 'syn-engine.js', create: 'createSynEngine' };
    const request = JSON.stringify({ ...engine, timeoutMs: 700, endpoints, allowed: ['0.0.0.0/0', '::/0'] });
    const output = JSON.parse(inside(network.scanner, process.execPath, 'test/conformance/probe.mjs', request));
    return output.results.map(({ reason }: { reason: string }) => reason);
  }

  beforeAll(async () => {
    network = createNetwork();
    const { scanner, target } = network;
    run('ip', 'link', 'add', 'wire2', 'netns', scanner, 'type', 'veth', 'peer', 'name', 'wire2', 'netns', target);
    for (const [namespace, host] of [
      [scanner, 1],
      [target, 2],
    ] as const) {
      for (const wire of ['all', 'default', 'wire', 'wire2']) {
        inside(namespace, 'sysctl', '-qw', `net.ipv4.conf.${wire}.rp_filter=0`);
      }
      run('ip', '-n', namespace, 'link', 'set', 'wire2', 'up');
      run('ip', '-n', namespace, 'address', 'add', `10.79.0.${host}/24`, 'dev', 'wire2');
    }
    inside(target, 'sysctl', '-qw', 'net.ipv4.ip_forward=1', 'net.ipv6.conf.all.forwarding=1');
    run('ip', '-n', target, 'route', 'add', '10.88.0.0/24', 'dev', 'wire2');
    run('ip', '-n', target, '-6', 'route', 'add', 'fd88::/64', 'dev', 'wire2');
    run('ip', '-n', scanner, 'route', 'add', '10.88.0.0/24', 'via', V4);
    run('ip', '-n', scanner, '-6', 'route', 'add', 'fd88::/64', 'via', 'fd77::2');
    for (const command of TARGET_RULES.trim().split('\n')) inside(target, 'nft', command.trim());
    const listen = [process.execPath, 'test/lab/listen.mjs'] as const;
    const listeners = [
      network.start(target, ...listen, V4, '2000', V4, '2001'),
      network.start(scanner, ...listen, '127.0.0.1', '2001', '10.77.0.1', '2001', '::1', '2001'),
    ];
    for (const { stdout } of listeners) if (stdout !== null) await once(stdout, 'data');
  });

  afterAll(() => network[Symbol.asyncDispose]());

  it('takes no answer that acknowledges something else, be it a SYN-ACK or a RST', () => {
    expect(probe([V4, 2000], [V4, 1500], [V4, 2001], [V4, 1501])).toEqual([
      'no-response',
      'no-response',
      'syn-ack',
      'rst',
    ]);
  });

  it('says where packets ended on their way', () => {
    expect(probe(['10.88.0.7', 80], ['fd88::7', 80])).toEqual(['time-exceeded', 'time-exceeded']);
  });

  it('hears that nobody has an address on its own wire', () => {
    expect(probe([V4, 2001])).toEqual(['syn-ack']);
    inside(
      network.scanner,
      'sysctl',
      '-qw',
      'net.ipv4.neigh.wire.retrans_time_ms=50',
      'net.ipv4.neigh.wire.mcast_solicit=1',
    );
    expect(probe(['10.77.0.99', 80])).toEqual(['host-unreach']);
  });

  it('reaches this machine itself, by loopback and by its own address', () => {
    const own = ['127.0.0.1', '127.0.0.77', '10.77.0.1', '::1', 'fd77::1'];
    expect(probe(...own.map((address) => [address, 2001] as const))).toEqual([
      'syn-ack',
      'rst',
      'syn-ack',
      'syn-ack',
      'rst',
    ]);
    expect(synRun('results', '127.0.0.1', '2001,2002')).toEqual({ 2001: ['syn-ack'], 2002: ['rst'] });
  });

  it('sends from the address of the route that each address has', () => {
    run('ip', '-n', network.scanner, 'route', 'add', '10.78.3.3/32', 'via', '10.79.0.2');
    expect(probe(['10.78.3.4', 80], ['10.78.3.3', 80], ['10.78.3.5', 80])).toEqual(['rst', 'rst', 'rst']);
  });

  it('sends valid packets also where a rule routes one address in another way', () => {
    run('ip', '-n', network.scanner, 'route', 'add', 'default', 'via', '10.79.0.2', 'table', '100');
    run('ip', '-n', network.scanner, 'rule', 'add', 'to', '10.78.4.4', 'lookup', '100');
    expect(probe(['10.78.4.3', 80], ['10.78.4.4', 80], ['10.78.4.5', 80])).toEqual(['rst', 'rst', 'rst']);
  });

  it('asks for a shortage when an address of this machine is gone, then sends from another', () => {
    run('ip', '-n', network.scanner, 'address', 'add', '10.79.0.9/24', 'dev', 'wire2');
    const route = ['10.78.5.0/24', 'via', '10.79.0.2', 'src', '10.79.0.9'];
    run('ip', '-n', network.scanner, 'route', 'add', ...route);
    expect(synRun('moved', '10.78.5.1', 80, '10.79.0.9/24 dev wire2')).toEqual(['rst', 'no-buffers', 'rst']);
  });

  it('tells which attempt was answered, modulo 16', () => {
    expect(synRun('attempts', V4, 1501)).toEqual([1, 2, 16, 1, 10]);
  });

  it('loses no answer of 100,000 while nobody takes them', () => {
    const all = { asked: 100_000, answered: 100_000, kernelDrops: 0 };
    expect(synRun('unread', '10.78.16.0', 3000, 10_000)).toEqual(all);
  });

  it('counts what the kernel drops while nobody takes it', () => {
    const seen = synRun('unread', '10.78.16.0', 3000, 40_000) as Record<'asked' | 'answered' | 'kernelDrops', number>;
    expect(seen.answered).toBeLessThan(seen.asked);
    expect(seen.answered + seen.kernelDrops).toBeGreaterThanOrEqual(seen.asked);
    expect(seen.kernelDrops).toBeLessThan(seen.asked);
  });

  it('leaves no connection half open at the target, because the kernel resets what nobody asked for', () => {
    // State 03 of /proc/net/tcp is SYN_RECV; port 2001 is 07D1.
    const halfOpen = (): boolean => /^\s*\d+: \S+:07D1 \S+ 03 /m.test(inside(network.target, 'cat', '/proc/net/tcp'));
    expect(probe([V4, 2001])).toEqual(['syn-ack']);
    expect(halfOpen()).toBe(false);
    network.firewall('tcp flags & rst == rst drop', 'scanner');
    expect(probe([V4, 2001])).toEqual(['syn-ack']);
    expect(halfOpen()).toBe(true);
    inside(network.scanner, 'nft', 'delete', 'table', 'inet', 'lab');
  });

  it('leaves no descriptor and no thread behind', () => {
    const { before, after } = synRun('disposal', V4, 1501) as Record<string, { descriptors: number; threads: number }>;
    expect(after).toEqual(before);
  });

  it('leaves nothing behind when it is killed', async () => {
    const child = network.start(network.scanner, process.execPath, 'test/lab/syn-runs.mjs', 'endless', V4, '1501');
    if (child.stdout !== null) await once(child.stdout, 'data');
    const rawSockets = (): number => inside(network.scanner, 'cat', '/proc/net/raw').trim().split('\n').length - 1;
    expect(rawSockets()).toBe(2);
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    expect(rawSockets()).toBe(0);
  });

  it('says so when it cannot hear any more', () => {
    expect(synRun('deaf', V4, 1501)).toMatch(/hears the answers .* failed/);
  });

  it('says what is missing without the privilege', () => {
    const drop = ['setpriv', '--bounding-set=-net_raw', '--inh-caps=-net_raw'];
    const command = [...drop, process.execPath, 'test/lab/syn-runs.mjs', 'create', V4, '80'];
    expect(JSON.parse(inside(network.scanner, ...command))).toMatch(/no CAP_NET_RAW/);
  });
});
