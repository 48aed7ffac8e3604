import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHECKS, recognize } from '../../src/identify/checks.ts';
import { EFFECTS } from '../../src/identify/check.ts';
import { decodeBson } from '../../src/identify/bson.ts';
import * as ftp from '../../src/identify/checks/ftp.ts';
import * as http from '../../src/identify/checks/http.ts';
import * as memcached from '../../src/identify/checks/memcached.ts';
import * as mongodb from '../../src/identify/checks/mongodb.ts';
import * as mysql from '../../src/identify/checks/mysql.ts';
import * as postgresql from '../../src/identify/checks/postgresql.ts';
import * as rdp from '../../src/identify/checks/rdp.ts';
import * as redis from '../../src/identify/checks/redis.ts';
import * as ssh from '../../src/identify/checks/ssh.ts';
import * as telnet from '../../src/identify/checks/telnet.ts';
import * as tls from '../../src/identify/checks/tls.ts';
import * as vnc from '../../src/identify/checks/vnc.ts';
import { askRecording } from './ask-check.ts';
import { RECORDINGS } from './recording.ts';

const PARSERS: Readonly<Record<string, (bytes: Buffer) => unknown>> = {
  ftp: ftp.parse,
  http: http.parse,
  memcached: memcached.parse,
  mongodb: mongodb.parse,
  mysql: mysql.parse,
  postgresql: postgresql.parse,
  rdp: rdp.parse,
  redis: redis.parse,
  ssh: ssh.parse,
  telnet: telnet.parse,
  tls: tls.parse,
  vnc: vnc.parse,
  'mysql packet': mysql.parsePacket,
  'vnc types': vnc.parseTypes,
  'vnc 3.3 type': vnc.parseDecidedType,
  'vnc subtypes': vnc.parseSubtypes,
  'redis info': (bytes) => redis.parseInfo(bytes.toString('latin1')),
  bson: decodeBson,
  recognize,
};

const REPLIES = [...RECORDINGS.values()].flatMap(({ exchanges }) => exchanges.map(({ received }) => received));

/** Arbitrary bytes, and recorded replies that were cut, repeated, or changed in one place. */
const HOSTILE: fc.Arbitrary<Buffer> = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  fc
    .tuple(fc.constantFrom(...REPLIES), fc.double({ min: 0, max: 1, noNaN: true }), fc.uint8Array({ maxLength: 4 }))
    .map(([reply, share, change]) => {
      const at = Math.floor(reply.length * share);
      return Buffer.concat([reply.subarray(0, at), change, reply.subarray(at + change.length)]);
    }),
  fc.tuple(fc.constantFrom(...REPLIES), fc.nat(700)).map(([reply, length]) => reply.subarray(0, length)),
  fc.tuple(fc.constantFrom(...REPLIES), fc.nat(60)).map(([reply, times]) => Buffer.concat(Array(times).fill(reply))),
);

describe.each(Object.entries(PARSERS))('%s', (_, parse) => {
  it('gives an answer to whatever a peer says', () => {
    fc.assert(
      fc.property(HOSTILE, (bytes) => {
        const copy = Buffer.from(bytes);
        expect(parse(bytes)).toEqual(parse(copy));
        expect(bytes.equals(copy)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it.each(['a', ' ', '<title ', '-', '\n', '\xff', '\xff\xfa', '1\r\n', 'HTTP/1.1 200 OK\r\n', '\x1b['])(
    'is quick with 64 KiB of %j',
    (piece) => {
      const bytes = Buffer.from(piece.repeat(65_536 / piece.length), 'latin1');
      const started = performance.now();
      parse(bytes);
      expect(performance.now() - started).toBeLessThan(1000);
    },
  );
});

describe('the table of checks', () => {
  it('has the twelve protocols, each once', () => {
    const names = CHECKS.map((check) => check.name).sort();
    expect(names).toEqual(Object.keys(PARSERS).slice(0, 12).sort());
  });

  it.each(CHECKS.map((check) => [check.name, check] as const))('%s declares itself', (_, check) => {
    expect(EFFECTS).toContain(check.effect);
    expect(check.effect).not.toBe('logged');
    expect(check.source).not.toBe('');
    expect(check.ports.length).toBeGreaterThan(0);
    expect(new Set(check.sends.map(({ name }) => name)).size).toBe(check.sends.length);
    const silent = ['ssh', 'tls'].includes(check.name);
    expect(check.sends.length > 0).toBe(!silent);
  });

  const first = [...RECORDINGS].flatMap(([name, { exchanges }]) =>
    exchanges[0] === undefined ? [] : [[name, exchanges[0].received] as const],
  );

  it.each(first)('what %s said first betrays at most its own protocol', (name, bytes) => {
    const betrayed = CHECKS.filter((check) => check.recognizes(bytes)).map((check) => check.name);
    const own = name.split('-')[0];
    // A single letter, or a packet that only looks like one in answer to a question, betrays nothing.
    expect(own === 'postgresql' ? [] : [own]).toEqual(betrayed);
  });

  const replayed = [...RECORDINGS.keys()].flatMap((name) => {
    const check = CHECKS.find((candidate) => candidate.name === name.split('-')[0] && candidate.name !== 'tls');
    return check === undefined || name.endsWith('-tls') ? [] : [[name, check] as const];
  });

  it.each(replayed)('everything sent to %s was declared', async (name, check) => {
    const found = await askRecording(check, name);
    const declared = check.sends.map((question) => question.name);
    const sent = found?.evidence.filter((exchange) => exchange.sent !== '') ?? [];
    expect(found?.evidence.length).toBeGreaterThan(0);
    for (const { question } of sent) expect(declared).toContain(question);
  });
});
