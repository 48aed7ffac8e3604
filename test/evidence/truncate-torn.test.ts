import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { truncateTorn } from '../../src/evidence/truncate-torn.ts';
import { StorageError } from '../../src/model/errors.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portreeve-torn-'));
  path = join(folder, 'lines.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

const LONG = JSON.stringify('x'.repeat(200_000));

describe('truncateTorn', () => {
  it.each([
    ['nothing', '', ''],
    ['whole lines', '{"a":1}\n{"b":2}\n', '{"a":1}\n{"b":2}\n'],
    ['a torn line', '{"a":1}\n{"b":', '{"a":1}\n'],
    ['a last line that only misses its end', '{"a":1}\n{"b":2}', '{"a":1}\n'],
    ['nothing but a torn line', '{"a', ''],
    ['a whole last line of zeros', '{"a":1}\n\0\0\0\0\n', '{"a":1}\n'],
    ['zeros without an end', '{"a":1}\n\0\0\0\0', '{"a":1}\n'],
    ['long lines', `${LONG}\n${LONG}\n`, `${LONG}\n${LONG}\n`],
    ['a long torn line', `${LONG}\n${LONG.slice(0, -1)}`, `${LONG}\n`],
  ])('leaves whole lines of %s', async (_, before, after) => {
    writeFileSync(path, before);
    await truncateTorn(path);
    expect(readFileSync(path, 'utf8')).toBe(after);
  });

  it('minds no file that is missing', async () => {
    await expect(truncateTorn(path)).resolves.toBeUndefined();
  });

  it('says which file it cannot change', async () => {
    await expect(truncateTorn(folder)).rejects.toThrow(StorageError);
  });
});
