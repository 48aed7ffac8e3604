import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LineFile } from '../../src/evidence/line-file.ts';
import { readLines } from '../../src/evidence/read-lines.ts';
import { createRunDirectory } from '../../src/evidence/run-directory.ts';
import { UsageError } from '../../src/model/errors.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portreeve-test-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function collect(path: string): Promise<unknown[]> {
  const values: unknown[] = [];
  for await (const { value } of readLines(path)) values.push(value);
  return values;
}

describe('run directory', () => {
  it('replaces documents whole and leaves no temporary file', async () => {
    const run = await createRunDirectory(join(folder, 'a', 'run'));
    await run.write('run.json', 'one');
    const path = await run.write('run.json', 'two');
    expect(await readFile(path, 'utf8')).toBe('two');
    expect(await readdir(run.path)).toEqual(['run.json']);
  });

  it('refuses a directory that holds a run', async () => {
    const run = await createRunDirectory(folder);
    await run.write('run.json', '{}');
    await expect(createRunDirectory(folder)).rejects.toThrow(/already holds a run/);
  });

  it.each(['run/', 'a//b/../run', './run/.', 'with space/run'])(
    'makes %s, and takes it when it is empty',
    async (name) => {
      for (let times = 0; times < 2; times++) await createRunDirectory(`${folder}/${name}`);
      await (await createRunDirectory(`${folder}/${name}`)).write('run.json', '{}');
      expect(await readFile(`${folder}/${name}/run.json`, 'utf8')).toBe('{}');
    },
  );

  // Node's recursive mkdir never comes back from there.
  it.runIf(process.platform === 'linux')('gives up where the system makes no folders', { timeout: 5000 }, async () => {
    await expect(createRunDirectory('/proc/none/run')).rejects.toThrow(
      'cannot write to the run directory /proc/none/run',
    );
  });

  it('names what cannot be written', async () => {
    await expect(createRunDirectory('/dev/null/run')).rejects.toThrow(UsageError);
    await expect(createRunDirectory('/dev/null/run')).rejects.toThrow(
      'cannot write to the run directory /dev/null/run',
    );
  });
});

describe('line file', () => {
  it('keeps every value, in order', async () => {
    const path = join(folder, 'lines.jsonl');
    const values = Array.from({ length: 5000 }, (_, n) => ({ n, text: 'a\nb\u2028' }));
    {
      await using file = await LineFile.open(path);
      for (const value of values) file.append(value);
    }
    expect(await collect(path)).toEqual(values);
  });

  it('tells of a full disk instead of losing lines', async () => {
    const file = await LineFile.open('/dev/full');
    file.append({ lost: true });
    await expect(file[Symbol.asyncDispose]()).rejects.toThrow('cannot write /dev/full: ENOSPC');
  });

  it('leaves whole lines behind when the process is killed', async () => {
    const path = join(folder, 'lines.jsonl');
    const script = `
      import { LineFile } from './dist/evidence/line-file.js';
      const file = await LineFile.open(process.argv[1]);
      let n = 0;
      setInterval(() => { for (let i = 0; i < 500; i++) file.append({ n: n++, text: 'x'.repeat(200) }); }, 1);
      setTimeout(() => process.stdout.write('writing'), 400);
    `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const values = await collect(path);
    expect(values.length).toBeGreaterThan(1000);
    expect(values.map((value) => (value as { n: number }).n)).toEqual(values.map((_, n) => n));
  });
});

describe('reading lines', () => {
  it('leaves out a torn last line', async () => {
    const path = join(folder, 'torn.jsonl');
    await writeFile(path, '{"a":1}\n{"a":2}\n{"a":');
    expect(await collect(path)).toEqual([{ a: 1 }, { a: 2 }]);
  });

  it('names a file that cannot be read', async () => {
    const missing = collect(join(folder, 'none'));
    await expect(missing).rejects.toThrow(UsageError);
    await expect(missing).rejects.toThrow(/cannot be read: ENOENT/);
  });

  it('names file and line of a broken one in the middle', async () => {
    const path = join(folder, 'broken.jsonl');
    await writeFile(path, '{"a":1}\nnonsense\n');
    await appendFile(path, '{"a":2}\n');
    await expect(collect(path)).rejects.toMatchObject({ at: { file: path, line: 2 } });
  });
});
