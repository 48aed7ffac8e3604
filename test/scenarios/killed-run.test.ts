import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Network } from '../lab/network.ts';
import { createNetwork } from '../lab/network.ts';
import { portreeve, readObservations, readReport, startPortreeve } from '../lab/portreeve.ts';
import { whyNoNamespaces } from '../lab/run.ts';

const skip = whyNoNamespaces();

/** 16,384 endpoints: most refuse, eight ports of each host are silent, one is open and says what it is. */
const TARGETS = ['10.78.0.0/24', '-p', '22,1000-1062', '--host-rate', 'max', '--identify', 'expected'];

describe.skipIf(skip !== undefined)(`a run that is killed and resumed${skip === undefined ? '' : ` (${skip})`}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'portreeve-scenario-'));
  let network: Network;

  beforeAll(async () => {
    network = createNetwork();
    network.firewall('tcp dport 1000-1007 drop');
    const greeter = network.start(
      network.target,
      process.execPath,
      'test/lab/greet.mjs',
      '22',
      'SSH-2.0-OpenSSH_9.2\r\n',
    );
    if (greeter.stdout !== null) await once(greeter.stdout, 'data');
  }, 60_000);
  afterAll(async () => {
    await network[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  /** What a run found, without the times. */
  const found = (directory: string): readonly string[] =>
    readObservations(directory)
      .map(
        ({ address, port, state, reason, service, access }) =>
          `${address} ${port} ${state} ${reason} ${service?.name} ${access}`,
      )
      .sort();

  it.each([
    ['connect', 20],
    ['syn', 6],
  ] as const)(
    'finds the same with %s, killed %i times at random moments',
    { timeout: 400_000 },
    async (engine, kills) => {
      const at = { netns: network.scanner };
      const undisturbed = join(folder, `${engine}-undisturbed`);
      const options = ['--engine', engine, '--seed', 'same', '--quiet'];
      await portreeve(['audit', ...TARGETS, ...options, '--rate', '20000', '--out', undisturbed], at);
      const killed = join(folder, `${engine}-killed`);
      let args = ['audit', ...TARGETS, ...options, '--rate', '1500', '--out', killed];
      let answersBefore = 0;
      for (let kill = 0; kill < kills; kill++) {
        const { child, finished } = startPortreeve(args, at);
        const journal = join(killed, 'journal.jsonl');
        const sizeBefore = existsSync(journal) ? statSync(journal).size : 0;
        // Somewhere between the first probes and a second later, sometimes with answers just under way.
        for (let tries = 0; tries < 400 && (!existsSync(journal) || statSync(journal).size === sizeBefore); tries++)
          await sleep(20);
        await sleep(Math.random() * 800);
        expect(child.exitCode, 'ended before it could be killed').toBeNull();
        child.kill('SIGKILL');
        await finished;
        expect(readFileSync(journal).length).toBeGreaterThanOrEqual(answersBefore);
        answersBefore = readFileSync(journal).length;
        args = ['audit', '--resume', killed, '--quiet'];
      }
      const { exitCode, stderr } = await portreeve([...args, '--rate', '20000'], at);
      expect(stderr).toBe('');
      expect(found(killed)).toEqual(found(undisturbed));
      const [before, after] = [readReport(undisturbed), readReport(killed)];
      expect(after.coverage.states).toEqual(before.coverage.states);
      expect(after.coverage.states).toEqual({ open: 256, closed: 55 * 256, filtered: 8 * 256, error: 0 });
      expect(after.findings.map(({ fingerprint }) => fingerprint)).toEqual(
        before.findings.map(({ fingerprint }) => fingerprint),
      );
      expect(after.run.complete).toBe(true);
      expect(exitCode).toBe(after.outcome.exitCode);
    },
  );
});

describe('a run in shards', () => {
  const folder = mkdtempSync(join(tmpdir(), 'portreeve-scenario-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('repeats no finished shard', { timeout: 300_000 }, async () => {
    // Two shards of about a million endpoints each; all refuse.
    const directory = join(folder, 'run');
    const args = ['audit', '127.16.0.0/15', '-p', '20000-20015', '--rate', 'max', '--engine', 'connect'];
    const { child, finished } = startPortreeve([...args, '--identify', 'none', '--quiet', '--out', directory]);
    const journal = join(directory, 'journal.jsonl');
    const shards = (): number =>
      existsSync(journal) ? readFileSync(journal, 'latin1').split('"type":"shard"').length - 1 : 0;
    while (child.exitCode === null && shards() === 0) await sleep(50);
    child.kill('SIGKILL');
    await finished;
    expect(shards()).toBe(1);
    const { exitCode, stderr } = await portreeve(['audit', '--resume', directory, '--quiet']);
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    const { coverage } = readReport(directory);
    expect(coverage.states).toEqual({ open: 0, closed: 2 ** 21, filtered: 0, error: 0 });
    // Every endpoint once, and what the kill cut off once more at most.
    expect(coverage.probesSent).toBeGreaterThanOrEqual(2 ** 21);
    expect(coverage.probesSent).toBeLessThan(2 ** 21 + 200_000);
    expect(shards()).toBe(2);
  });
});
