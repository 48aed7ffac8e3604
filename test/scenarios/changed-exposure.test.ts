import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import type { RunDifference } from '../../src/report/difference/run-difference.ts';
import { portreeve, readReport } from '../lab/portreeve.ts';
import type { Finished } from '../lab/portreeve.ts';

const folder = mkdtempSync(join(tmpdir(), 'portreeve-changed-'));
const [OPEN, CLOSED, MUTE, waivers] = ['open', 'closed', 'mute', 'waivers.yaml'].map((name) => join(folder, name));
let port = 0;

/** A VNC server that lets everybody in, or one that accepts connections and says nothing. */
function screen(speaks: boolean): Server {
  return createServer((socket) => {
    socket.on('error', () => socket.destroy());
    if (!speaks) {
      socket.resume();
      return;
    }
    socket.write('RFB 003.008\n');
    socket.once('data', () => socket.write(Buffer.from([1, 1])));
  });
}

async function audit(directory = ''): Promise<void> {
  const { exitCode, stderr } = await run('audit', '127.0.0.1', '--ports', `${port}`, '--out', directory, '--quiet');
  if (![0, 1, 3].includes(exitCode ?? -1)) throw new Error(stderr);
}

function run(...args: readonly string[]): Promise<Finished> {
  return portreeve(args, { cwd: folder });
}

/** Runs with a server on the port, or with nothing there. */
async function during(server: Server, work: () => Promise<void>): Promise<void> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  port = bound !== null && typeof bound === 'object' ? bound.port : 0;
  await work();
  server.close();
  await once(server, 'close');
}

beforeAll(async () => {
  await during(screen(true), () => audit(OPEN));
  await audit(CLOSED);
  await during(screen(false), () => audit(MUTE));
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true }));

describe('a server that went away', { timeout: 30_000 }, () => {
  it('is resolved, and nothing fails', async () => {
    const { exitCode, stdout } = await run('diff', 'open', 'closed');
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`127.0.0.1:${port}/tcp unauthenticated/vnc: Observed closed by local.`);
    expect(stdout).toContain(`127.0.0.1:${port}/tcp open → closed`);
    expect(stdout).toMatch(/^Findings: 2 resolved; 1 endpoint not open any more$/m);
  });

  it('is new when it comes, and that fails', async () => {
    const { exitCode, stdout } = await run('diff', join(CLOSED ?? '', 'report.json'), OPEN ?? '', '--format', 'json');
    const difference: RunDifference = JSON.parse(stdout);
    expect(exitCode).toBe(1);
    expect(difference.findings.map(({ status, ruleId }) => `${status} ${ruleId}`)).toContain('new unauthenticated/vnc');
    expect(difference.opened).toMatchObject([{ port, from: 'closed', to: 'open' }]);
    expect(difference.notes).toEqual(['The baseline is of a later run than this report.']);
  });

  it('is not resolved where it only falls silent', async () => {
    const { exitCode, stdout } = await run('diff', 'open', 'mute', '--format', 'markdown');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('### Not verified: no finding now, and nothing proves that they are gone (');
    expect(stdout).toContain('`The endpoint is open, but the rule could not be assessed there.`');
    expect(stdout).not.toContain('### Resolved');
    expect(stdout).toContain('`vnc` → `not identified`');
  });

  it('is judged against an earlier run, and a chain of runs forgets nothing', async () => {
    const silent = join(folder, 'silent.json');
    const judged = await run('judge', 'mute', '--baseline', 'open', '--json');
    writeFileSync(silent, judged.stdout);
    const report: Report = JSON.parse(judged.stdout);
    expect(report.changes?.counts).toMatchObject({ new: 0, resolved: 0, unverified: 2 });
    const said = await run('judge', 'mute', '--baseline', 'open');
    expect(said.stdout).toMatch(/^Since \d{4}-\d\d-\d\d \(run .+\): 2 not verified$/m);
    const closed: Report = JSON.parse((await run('judge', 'closed', '--baseline', silent, '--json')).stdout);
    expect(closed.changes?.counts).toMatchObject({ resolved: 2, unverified: 0 });
    expect(closed.changes?.gone[0]?.firstSeen).toBe(readReport(OPEN ?? '').run.startedAt);
  });
});

describe('an accepted finding', { timeout: 30_000 }, () => {
  it('is waived until its last day', async () => {
    const findings = readReport(OPEN ?? '').findings;
    const words = ['--type', 'planned-fix', '--reason', 'The screen moves behind the jump host.', '--from', 'open'];
    const who = ['--owner', 'it@example.org', '--approved-by', 'ciso@example.org', '--days', '30'];
    for (const { fingerprint } of findings) {
      const added = await run('waivers', 'add', 'waivers.yaml', '--finding', fingerprint, ...words, ...who);
      expect(added).toMatchObject({ exitCode: 0, stderr: '' });
    }
    expect((await run('judge', 'open')).exitCode).toBe(1);
    const judged = await run('judge', 'open', '--waivers', 'waivers.yaml', '--json');
    expect(judged.exitCode).toBe(0);
    const said = await run('judge', 'open', '--waivers', 'waivers.yaml');
    expect(said.stdout).toMatch(/^PASSED: 2 findings \(1 critical, 1 medium\); 2 of them waived$/m);
    expect(said.stdout).toMatch(/^Waivers: 2 active$/m);
    expect(said.stdout).toContain(' [waived by W-');
    const report: Report = JSON.parse(judged.stdout);
    expect(report.findings.map(({ disposition }) => disposition)).toEqual(['waived', 'waived']);
    expect(report.waivers?.entries.map(({ state }) => state)).toEqual(['active', 'active']);

    const checked = await run('waivers', 'check', 'waivers.yaml', '--report', 'open', '--strict');
    expect(checked.exitCode).toBe(0);
    expect(checked.stdout).toMatch(/^2 waivers: 2 active$/m);
    const later = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10);
    const stale = await run('waivers', 'check', 'waivers.yaml', '--as-of', later, '--strict');
    expect(stale.exitCode).toBe(1);
    expect(stale.stdout).toMatch(/^2 waivers: 2 expired$/m);
    expect((await run('judge', 'open', '--waivers', 'waivers.yaml', '--as-of', later)).exitCode).toBe(1);
  });

  it('has all mistakes of its file told', async () => {
    const text = readFileSync(waivers ?? '', 'utf8');
    writeFileSync(join(folder, 'wrong.yaml'), text.replace('planned-fix', 'planed-fix').replace('owner:', 'onwer:'));
    const { exitCode, stdout, stderr } = await run('waivers', 'check', 'wrong.yaml');
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('portreeve: wrong.yaml:8:11: ');
    expect(stderr).toContain('did you mean "planned-fix"?');
    expect(stderr).toContain('unknown key "onwer" in /waivers/0 - did you mean "owner"?');
    expect((await run('judge', 'open', '--waivers', 'wrong.yaml')).exitCode).toBe(2);
  });
});
