import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { portreeve } from '../lab/portreeve.ts';

let folder: string;
let whole: string;
let run: string;
let copies = 0;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'portreeve-damaged-'));
  whole = join(folder, 'whole');
  await portreeve(['audit', '127.0.0.1', '--ports', '20000-20009', '--out', whole, '--quiet']);
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  run = join(folder, `copy-${copies++}`);
  cpSync(whole, run, { recursive: true });
});

function change(name: string, edit: (text: string) => string): void {
  const path = join(run, name);
  writeFileSync(path, edit(readFileSync(path, 'utf8')));
}

describe('judging a run whose files were damaged', () => {
  it('is judged as it was when they are whole', async () => {
    expect(await portreeve(['judge', run, '--quiet'])).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it.each([
    ['lines are gone', (text: string) => text.split('\n').slice(3).join('\n')],
    ['it is cut in the middle of a line', (text: string) => text.slice(0, -10)],
    ['it is empty', () => ''],
  ])('loses nothing when of the observations %s but the journal is whole', async (_, edit) => {
    change('observations.jsonl', edit);
    const { exitCode, stdout } = await portreeve(['judge', run, '--json']);
    expect({ exitCode, report: stdout }).toEqual({
      exitCode: 0,
      report: readFileSync(join(whole, 'report.json'), 'utf8'),
    });
  });

  it.each([
    ['lines are gone', (text: string) => text.split('\n').slice(3).join('\n'), 3],
    ['it is cut in the middle of a line', (text: string) => text.slice(0, -10), 1],
    ['it is empty', () => '', 10],
  ])('never passes without a journal when of the observations %s', async (_, edit, missing) => {
    rmSync(join(run, 'journal.jsonl'));
    change('observations.jsonl', edit);
    const { exitCode, stdout } = await portreeve(['judge', run, '--json']);
    const { outcome, coverage } = JSON.parse(stdout);
    expect(exitCode).toBe(3);
    expect(outcome).toMatchObject({ verdict: 'incomplete', coverage: 'incomplete', exitCode: 3 });
    expect(outcome.reasons.join(' ')).toMatch(
      new RegExp(`Observations of ${missing} endpoints? are missing from the files of the run`),
    );
    expect(coverage.notProbed).toBe(missing);
  });

  it('refuses observations that come twice', async () => {
    change('observations.jsonl', (text) => text + text);
    const { exitCode, stderr } = await portreeve(['judge', run]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/observations\.jsonl:11: 127\.0\.0\.1 port 200\d\d is observed a second time\n$/);
  });

  it('refuses a journal of another plan, naming file and line', async () => {
    change('journal.jsonl', (text) => text.replace('"size":10', '"size":11'));
    const { exitCode, stderr } = await portreeve(['judge', run]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/journal\.jsonl:\d+: shard 0 is not cut as the plan of the run is\n$/);
  });

  it.each([
    ['no JSON', (text: string) => text.slice(0, -20), /run\.json: is no JSON/],
    ['null', () => 'null', /run\.json: was damaged: it must be object/],
    ['of another version', (text: string) => text.replace('"1.0"', '"9.9"'), /expected schemaVersion 1\.0/],
    ['without targets', (text: string) => text.replace('"targets": [\n    {', '"nothing": [\n    {'), /'targets'/],
    ['without labels', (text: string) => text.replace('"labels"', '"nothing"'), /\/targets\/0 .*'labels'/],
    ['edited in its counts', (text: string) => text.replace('"endpoints": 10', '"endpoints": 9'), /says 9 endpoints/],
  ])('is refused in one line when its record is %s', async (_, edit, message) => {
    change('run.json', edit);
    const { exitCode, stdout, stderr } = await portreeve(['judge', run]);
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n'), stderr).toHaveLength(1);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  });
});
