import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answersLine, sessionLine, shardLine } from '../../src/evidence/journal-lines.ts';
import { readJournal } from '../../src/evidence/read-journal.ts';
import type { JournalEntry } from '../../src/evidence/read-journal.ts';
import { NO_RTT, packResult } from '../../src/model/answer-records.ts';
import { UsageError } from '../../src/model/errors.ts';
import { codeOf } from '../../src/model/result-code.ts';
import type { ShardOutcome } from '../../src/model/shard.ts';
import { fakePlan } from '../sweep/fake-plan.ts';

const PLAN = fakePlan(3, 2);
const AT = '2026-03-02T08:15:00.000Z';
const SESSION = sessionLine(AT, 'syn');

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portreeve-journal-'));
  path = join(folder, 'journal.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

async function read(...lines: readonly unknown[]): Promise<readonly JournalEntry[]> {
  writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return readAll();
}

async function readAll(): Promise<readonly JournalEntry[]> {
  const entries: JournalEntry[] = [];
  for await (const entry of readJournal(path, PLAN)) {
    if (entry.type === 'shard') entry.outcome.attempts();
    entries.push(entry);
  }
  return entries;
}

function outcome(changes: Partial<ShardOutcome> = {}): ShardOutcome {
  return {
    shard: 0,
    first: 0,
    size: 6,
    codes: Uint8Array.from([1, 2, 3, 4, 0, 13]),
    attempts: Uint8Array.from([1, 1, 2, 255, 0, 3]),
    probesSent: 12,
    retriedLocally: 1,
    kernelDrops: 2,
    seconds: 0.5,
    passes: 2,
    slowestRate: 10.5,
    fastestRate: 12,
    tallies: [{ before: 0, firstAnswers: [3, 1] }],
    ...changes,
  };
}

describe('the journal', () => {
  it('gives back what was written', async () => {
    const records = Uint32Array.from([
      0,
      packResult(codeOf('syn-ack'), 3),
      1234,
      5000,
      2,
      packResult(2, 1),
      NO_RTT,
      2 ** 32 - 1,
    ]);
    const entries = await read(SESSION, answersLine(3, records), await shardLine(outcome(), AT));
    const { attempts, ...others } = outcome();
    expect(entries).toEqual([
      { type: 'session', startedAt: Date.parse(AT), engine: 'syn' },
      { type: 'answers', first: 3, records, sessionAt: Date.parse(AT) },
      { type: 'shard', outcome: { ...others, attempts: expect.any(Function) }, at: Date.parse(AT) },
    ]);
    expect(entries.flatMap((entry) => (entry.type === 'shard' ? [entry.outcome.attempts()] : []))).toEqual([attempts]);
  });

  it('counts the times of answers from the last session before them', async () => {
    const answers = answersLine(0, Uint32Array.from([1, packResult(2, 1), 0, 7]));
    const [, first, , second] = await read(
      SESSION,
      answers,
      sessionLine('2026-03-03T00:00:00.000Z', 'connect'),
      answers,
    );
    expect([first, second]).toMatchObject([
      { sessionAt: Date.parse(AT) },
      { sessionAt: Date.parse('2026-03-03T00:00:00.000Z') },
    ]);
  });

  it('takes records that do not begin at the start of their buffer', async () => {
    const records = Uint32Array.from([9, 9, 9, 9, 1, packResult(2, 1), 5, 6]).subarray(4);
    expect((await read(SESSION, answersLine(0, records)))[1]).toMatchObject({ records: Uint32Array.from(records) });
  });

  it('leaves out a torn last line, wherever it was torn', async () => {
    const answers = JSON.stringify(answersLine(0, Uint32Array.from([1, packResult(2, 1), 5, 6])));
    for (let length = 0; length < answers.length; length++) {
      writeFileSync(path, `${JSON.stringify(SESSION)}\n`);
      appendFileSync(path, answers.slice(0, length));
      expect(await readAll()).toHaveLength(1);
    }
  });

  const answers = (words: readonly number[]): object => answersLine(0, Uint32Array.from(words));
  const shard = async (changes: object): Promise<object> => ({ ...(await shardLine(outcome(), AT)), ...changes });
  const bomb = deflateSync(new Uint8Array(100_000_000)).toString('base64');

  it.each<[string, () => unknown, RegExp]>([
    ['is of another type', () => ({ type: 'open' }), /expected a line of the journal/],
    ['is no object', () => [1], /expected a line of the journal/],
    ['has an endpoint outside the plan', () => answers([6, packResult(2, 1), 0, 0]), /endpoint 6 is not in the plan/],
    ['has a code that nothing has', () => answers([1, packResult(99, 1), 0, 0]), /99 is no code/],
    ['has no result', () => answers([1, packResult(0, 1), 0, 0]), /0 is no code/],
    ['has a part of a record', () => answers([1, packResult(2, 1), 0]), /whole records/],
    ['has records that are no base64', () => ({ type: 'answers', first: 0, data: '!"§$%&/()=?' }), /whole records/],
    ['has a negative index', () => ({ type: 'answers', first: -1, data: '' }), /expected a line of the journal/],
    ['has a shard that is none', () => shard({ shard: 1 }), /shard 1 is not cut as the plan/],
    ['has a shard that begins elsewhere', () => shard({ first: 2 }), /shard 0 is not cut/],
    ['has a shard of another size', () => shard({ size: 2 ** 40 }), /shard 0 is not cut/],
    [
      'has too few codes',
      () => shard({ codes: deflateSync(new Uint8Array(5)).toString('base64') }),
      /expected 6 bytes/,
    ],
    ['has far too many codes', () => shard({ codes: bomb }), /expected 6 bytes/],
    ['has far too many attempts', () => shard({ attempts: bomb }), /expected 6 bytes/],
    ['has codes that are not deflated', () => shard({ codes: 'AAAA' }), /expected 6 bytes/],
    [
      'has an unknown code',
      () => shard({ codes: deflateSync(new Uint8Array(6).fill(200)).toString('base64') }),
      /200 is no/,
    ],
    ['has a shard finished at no time', () => shard({ at: 'noon' }), /"noon" is no time/],
    ['has a session begun at no time', () => ({ ...SESSION, startedAt: '' }), /"" is no time/],
    ['has a shard without counters', () => shard({ probesSent: null }), /expected a line of the journal/],
  ])('is refused with its line when it %s', async (_, make, message) => {
    const failure = read(SESSION, await make());
    await expect(failure).rejects.toThrow(UsageError);
    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.toMatchObject({ at: { file: path, line: 2 } });
  });

  it('is refused when a shard is there twice, and when answers have no session', async () => {
    const line = await shardLine(outcome(), AT);
    await expect(read(SESSION, line, line)).rejects.toThrow(/shard 0 is there a second time/);
    await expect(read(answers([1, packResult(2, 1), 0, 0]))).rejects.toThrow(/before the line of their session/);
  });

  it('whatever is in it, it is read or refused', async () => {
    const value = fc.oneof(
      fc.jsonValue(),
      fc.record({
        type: fc.constantFrom('session', 'answers', 'shard'),
        first: fc.anything(),
        data: fc.base64String(),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(value, { maxLength: 4 }), async (lines) => {
        const failure: unknown = await read(SESSION, ...lines).then(
          () => undefined,
          (error: unknown) => error,
        );
        expect(failure === undefined || failure instanceof UsageError, String(failure)).toBe(true);
      }),
    );
  });
});
