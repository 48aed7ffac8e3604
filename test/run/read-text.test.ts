import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isFile, readText } from '../../src/run/read-text.ts';

describe('isFile', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'portreeve-test-'));
    writeFileSync(join(folder, 'file'), '127.0.0.1');
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    symlinkSync('circle', join(folder, 'circle'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ['a file', 'file', true],
    ['a pipe, as the shell makes of <(command)', 'pipe', true],
    ['a folder', '.', false],
    ['nothing', 'none', false],
    ['something below a file', 'file/below', false],
  ])('%s: %s is %s', async (_, name, expected) => {
    expect(await isFile(join(folder, name))).toBe(expected);
  });

  it('leaves it to reading to tell what is in the way', async () => {
    const path = join(folder, 'circle');
    expect(await isFile(path)).toBe(true);
    await expect(readText(path)).rejects.toMatchObject({ line: `cannot read ${path}: ELOOP` });
  });
});
