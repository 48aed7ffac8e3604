import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { portreeve } from '../lab/portreeve.ts';
import { run } from '../lab/run.ts';

let folder: string;
let disk: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portreeve-disk-'));
  disk = join(folder, 'disk');
  mkdirSync(disk);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Mounting a file system of a few pages needs root. */
describe.runIf(process.getuid?.() === 0)('a disk that fills up', () => {
  it.each([
    ['at the first probes', '4k', /(?:observations|journal)\.jsonl/],
    ['in the middle of the sweep', '256k', /(?:observations|journal)\.jsonl/],
    ['at the reports', '668k', /report\.\w+/],
  ])('%s ends the run with one line, and what was saved can be judged', { timeout: 60_000 }, async (_, size, file) => {
    run('mount', '-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', disk);
    try {
      const directory = join(disk, 'run');
      const ports = size === '668k' ? '20000-22999' : '20000-29999';
      const args = ['127.0.0.1', '--ports', ports, '--rate', 'max', '--identify', 'none', '--quiet'];
      const { exitCode, stderr } = await portreeve(['audit', ...args, '--out', directory]);
      expect(stderr).toMatch(/^portreeve: cannot write [^\n]*: ENOSPC[^\n]* - the run ends here; [^\n]*\n$/);
      expect(stderr).toMatch(file);
      expect(stderr).toContain(directory);
      expect(exitCode).toBe(4);
      expect((await portreeve(['judge', directory, '--quiet'])).exitCode).toBe(130);
    } finally {
      run('umount', disk);
    }
  });
});
