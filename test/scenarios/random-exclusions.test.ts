import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Network } from '../lab/network.ts';
import { createNetwork } from '../lab/network.ts';
import { portreeve, readReport, startPortreeve } from '../lab/portreeve.ts';
import { run, whyNoNamespaces } from '../lab/run.ts';

const skip = whyNoNamespaces();
const ENGINES = ['syn', 'connect', 'node'] as const;
const MANNERS = ['plain', 'control', 'shard', 'killed and resumed'] as const;
const RUNS_EACH = 3 * MANNERS.length;
/** Everything lies in these: 256 addresses each, as offsets. */
const BASES = { 4: '10.78.0.', 6: 'fd78::' } as const;
/** Of the ports 20 to 27 one is open, so that its hosts are questioned further, and two are silent, so that they are asked again;
 * one IPv4 host in eight is silent altogether, so that it gets an echo request. */
const OPEN_PORT = 22;
/** RFC 6335: the canaries' ports. */
const FIRST_DYNAMIC_PORT = 49_152;

interface Span {
  readonly family: 4 | 6;
  readonly first: number;
  readonly last: number;
}

/** A prefix, a range or a single address. */
const span: fc.Arbitrary<Span> = fc
  .tuple(fc.constantFrom(4 as const, 6 as const), fc.nat(255), fc.nat(5), fc.nat(24), fc.boolean())
  .map(([family, start, bits, length, isPrefix]) => {
    const size = 2 ** bits;
    const first = isPrefix ? Math.floor(start / size) * size : start;
    return { family, first, last: Math.min(255, isPrefix ? first + size - 1 : first + length) };
  });

/** A part of a target, or beside it: exclusions at random would rarely meet one. */
const nearby = (targets: readonly Span[]): fc.Arbitrary<Span> =>
  fc.tuple(fc.constantFrom(...targets), fc.integer({ min: -3, max: 20 }), fc.nat(12)).map(([target, from, length]) => {
    const first = Math.max(0, Math.min(255, target.first + from));
    return { family: target.family, first, last: Math.min(255, first + length) };
  });

interface Work {
  readonly targets: readonly Span[];
  readonly excluded: readonly Span[];
  readonly ports: readonly number[];
}

const work: fc.Arbitrary<Work> = fc.array(span, { minLength: 1, maxLength: 4 }).chain((targets) =>
  fc.record({
    targets: fc.constant(targets),
    excluded: fc.array(nearby(targets), { minLength: 1, maxLength: 5 }),
    ports: fc.uniqueArray(fc.integer({ min: 20, max: 27 }), { minLength: 1, maxLength: 5 }),
  }),
);

const addressAt = (family: 4 | 6, offset: number): string =>
  family === 4 ? `${BASES[4]}${offset}` : offset === 0 ? BASES[6] : `${BASES[6]}${offset.toString(16)}`;

function textOf({ family, first, last }: Span): string {
  if (first === last) return addressAt(family, first);
  const size = last - first + 1;
  const bits = Math.log2(size);
  if (Number.isInteger(bits) && first % size === 0) {
    return `${addressAt(family, first)}/${(family === 4 ? 32 : 128) - bits}`;
  }
  return `${addressAt(family, first)}-${addressAt(family, last)}`;
}

function addressesIn(spans: readonly Span[]): Set<string> {
  const offsets = Array.from({ length: 256 }, (_, offset) => offset);
  return new Set(
    spans.flatMap(({ family, first, last }) =>
      offsets.filter((offset) => first <= offset && offset <= last).map((offset) => addressAt(family, offset)),
    ),
  );
}

/** What arrived at the target since the last time, and what left the scanner for anywhere else. */
interface Arrived {
  /** `address port` of TCP segments, and the addresses that got anything else. */
  readonly tcp: ReadonlySet<string>;
  readonly other: ReadonlySet<string>;
  readonly astray: number;
}

async function listeningNetwork(): Promise<Network> {
  const network = createNetwork();
  run('ip', '-n', network.target, 'route', 'add', 'local', 'fd78::/64', 'dev', 'lo');
  run('ip', '-n', network.scanner, 'route', 'add', 'fd78::/64', 'via', 'fd77::2');
  network.firewall(
    `iifname wire ip daddr 10.78.0.0/16 meta l4proto tcp update @tcp4 { ip daddr . tcp dport }
     iifname wire ip daddr 10.78.0.0/16 meta l4proto != tcp update @other4 { ip daddr }
     iifname wire ip6 daddr fd78::/64 meta l4proto tcp update @tcp6 { ip6 daddr . tcp dport }
     iifname wire ip6 daddr fd78::/64 meta l4proto != tcp update @other6 { ip6 daddr }
     tcp dport { 24, 26 } drop
     ip daddr & 0.0.0.7 == 0.0.0.5 meta l4proto tcp drop`,
    'target',
    `set tcp4 { type ipv4_addr . inet_service; size 65535; flags dynamic; }
     set tcp6 { type ipv6_addr . inet_service; size 65535; flags dynamic; }
     set other4 { type ipv4_addr; size 65535; flags dynamic; }
     set other6 { type ipv6_addr; size 65535; flags dynamic; }`,
  );
  // Neighbour discovery and multicast reports are the wire's own traffic.
  network.firewall(
    `oifname lo accept
     ip daddr 10.78.0.0/16 accept
     ip6 daddr fd78::/64 accept
     ip6 daddr { fe80::/10, ff02::/16, fd77::/64 } meta l4proto ipv6-icmp accept
     counter name astray`,
    'scanner',
    'counter astray { }',
  );
  const listener = network.start(
    network.target,
    process.execPath,
    'test/lab/listen.mjs',
    ...['0.0.0.0', '::'].flatMap((address) => [address, String(OPEN_PORT)]),
  );
  if (listener.stdout !== null) await once(listener.stdout, 'data');
  return network;
}

function takeArrived({ scanner, target }: Network): Arrived {
  const nft = (namespace: string, ...args: string[]): string => run('ip', 'netns', 'exec', namespace, 'nft', ...args);
  const listed = nft(target, '-n', 'list', 'table', 'inet', 'lab');
  const elements = [...listed.matchAll(/elements = \{([^}]*)\}/g)].flatMap(([, text = '']) =>
    text.split(',').map((element) => element.trim().split(' . ')),
  );
  for (const name of ['tcp4', 'tcp6', 'other4', 'other6']) nft(target, 'flush', 'set', 'inet', 'lab', name);
  return {
    tcp: new Set(elements.filter(({ length }) => length === 2).map((element) => element.join(' '))),
    other: new Set(elements.filter(({ length }) => length === 1).flat()),
    astray: Number(/packets (\d+)/.exec(nft(scanner, 'list', 'counter', 'inet', 'lab', 'astray'))?.[1]),
  };
}

describe.skipIf(skip !== undefined)(`random exclusions${skip === undefined ? '' : ` (${skip})`}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'portreeve-scenario-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it.concurrent.each(ENGINES)('keep every packet of %s from what is excluded', { timeout: 600_000 }, async (engine) => {
    await using network = await listeningNetwork();
    const seen = { runs: 0, canaries: 0, echoes: 0 };
    /** Kills a run when the first answers are on disk, or in a late pass where all is silent. @returns how to go on with it */
    const killOnce = async (args: readonly string[], out: string): Promise<readonly string[]> => {
      const { child, finished } = startPortreeve([...args, '--out', out], { netns: network.scanner });
      const journal = join(out, 'journal.jsonl');
      const hasAnswers = (): boolean => existsSync(journal) && readFileSync(journal, 'utf8').includes('"answers"');
      for (let tries = 0; tries < 2000 && child.exitCode === null && !hasAnswers(); tries++) await sleep(20);
      child.kill('SIGKILL');
      await finished;
      return ['audit', '--resume', out, '--rate', '5000', '--quiet'];
    };
    const check = async ({ targets, excluded, ports }: Work): Promise<void> => {
      const manner = MANNERS[seen.runs++ % MANNERS.length];
      const out = mkdtempSync(join(folder, 'run-'));
      const without = addressesIn(excluded);
      const hosts = [...addressesIn(targets)].filter((address) => !without.has(address));
      const [control] = hosts;
      if (control === undefined) return;
      const args = ['audit', ...targets.map(textOf), ...excluded.flatMap((one) => ['--exclude', textOf(one)])];
      args.push('-p', ports.join(','), '--engine', engine, '--host-rate', 'max', '--timeout', '600ms', '--quiet');
      args.push('--identify', 'expected', '--attempts', '2');
      if (manner === 'control') {
        args.push('--control', control.includes(':') ? `[${control}]:${OPEN_PORT}` : `${control}:${OPEN_PORT}`);
      }
      if (manner === 'shard') args.push('--shard', '1/2');
      const whole =
        manner === 'killed and resumed' ? await killOnce([...args, '--rate', '50'], out) : [...args, '--out', out];
      const { exitCode, stderr } = await portreeve(whole, { netns: network.scanner });
      expect([0, 1, 3], stderr).toContain(exitCode);
      const { tcp, other, astray } = takeArrived(network);
      expect(astray).toBe(0);
      const planned = new Set(hosts);
      const asked = new Set<string>();
      const misdirected = [...tcp].filter((segment) => {
        const [address = '', text = ''] = segment.split(' ');
        const port = Number(text);
        const isPlanned = ports.includes(port);
        const isControl = manner === 'control' && address === control && port === OPEN_PORT;
        const isCanary = port >= FIRST_DYNAMIC_PORT && ports.includes(OPEN_PORT);
        if (isPlanned) asked.add(segment);
        if (isCanary) seen.canaries++;
        return !planned.has(address) || !(isPlanned || isControl || isCanary);
      });
      expect(misdirected).toEqual([]);
      expect([...other].filter((address) => !planned.has(address))).toEqual([]);
      seen.echoes += other.size;
      const { scope } = readReport(out);
      expect(asked.size).toBe(scope.endpoints);
      expect(scope.hosts).toBe(manner === 'shard' ? Math.min(scope.hosts, hosts.length) : hosts.length);
      expect(scope.endpoints).toBe(scope.hosts * ports.length);
    };
    await fc.assert(fc.asyncProperty(work, check), { seed: 20_260_131, numRuns: RUNS_EACH, endOnFailure: true });
    // All that could go where it must not was really there.
    expect(seen.canaries).toBeGreaterThan(0);
    expect(seen.echoes).toBeGreaterThan(0);
  });
});
