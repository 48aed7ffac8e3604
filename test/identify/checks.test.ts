import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeBson } from '../../src/identify/bson.ts';
import { decodeMsgpack } from '../../src/identify/msgpack.ts';
import { LIKELIHOODS } from '../../src/identify/check.ts';
import { CHECKS, recognize } from '../../src/identify/checks.ts';
import { EFFECTS } from '../../src/model/effect.ts';
import { assertAnswers, parsersIn, type Parser } from './hostile-bytes.ts';
import { RECORDINGS } from './recording.ts';

const FOLDER = join(import.meta.dirname, '../../src/identify/checks');

/** Every exported `parse...` of every file beside a check, by file and name. */
const PARSERS: ReadonlyMap<string, Parser> = new Map([
  ...(await parsersIn(FOLDER)).map(([file, name, parse]) => [`${file}.ts ${name}`, parse] as const),
  ['bson', decodeBson],
  ['msgpack', decodeMsgpack],
  ['recognize', recognize],
]);

const REPLIES = [...RECORDINGS.values()].flatMap(({ exchanges }) => exchanges.map(({ received }) => received));

it('every check has a file of its own with a parser', () => {
  const parsed = new Set([...PARSERS.keys()].map((key) => key.split('.ts ')[0]));
  for (const check of CHECKS) expect(parsed).toContain(check.name);
});

describe.each([...PARSERS])('%s', (_, parse) => {
  it('gives an answer to whatever a peer says', () => expect(() => assertAnswers(parse, REPLIES)).not.toThrow());

  it.each([
    'a',
    ' ',
    '<title ',
    '-',
    '\n',
    '\xff',
    '\xff\xfa',
    '1\r\n',
    'HTTP/1.1 200 OK\r\n',
    '\x1b[',
    '\0',
    '{',
    '[',
  ])('is quick with 64 KiB of %j', (piece) => {
    const bytes = Buffer.from(piece.repeat(65_536 / piece.length), 'latin1');
    const started = performance.now();
    parse(bytes);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('the table of checks', () => {
  it('has each protocol once', () => {
    const names = CHECKS.map((check) => check.name);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(CHECKS.map((check) => [check.name, check] as const))('%s declares itself', (_, check) => {
    expect(EFFECTS).toContain(check.effect);
    expect(check.effect).not.toBe('logged');
    expect(LIKELIHOODS).toContain(check.likelihood);
    expect(check.source).not.toBe('');
    expect(check.ports.length).toBeGreaterThan(0);
    expect(new Set(check.sends.map(({ name }) => name)).size).toBe(check.sends.length);
    for (const { bytes, pattern } of check.sends) expect(bytes.toString('latin1')).toMatch(pattern ?? /^/);
  });

  const first = [...RECORDINGS].flatMap(([name, { exchanges }]) =>
    exchanges[0] === undefined ? [] : [[name, exchanges[0].received] as const],
  );

  // A single letter, or a packet that only looks like one in answer to a question, betrays nothing, which is well; another protocol is not.
  it.each(first)('what %s said first betrays no other protocol', (name, bytes) => {
    const betrayed = CHECKS.filter((check) => check.recognizes(bytes)).map((check) => check.name);
    const own = name.split('/')[0] ?? '';
    expect(betrayed.filter((other) => other !== own)).toEqual([]);
  });
});
