import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockRun } from '../../src/evidence/run-lock.ts';
import { UsageError } from '../../src/model/errors.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portreeve-lock-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A process that is over. */
function deadPid(): number {
  return spawnSync('true').pid;
}

function entry(pid: number, startTime: string | null = '1'): string {
  return `${JSON.stringify({ pid, startTime, token: `t-${pid}`, ended: false })}\n`;
}

describe('lockRun', () => {
  it('keeps everybody else out until it is given back, and then leaves nothing behind', async () => {
    {
      await using lock = await lockRun(folder);
      expect(lock.killed).toBeNull();
      for (let times = 0; times < 2; times++) {
        await expect(lockRun(folder)).rejects.toThrow(UsageError);
        await expect(lockRun(folder)).rejects.toThrow(`${folder} is being written by the process ${process.pid}`);
      }
    }
    expect(await readdir(folder)).toEqual([]);
    await using again = await lockRun(folder);
    expect(again.killed).toBeNull();
  });

  it('says that the last holder was killed', async () => {
    const pid = deadPid();
    await writeFile(join(folder, 'lock'), entry(pid));
    await using lock = await lockRun(folder);
    expect(lock.killed).toBe(pid);
    await expect(lockRun(folder)).rejects.toThrow('is being written');
  });

  it.runIf(process.platform === 'linux')('is not held by a later process with the same number', async () => {
    await writeFile(join(folder, 'lock'), entry(process.ppid, '1'));
    await using lock = await lockRun(folder);
    expect(lock.killed).toBe(process.ppid);
  });

  it.runIf(process.platform === 'linux')('knows a process by its start, whatever its name', async () => {
    const child = spawn('bash', ['-c', 'printf "x) S 1 2 (" > /proc/$$/comm; echo; read -r'], { stdio: 'pipe' });
    await once(child.stdout, 'data');
    const { pid = 0 } = child;
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    expect(stat).toContain('(x) S 1 2 ()');
    await writeFile(join(folder, 'lock'), entry(pid, stat.slice(stat.lastIndexOf(')')).split(' ')[20] ?? ''));
    await expect(lockRun(folder)).rejects.toThrow(`is being written by the process ${pid}`);
    child.kill('SIGKILL');
    await once(child, 'close');
    await using lock = await lockRun(folder);
    expect(lock.killed).toBe(pid);
  });

  it.each(['{', 'null\n[]\n7\n', '{"pid":"x","startTime":null,"token":"t","ended":false}', '\u0000\u0001'])(
    'is not put off by %j in the file',
    async (content) => {
      await writeFile(join(folder, 'lock'), content);
      await using lock = await lockRun(folder);
      expect(lock.killed).toBeNull();
      await expect(lockRun(folder)).rejects.toThrow('is being written');
    },
  );

  it('is one line where the directory cannot be written', async () => {
    await expect(lockRun(join(folder, 'none'))).rejects.toThrow(/^cannot write to the run directory .*none: ENOENT/);
  });

  it("is held by exactly one of several processes that find a killed one's", { timeout: 60_000 }, async () => {
    const module = new URL('../../dist/evidence/run-lock.js', import.meta.url).href;
    // Each waits for a common moment, takes the lock or is refused, says so, and holds on until its input ends.
    const program = `
      import { lockRun } from '${module}';
      while (Date.now() < Number(process.argv[2]));
      const lock = await lockRun(process.argv[1]).catch((error) => error);
      process.stdout.write(lock instanceof Error ? 'refused' : 'held');
      process.stdin.resume().on('end', () => process.exit());`;
    for (let round = 0; round < 5; round++) {
      await writeFile(join(folder, 'lock'), entry(deadPid()));
      const moment = String(Date.now() + 700);
      const children = Array.from({ length: 6 }, () =>
        spawn(process.execPath, ['--input-type=module', '-e', program, folder, moment], { stdio: 'pipe' }),
      );
      const said = children.map(({ stdout }) => text(stdout));
      await Promise.all(children.map(({ stdout }) => once(stdout, 'readable')));
      for (const { stdin } of children) stdin.end();
      expect((await Promise.all(said)).sort()).toEqual(['held', ...Array.from({ length: 5 }, () => 'refused')]);
    }
  });
});
