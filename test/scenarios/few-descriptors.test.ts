import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNetwork } from '../lab/network.ts';
import type { Network } from '../lab/network.ts';
import { portreeve, readObservations, readReport } from '../lab/portreeve.ts';
import type { Finished } from '../lab/portreeve.ts';
import { whyNoNamespaces } from '../lab/run.ts';
import { findProgram } from '../lab/servers/find-program.ts';

const skip = whyNoNamespaces() ?? (findProgram('prlimit') === undefined ? 'needs prlimit (util-linux)' : undefined);

/** 16,384 endpoints, so that there are two lanes: one port of each host is silent, one is open and says what it is, and the others refuse. */
const TARGETS = ['10.78.0.0/24', '-p', '22,1000-1062', '--rate', 'max', '--host-rate', 'max', '--identify', 'expected'];

describe.skipIf(skip !== undefined)(`few descriptors${skip === undefined ? '' : ` (${skip})`}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'portreeve-descriptors-'));
  let network: Network;

  beforeAll(async () => {
    network = createNetwork();
    // Everything on 10.78.1.1 is accepted, so that only its canaries tell.
    network.load(`table ip proxy { chain pre { type nat hook prerouting priority -100;
      ip daddr 10.78.1.1 meta l4proto tcp redirect to :3000
}
}
`);
    network.firewall('tcp dport 1000 drop');
    const servers = [
      network.start(network.target, process.execPath, 'test/lab/greet.mjs', '22', 'SSH-2.0-OpenSSH_9.2\r\n'),
      network.start(network.target, process.execPath, 'test/lab/listen.mjs', '0.0.0.0', '3000'),
    ];
    for (const { stdout } of servers) if (stdout !== null) await once(stdout, 'data');
  }, 60_000);
  afterAll(async () => {
    await network[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  const audit = (limit: number | undefined, engine: string, out: string): Promise<Finished> =>
    portreeve(['audit', '10.78.1.1', ...TARGETS, '--engine', engine, '--quiet', '--out', out], {
      netns: network.scanner,
      ...(limit !== undefined && { descriptors: limit }),
    });

  /** What a run found, without the times. */
  const found = (directory: string): readonly string[] =>
    readObservations(directory)
      .map(({ address, port, state, reason, service }) => `${address} ${port} ${state} ${reason} ${service?.product}`)
      .sort();

  it.each([
    ['connect', 64],
    ['connect', 100],
    ['connect', 256],
    ['node', 64],
    ['node', 100],
    ['node', 256],
    ['syn', 100],
    ['syn', 256],
  ] as const)('change nothing of what %s finds under a limit of %i', { timeout: 300_000 }, async (engine, limit) => {
    const out = join(folder, `${engine}-${limit}`);
    const { stderr, exitCode } = await audit(limit, engine, out);
    expect(stderr).toBe('');
    expect(readReport(out).coverage.states).toEqual({ open: 256, closed: 62 * 256, filtered: 256, error: 64 });
    expect(exitCode).toBe(3);
    const without = join(folder, engine);
    if (!existsSync(without)) await audit(undefined, engine, without);
    expect(found(out)).toEqual(found(without));
    expect(found(out).filter((line) => line.endsWith(' 22 open syn-ack OpenSSH'))).toHaveLength(256);
  });

  it('are too few for raw packets: one line says so, and auto connects', { timeout: 120_000 }, async () => {
    const out = join(folder, 'refused');
    const { exitCode, stdout, stderr } = await audit(64, 'syn', out);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(
      /^portreeve: --engine syn cannot be used here: it needs \d+ descriptors, and \d+ may be opened - raise the limit \(ulimit -n\), or use --engine connect\n$/,
    );
    expect(existsSync(out)).toBe(false);
    await audit(64, 'auto', out);
    expect(readReport(out).run.engine).toBe('connect (epoll)');
  });
});
