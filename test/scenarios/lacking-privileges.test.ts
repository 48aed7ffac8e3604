import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNetwork } from '../lab/network.ts';
import type { Network } from '../lab/network.ts';
import { portreeve, readReport } from '../lab/portreeve.ts';
import type { Finished } from '../lab/portreeve.ts';
import { run, whyNoNamespaces } from '../lab/run.ts';
import { findProgram } from '../lab/servers/find-program.ts';

const ROOT = join(import.meta.dirname, '../..');
const skip = whyNoNamespaces() ?? (findProgram('setpriv') === undefined ? 'needs setpriv (util-linux)' : undefined);

describe.skipIf(skip !== undefined)(`a machine that lacks what an engine needs${skip ? ` (${skip})` : ''}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'portreeve-privileges-'));
  const program = join(folder, 'package/dist/cli/main.js');
  let network: Network;

  beforeAll(() => {
    network = createNetwork();
    network.firewall('meta l4proto tcp counter', 'scanner');
    // The package with all that it depends on, but for koffi.
    for (const name of ['dist', 'rules', 'templates', 'schemas', 'package.json']) {
      cpSync(join(ROOT, name), join(folder, 'package', name), { recursive: true });
    }
    mkdirSync(join(folder, 'package/node_modules'));
    for (const name of readdirSync(join(ROOT, 'node_modules'))) {
      if (name === 'koffi' || name.startsWith('.')) continue;
      symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'package/node_modules', name));
    }
  });
  afterAll(async () => {
    await network[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  const unprivileged = ['setpriv', '--bounding-set=-net_raw', '--inh-caps=-net_raw'];
  const sent = (): number => {
    const rules = run('ip', 'netns', 'exec', network.scanner, 'nft', 'list', 'chain', 'inet', 'lab', 'lab');
    return Number(/tcp counter packets (\d+)/.exec(rules)?.[1]);
  };
  const audit = (engine: string, out: string, from: { prefix?: string[]; program?: string }): Promise<Finished> => {
    const args = ['audit', '10.77.0.2', '-p', '20-30', '--identify', 'none', '--engine', engine, '--out', out];
    return portreeve(args, { netns: network.scanner, ...from });
  };
  /** Refused with one line; nothing was sent and nothing written. */
  const refused = async (from: { prefix?: string[]; program?: string }): Promise<string> => {
    const out = join(folder, 'refused');
    const before = sent();
    const { exitCode, stdout, stderr } = await audit('syn', out, from);
    expect({ exitCode, stdout, sent: sent() - before }).toEqual({ exitCode: 2, stdout: '', sent: 0 });
    expect(existsSync(out)).toBe(false);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    return stderr;
  };
  const all = { open: 0, closed: 11, filtered: 0, error: 0 };

  it('refuses raw packets without CAP_NET_RAW, and names both ways out', { timeout: 60_000 }, async () => {
    expect(await refused({ prefix: unprivileged })).toBe(
      'portreeve: --engine syn cannot be used here: no CAP_NET_RAW: raw sockets are refused - run as root or give node ' +
        'CAP_NET_RAW (sudo setcap cap_net_raw+ep "$(command -v node)"), or use --engine connect\n',
    );
  });

  it('connects instead where the choice is free, and says why', { timeout: 60_000 }, async () => {
    const out = join(folder, 'unprivileged');
    const { exitCode, stderr } = await audit('auto', out, { prefix: unprivileged });
    expect(stderr).toContain('with connect (epoll) (no CAP_NET_RAW: raw sockets are refused)');
    expect(exitCode).toBe(0);
    expect(sent()).toBeGreaterThanOrEqual(11);
    expect(readReport(out).run.engine).toBe('connect (epoll)');
    expect(readReport(out).coverage.states).toEqual(all);
  });

  it('refuses raw packets without koffi', { timeout: 60_000 }, async () => {
    expect(await refused({ program })).toMatch(
      /^portreeve: --engine syn cannot be used here: the optional package koffi does not load: [^\n]* - use --engine connect\n$/,
    );
  });

  it.each(['auto', 'connect'])('goes by node:net with %s without koffi', { timeout: 60_000 }, async (engine) => {
    const out = join(folder, `without-koffi-${engine}`);
    const { exitCode, stderr } = await audit(engine, out, { program });
    expect(stderr).toContain('with connect (node:net) (the optional package koffi does not load');
    const warnings = stderr.split('\n').filter((line) => line.startsWith('portreeve: warning: '));
    expect(warnings.map((line) => line.replace(/koffi does not load: .*?: --/, 'koffi does not load: --'))).toEqual(
      engine === 'auto'
        ? []
        : [
            'portreeve: warning: the optional package koffi does not load: --engine connect goes by node:net instead, with the same results but slower',
          ],
    );
    expect(exitCode).toBe(0);
    expect(readReport(out).run.engine).toBe('connect (node:net)');
    expect(readReport(out).coverage.states).toEqual(all);
  });
});
