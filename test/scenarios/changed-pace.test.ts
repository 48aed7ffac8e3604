import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Network } from '../lab/network.ts';
import { createNetwork } from '../lab/network.ts';
import { PROGRAM, startPortreeve } from '../lab/portreeve.ts';
import { run, whyNoNamespaces } from '../lab/run.ts';
import { findProgram } from '../lab/servers/find-program.ts';

const skip = whyNoNamespaces();
const MEASURE_MS = 3000;
/** Longer than a change takes to arrive, and for probes under way to land. */
const SETTLE_MS = 1000;

/** Signals and their effect on what really arrives at the target. */
describe.skipIf(skip !== undefined)(`a pace that is changed${skip === undefined ? '' : ` (${skip})`}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'portreeve-scenario-'));
  let network: Network;

  beforeAll(() => {
    network = createNetwork();
    network.firewall('tcp flags & (syn | ack) == syn counter name arrived', 'target', 'counter arrived { }');
  });
  afterAll(async () => {
    await network[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  /** SYNs that arrived so far. */
  function arrived(): number {
    const listed = run('ip', 'netns', 'exec', network.target, 'nft', 'list', 'counter', 'inet', 'lab', 'arrived');
    return Number(/packets (\d+)/.exec(listed)?.[1]);
  }

  /** SYNs a second from now on. */
  async function rate(): Promise<number> {
    const [from, at] = [arrived(), performance.now()];
    await sleep(MEASURE_MS);
    return ((arrived() - from) / (performance.now() - at)) * 1000;
  }

  it.each([
    ['the rate in all', 'syn', ['10.78.0.0/22', '--rate', '400', '--host-rate', 'max']],
    ['the rate in all', 'connect', ['10.78.0.0/22', '--rate', '400', '--host-rate', 'max']],
    ['the rate to one host', 'syn', ['10.78.0.1-10.78.0.4', '--rate', 'max', '--host-rate', '100']],
    ['the rate to one host', 'connect', ['10.78.0.1-10.78.0.4', '--rate', '20000', '--host-rate', '100']],
  ] as const)('halves and doubles %s of %s', { timeout: 120_000 }, async (_what, engine, limits) => {
    const out = mkdtempSync(join(folder, 'run-'));
    const args = ['audit', ...limits, '-p', '20000-27999', '--engine', engine, '--identify', 'none', '--out', out];
    const { child, finished } = startPortreeve([...args, '--json'], { netns: network.scanner });
    try {
      if (child.stdout !== null) await once(child.stdout, 'data');
      await sleep(SETTLE_MS);
      const full = await rate();
      expect(full).toBeGreaterThan(200);
      for (const signal of ['SIGUSR1', 'SIGUSR1'] as const) {
        child.kill(signal);
        // Two signals of one kind that come together are one.
        await sleep(SETTLE_MS);
      }
      const quarter = await rate();
      for (let count = 0; count < 3; count++) {
        child.kill('SIGUSR2');
        await sleep(SETTLE_MS);
      }
      const double = await rate();
      expect(quarter / full).toBeGreaterThan(0.15);
      expect(quarter / full).toBeLessThan(0.35);
      expect(double / quarter).toBeGreaterThan(5);
      expect(double / quarter).toBeLessThan(12);
    } finally {
      child.kill('SIGINT');
      await finished;
    }
  });

  it.skipIf(findProgram('script') === undefined).each(['syn', 'connect', 'node'])(
    'sends nothing with %s while it is paused by a key, and makes up for nothing afterwards (needs script, Debian: bsdutils)',
    { timeout: 120_000 },
    async (engine) => {
      const out = mkdtempSync(join(folder, 'run-'));
      const limits = ['--rate', '2000', '--host-rate', '100', '--engine', engine, '--identify', 'none', '--out', out];
      const command = [process.execPath, PROGRAM, 'audit', '10.78.0.1-10.78.0.4', '-p', '20000-27999', ...limits];
      const terminal = ['script', '-qfec', command.join(' '), '/dev/null'];
      const child = spawn('ip', ['netns', 'exec', network.scanner, ...terminal], {
        stdio: ['pipe', 'pipe', 'inherit'],
        env: { ...process.env, NO_COLOR: '1', TERM: 'xterm' },
      });
      const closed = once(child, 'close');
      try {
        child.stdout.resume();
        await once(child.stdout, 'data');
        await sleep(SETTLE_MS);
        const before = await rate();
        expect(before).toBeGreaterThan(200);
        child.stdin.write('p');
        await sleep(SETTLE_MS);
        expect(await rate()).toBe(0);
        child.stdin.write('p');
        const after = await rate();
        expect(after / before).toBeGreaterThan(0.6);
        expect(after / before).toBeLessThan(1.3);
      } finally {
        child.stdin.write('\u0003');
        await closed;
      }
    },
  );
});
