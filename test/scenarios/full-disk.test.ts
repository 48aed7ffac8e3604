import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { portreeve, readReport } from '../lab/portreeve.ts';
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
    ['at the first probes', '24k', /(?:observations|journal)\.jsonl/],
    ['in the middle of the sweep', '256k', /(?:observations|journal)\.jsonl/],
    ['at the reports', '640k', /report\.|run\.json/],
  ])('%s ends the run with one line, and what was saved can be judged', { timeout: 60_000 }, async (_, size, file) => {
    run('mount', '-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', disk);
    try {
      const directory = join(disk, 'run');
      const ports = size === '640k' ? '20000-22999' : '20000-29999';
      const args = ['127.0.0.1', '--ports', ports, '--rate', 'max', '--identify', 'none', '--quiet'];
      const { exitCode, stderr } = await portreeve(['audit', ...args, '--out', directory]);
      expect(stderr).toMatch(/^portreeve: cannot write [^\n]*: ENOSPC[^\n]* - the run ends here; [^\n]*\n$/);
      expect(stderr).toMatch(file);
      expect(exitCode).toBe(4);
      expect((await portreeve(['judge', directory, '--quiet'])).exitCode).toBe(130);
    } finally {
      run('umount', disk);
    }
  });

  /** Plans of more endpoints than have a line each: only the journal grows. All refuse, four bytes an answer and less at the end of the shard. */
  const LARGE = ['127.60.0.0/24', '--ports', '20000-20499', '--host-rate', 'max', '--identify', 'none', '--quiet'];
  const LARGE_SIZE = 256 * 500;

  it.each(['syn', 'connect', 'node'])(
    'under the journal of a large plan ends the run with %s, which goes on when there is room again',
    { timeout: 180_000 },
    async (engine) => {
      run('mount', '-t', 'tmpfs', '-o', 'size=400k', 'tmpfs', disk);
      try {
        const directory = join(disk, 'run');
        const { exitCode, stderr } = await portreeve([
          'audit',
          ...LARGE,
          '--engine',
          engine,
          '--rate',
          '50000',
          '--out',
          directory,
        ]);
        expect(stderr).toMatch(
          /^portreeve: cannot write [^\n]*journal\.jsonl: ENOSPC[^\n]* - the run ends here; [^\n]*\n$/,
        );
        expect(exitCode).toBe(4);
        const judged = await portreeve(['judge', directory, '--json']);
        expect(judged.exitCode).toBe(130);
        const { closed, ...others } = JSON.parse(judged.stdout).coverage.states;
        expect(others).toEqual({ open: 0, filtered: 0, error: 0 });
        expect(closed).toBeGreaterThan(1000);
        expect(closed).toBeLessThan(LARGE_SIZE);
        run('mount', '-o', 'remount,size=20m', disk);
        const resumed = await portreeve(['audit', '--resume', directory, '--quiet', '--rate', 'max']);
        expect(resumed.exitCode).toBe(0);
        expect(readReport(directory).coverage.states).toEqual({ open: 0, closed: LARGE_SIZE, filtered: 0, error: 0 });
        // What was saved is not asked again.
        expect(readReport(directory).coverage.probesSent).toBeLessThan(LARGE_SIZE * 1.1);
      } finally {
        run('umount', disk);
      }
    },
  );

  it('under the line of a shard loses no answer', { timeout: 180_000 }, async () => {
    const directory = join(disk, 'run');
    await portreeve(['audit', ...LARGE, '--engine', 'connect', '--rate', 'max', '--out', directory]);
    const undisturbed = readReport(directory).coverage.states;
    expect(undisturbed.closed).toBe(LARGE_SIZE);
    // As a disk leaves it that is full in the middle of that line.
    const journal = readFileSync(join(directory, 'journal.jsonl'), 'latin1');
    const beforeShard = journal.lastIndexOf('{"type":"shard"');
    expect(beforeShard).toBeGreaterThan(0);
    writeFileSync(join(directory, 'journal.jsonl'), journal.slice(0, beforeShard + 200), 'latin1');
    const record = JSON.parse(readFileSync(join(directory, 'run.json'), 'utf8'));
    writeFileSync(join(directory, 'run.json'), JSON.stringify({ ...record, complete: false, finishedAt: null }));
    const judged = await portreeve(['judge', directory, '--json']);
    expect(judged.exitCode).toBe(130);
    expect(JSON.parse(judged.stdout).coverage).toMatchObject({ states: undisturbed, notProbed: 0 });
    const { exitCode } = await portreeve(['audit', '--resume', directory, '--quiet']);
    expect(exitCode).toBe(0);
    expect(readReport(directory).coverage.states).toEqual(undisturbed);
    expect(readReport(directory).coverage.probesSent).toBe(LARGE_SIZE);
  });
});
