import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

// Installing asks the npm registry for the dependencies.
describe.skipIf(process.env['CI'] === undefined)('the installed package (needs the npm registry; set CI)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'portreeve-package-'));

  beforeAll(() => {
    const packed = execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    writeFileSync(join(folder, 'package.json'), '{"name":"user","private":true,"type":"module"}');
    execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', join(folder, packed.trim())], {
      cwd: folder,
    });
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('audits by its command', () => {
    const { status, stdout, stderr } = spawnSync(
      'npx',
      ['portreeve', 'audit', '127.0.0.1', '--ports', '9', '--quiet'],
      { cwd: folder, encoding: 'utf8' },
    );
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(/^NO EXCEPTIONS NOTED/);
  });

  it('audits, judges and renders by its API, as docs/library.md shows', () => {
    const script = `
      import { audit, judge, plan, render, UserError } from 'portreeve';
      const request = {
        target: { targets: ['127.0.0.1'], exclude: [], excludeFiles: [], ports: '9,10', scope: null, authorizedBy: null },
        sweep: { engine: 'auto', rate: 5000, hostRate: 50, concurrency: 1000, timeoutMs: 1500, attempts: 2, seed: 'x', shard: null, controls: [] },
        identify: { mode: 'all', concurrency: 100, deadlineMs: 6000, ics: false, maxEffect: 'session' },
        policy: { packs: [], overrides: {}, failOn: 'high', maxNotAssessed: 0.05 },
        vantage: { id: 'office', zone: null },
        output: { directory: null, formats: ['json'] },
        resume: null,
      };
      const { endpoints } = await plan(request);
      const run = audit(request, { signal: AbortSignal.timeout(60_000) });
      const types = new Set();
      for await (const event of run) types.add(event.type);
      const { report, directory } = await run.result;
      const again = await judge(directory, request);
      const page = await render(again, 'html');
      const wrong = await audit({ ...request, target: { ...request.target, ports: '70000' } }).result.catch((error) => error);
      console.log(JSON.stringify({ endpoints, types: [...types], same: JSON.stringify(report) === JSON.stringify(again),
        html: page.startsWith('<!doctype html>'), wrong: wrong instanceof UserError }));
    `;
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(JSON.parse(output)).toEqual({
      endpoints: 2,
      types: expect.arrayContaining(['run-started', 'progress', 'observation', 'run-finished']),
      same: true,
      html: true,
      wrong: true,
    });
  });
});
