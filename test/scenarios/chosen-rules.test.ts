import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { appendFileSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { portreeve, readReport } from '../lab/portreeve.ts';

const cwd = mkdtempSync(join(tmpdir(), 'portreeve-scenario-'));
const packs = join(import.meta.dirname, '../../rules');
let server: Server;

const OURS = `apiVersion: portreeve/v1
kind: RulePack
metadata: { id: ours, version: 1.0.0, title: Ours }
rules:
  - id: ours/greeting
    title: Something greets
    category: unexpected-service
    severity: medium
    scope: { cel: "open && port > 1023" }
    fail_when: { unknown.said: { matches: '^(?i)hello, w[a-z]+$' } }
    message: 'Port {{port}} of {{target.id}} says {{unknown.said}}.'
    why: Whoever greets is somebody.
    fix: [Say nothing.]
    references: [https://example.org/]
    tests:
      - { facts: { open: true, port: 2000, unknown.said: 'Hello, world' }, expect: fail }
      - { facts: { open: true, port: 2000, unknown.said: 'Bye' }, expect: pass }
      - { facts: { open: true, port: 2000 }, expect: not_assessed, missing: [unknown.said] }
      - { facts: { port: 2000 }, expect: not_assessed, missing: [open] }
      - { facts: { port: 22 }, expect: not_applicable }
`;

beforeAll(async () => {
  server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.end('Hello, world\r\n');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  writeFileSync(join(cwd, 'ours.yaml'), OURS);
  copyFileSync(join(packs, 'unexpected.yaml'), join(cwd, 'unexpected.yaml'));
});

afterAll(async () => {
  server.close();
  await once(server, 'close');
  rmSync(cwd, { recursive: true });
});

function port(): string {
  const bound = server.address();
  return String(bound !== null && typeof bound === 'object' ? bound.port : 0);
}

describe('rules of one’s own', () => {
  it('ask with expressions and patterns, and are tested, linted and explained', async () => {
    expect((await portreeve(['rules', 'test', 'ours.yaml'], { cwd })).stdout).toBe('5 tests of 1 rule: all passed\n');
    expect(await portreeve(['rules', 'lint', 'ours.yaml'], { cwd })).toEqual({
      exitCode: 0,
      stdout: '1 rule in 1 pack: nothing to complain of\n',
      stderr: '',
    });
    const { stdout } = await portreeve(['rules', 'explain', 'ours/greeting', '--rules', 'ours.yaml'], { cwd });
    expect(stdout).toContain('It judges every endpoint where open and port > 1023.\n');
    expect(stdout).toContain('It fails where unknown.said matches ^(?i)hello, w[a-z]+$.\n');
    const args = ['audit', '127.0.0.1', '-p', port(), '--rules', 'ours.yaml', '--out', 'run'];
    const { exitCode, stderr } = await portreeve(args, { cwd });
    expect(stderr).not.toContain('error');
    expect(readReport(join(cwd, 'run')).findings.map(({ ruleId, message }) => [ruleId, message])).toEqual([
      ['ours/greeting', `Port ${port()} of 127.0.0.1 says Hello, world.`],
    ]);
    expect(exitCode).toBe(0);
  }, 120_000);

  it('are held to the lock that lies in the working directory', async () => {
    const locked = await portreeve(['rules', 'lock', 'ours.yaml', 'unexpected.yaml'], { cwd });
    expect(locked.stdout).toMatch(/^Wrote rules\.lock\.json: 2 packs\./);
    const judge = ['judge', 'run', '--rules', 'ours.yaml', '--json'];
    const agreed = await portreeve(judge, { cwd });
    expect(agreed.stderr).toBe('portreeve: using ./rules.lock.json\n');
    const { run } = JSON.parse(agreed.stdout);
    expect(run.inputs).toEqual([
      { kind: 'rules-lock', path: 'rules.lock.json', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
    appendFileSync(join(cwd, 'ours.yaml'), '# a word more\n');
    const refused = await portreeve(judge, { cwd });
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toMatch(/the pack ours \(ours\.yaml\) is not the one in rules\.lock\.json: version 1\.0\.0/);
    await portreeve(['rules', 'lock', 'ours.yaml'], { cwd });
    expect((await portreeve(judge, { cwd })).exitCode).toBe(0);
    rmSync(join(cwd, 'rules.lock.json'));
  }, 120_000);
});

describe('a policy that extends', () => {
  it('has the packs of the preset and those beside it, and its own changes', async () => {
    writeFileSync(
      join(cwd, 'portreeve.yaml'),
      `policy:
  extends: [preset:baseline, ./ours.yaml]
  rules:
    ours/greeting: { severity: critical }
    cleartext/telnet: { off: true, because: "none here" }
`,
    );
    const { stdout, exitCode } = await portreeve(['judge', 'run', '--json', '-q'], { cwd });
    const report = JSON.parse(stdout);
    expect(exitCode).toBe(1);
    expect(report.outcome.failOn).toBe('critical');
    expect(report.packs.length).toBeGreaterThan(9);
    expect(report.findings.map(({ ruleId, severity }: Record<string, unknown>) => [ruleId, severity])).toContainEqual([
      'ours/greeting',
      'critical',
    ]);
    expect(report.rules.filter(({ status }: Record<string, unknown>) => status !== 'active')).toMatchObject([
      { id: 'cleartext/telnet', status: 'off', because: 'none here' },
      { id: 'ours/greeting', status: 'overridden', because: null },
    ]);
    expect(readFileSync(join(cwd, 'run', 'run.json'), 'utf8')).not.toContain('"at":{"file"');
    rmSync(join(cwd, 'portreeve.yaml'));
  }, 60_000);
});

describe('the packs that come with Portreeve', () => {
  it('are listed', async () => {
    const { stdout } = await portreeve(['rules', 'list', '--json'], { cwd });
    const rules: readonly { readonly id: string; readonly level: string }[] = JSON.parse(stdout);
    expect(rules.length).toBeGreaterThan(90);
    const table = (await portreeve(['rules', 'list'], { cwd })).stdout;
    expect(rules.filter(({ id }) => !table.includes(`${id} `))).toEqual([]);
  }, 60_000);
});
