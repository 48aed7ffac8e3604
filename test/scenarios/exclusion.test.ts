import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Network } from '../lab/network.ts';
import { createNetwork } from '../lab/network.ts';
import type { Finished } from '../lab/portreeve.ts';
import { portreeve, readReport } from '../lab/portreeve.ts';
import { run, whyNoNamespaces } from '../lab/run.ts';

const skip = whyNoNamespaces();

describe.skipIf(skip !== undefined)(`exclusions${skip === undefined ? '' : ` (${skip})`}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'portreeve-scenario-'));
  let network: Network;
  let finished: Finished;
  /** Packets of any kind that arrived, by address. */
  const packets = new Map<string, number>();

  beforeAll(async () => {
    network = createNetwork();
    // A set that counts each destination by itself.
    network.firewall(
      'update @seen { ip daddr counter }',
      'target',
      'set seen { type ipv4_addr; size 65535; flags dynamic; counter; }',
    );
    writeFileSync(join(folder, 'never.txt'), '10.78.0.8-10.78.0.9 # the ticket printer\n');
    writeFileSync(
      join(folder, 'scope.yaml'),
      'apiVersion: portreeve/v1\nkind: Scope\nauthorized_by: ciso@example.org\nticket: SEC-1\nvalid_until: 2099-12-31\nranges: [10.78.0.0/27]\nexclude: [10.78.0.20]\n',
    );
    const args = [
      '10.78.0.0/27',
      '-p',
      '20-40',
      '--exclude',
      '10.78.0.3',
      '--exclude',
      '10.78.0.16/30',
      '--exclude-file',
      'never.txt',
    ];
    const out = join(folder, 'run');
    finished = await portreeve(['audit', ...args, '--scope', 'scope.yaml', '--host-rate', 'max', '--out', out], {
      netns: network.scanner,
      cwd: folder,
    });
    const listed = run('ip', 'netns', 'exec', network.target, 'nft', 'list', 'set', 'inet', 'lab', 'seen');
    for (const [, address = '', count] of listed.matchAll(/([\d.]+) counter packets (\d+)/g))
      packets.set(address, Number(count));
  }, 60_000);

  afterAll(async () => {
    await network[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  it('runs', () => {
    expect(finished.exitCode, finished.stderr).toBe(0);
  });

  const excluded = [3, 8, 9, 16, 17, 18, 19, 20].map((host) => `10.78.0.${host}`);

  it.each(excluded)('no packet reaches %s', (address) => {
    expect(packets.get(address)).toBeUndefined();
  });

  it('every other address is asked every port', () => {
    const asked = Array.from({ length: 32 }, (_, host) => `10.78.0.${host}`).filter(
      (address) => !excluded.includes(address),
    );
    for (const address of asked) expect(packets.get(address), address).toBe(21);
    expect(packets.size).toBe(asked.length);
  });

  it('the report says what was left out, and why', () => {
    const { scope } = readReport(join(folder, 'run'));
    expect(scope).toMatchObject({ hosts: 24, endpoints: 24 * 21 });
    expect(scope.exclusions.map(({ addresses }) => addresses).reduce((sum, addresses) => sum + addresses, 0)).toBe(8);
    expect(scope.exclusions.every(({ why }) => why !== '')).toBe(true);
  });
});
