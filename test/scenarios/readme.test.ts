import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROGRAM } from '../lab/portreeve.ts';

const ROOT = join(import.meta.dirname, '../..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

/** The fenced blocks of one language. */
function blocks(language: string): readonly string[] {
  return [...README.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, text = '']) => text);
}

const COMMANDS = blocks('sh').flatMap((block) => block.trim().split('\n'));
const [FIRST = '', SECOND = '', ...REST] = COMMANDS;

describe('README', () => {
  const folder = mkdtempSync(join(tmpdir(), 'portreeve-readme-'));

  beforeAll(() => {
    mkdirSync(join(folder, 'bin'));
    writeFileSync(join(folder, 'bin/portreeve'), `#!/bin/sh\nexec '${process.execPath}' '${PROGRAM}' "$@"\n`);
    chmodSync(join(folder, 'bin/portreeve'), 0o755);
    // Files that the README shows carry their name in the first line, but for the one inventory.
    for (const text of blocks('yaml')) {
      const name = /^# (\S+\.yaml)\n/.exec(text)?.[1];
      if (name !== undefined) writeFileSync(join(folder, name), text);
    }
    for (const text of blocks('csv')) writeFileSync(join(folder, 'hosts.csv'), text);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('has commands to show', () => {
    expect(COMMANDS.length).toBeGreaterThan(10);
    expect(FIRST).toBe('npm ci && npm start -- audit 127.0.0.1');
    // The second one runs this test.
    expect(SECOND).toBe('npm ci && npm test');
  });

  // Exit codes 0, 1 and 3 are verdicts about whatever listens on this machine; 2 and 4 would mean that the command is wrong.
  it.each(REST)('%s', { timeout: 120_000 }, (command) => {
    const path = `${join(folder, 'bin')}:${process.env['PATH']}`;
    const { status, stderr } = spawnSync('sh', ['-c', command], {
      cwd: folder,
      env: { ...process.env, PATH: path },
      encoding: 'utf8',
    });
    expect([0, 1, 3], `${command}: ${stderr}`).toContain(status);
  });

  it('names only files that exist', () => {
    const names = [...README.matchAll(/\]\(([^)#:]+)\)/g)].map(([, name = '']) => name);
    expect(names.length).toBeGreaterThan(5);
    for (const name of names) expect(readdirSync(join(ROOT, name, '..')), name).toContain(name.split('/').at(-1));
  });

  // Needs the npm registry and takes a while, so it runs where everything runs.
  it.skipIf(process.env['CI'] === undefined)(
    'sets up and audits from a clean clone with an empty cache',
    { timeout: 300_000 },
    () => {
      const clone = join(folder, 'clone');
      execFileSync('git', ['clone', '--quiet', ROOT, clone]);
      const env = { ...process.env, npm_config_cache: join(folder, 'npm-cache') };
      const { status, stdout, stderr } = spawnSync('sh', ['-c', FIRST], { cwd: clone, env, encoding: 'utf8' });
      expect([0, 1, 3], stderr).toContain(status);
      expect(stdout).toMatch(/^(FAILED|INCOMPLETE|PASSED|NO EXCEPTIONS NOTED)/m);
      expect(stdout).toMatch(/report\.html/);
      expect(execFileSync('git', ['status', '--porcelain'], { cwd: clone, encoding: 'utf8' })).toBe('');
    },
  );
});
