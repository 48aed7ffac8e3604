import { describe, expect, it } from 'vitest';
import { parse, parseAnswer, tarantool } from '../../../src/identify/checks/tarantool.ts';
import { askCheck, askRecording } from '../ask-check.ts';
import { startPeer } from '../peer.ts';
import { replyTo } from '../recording.ts';

const SALT = `${'x'.repeat(63)}\n`;
const greeting = (text: string): Buffer => Buffer.from(`${text.padEnd(63)}\n${SALT}`);

describe('the greeting', () => {
  it.each([
    ['of 2.6', replyTo('tarantool/guest', 'server speaks first'), { version: '2.6.0', protocol: 'binary' }],
    ['of its console', replyTo('tarantool/console', 'server speaks first'), { version: '2.6.0', protocol: 'console' }],
    [
      'of 3.1',
      greeting('Tarantool 3.1.0-entrypoint (Binary) 0d8c'),
      { version: '3.1.0-entrypoint', protocol: 'binary' },
    ],
    ['of somebody else', greeting('Tarantula 1.0 (Binary)'), undefined],
    ['without its line end', Buffer.from('Tarantool 2.6.0 (Binary)'), undefined],
    ['nothing', Buffer.alloc(0), undefined],
  ])('%s', (_, bytes, parsed) => expect(parse(bytes)).toEqual(parsed));
});

/** An answer of one-byte length, and its header and body as the binary protocol says. */
const answer = (packet: string): Buffer =>
  Buffer.from(`ce000000${(packet.length / 2).toString(16).padStart(2, '0')}${packet}`, 'hex');
const rows = (...rights: readonly string[]): Buffer =>
  answer(`820000010181309${rights.length}${rights.map((right) => `950100${right}`).join('')}`);
const ROLE = `a4${Buffer.from('role').toString('hex')}`;
const UNIVERSE = `a8${Buffer.from('universe').toString('hex')}00`;

describe('an answer', () => {
  it.each([
    ['no row', rows(), { code: 0, rows: [] }],
    ['a role', rows(`${ROLE}0204`), { code: 0, rows: [[1, 0, 'role', 2, 4]] }],
    ['an error', answer('8200cd802a01018131a16e'), { code: 42, rows: [] }],
    ['a type that is no answer', answer('820001010180'), undefined],
    ['no map', answer('9200000101'), undefined],
    ['cut', rows(`${ROLE}0204`).subarray(0, 12), undefined],
    ['a length beyond all measure', Buffer.from('ceffffffff820000010180', 'hex'), undefined],
    ['nothing', Buffer.alloc(0), undefined],
  ])('%s', (_, bytes, parsed) => expect(parseAnswer(bytes)).toEqual(parsed));
});

it.each([
  ['tarantool/guest', 'required'],
  ['tarantool/open', 'none-required'],
  ['tarantool/one-space', 'none-required'],
  ['tarantool/console', 'none-required'],
] as const)('%s: %s', async (name, access) => {
  expect((await askRecording(tarantool, name))?.answer).toMatchObject({
    product: 'Tarantool',
    version: '2.6.0',
    access,
  });
});

describe('the rights of guests', () => {
  it.each([
    ['the public role, session and usage', rows(`${ROLE}0204`, `${UNIVERSE}18`), 'required'],
    ['to read everything', rows(`${ROLE}0204`, `${UNIVERSE}19`), 'none-required'],
    ['to replicate', rows(`${ROLE}0304`), 'none-required'],
    ['a role of which nothing is known', rows(`${ROLE}2004`), 'unknown'],
    ['none at all', rows(), 'unknown'],
    ['access denied', answer('8200cd802a010180'), 'required'],
    ['another error', answer('8200cd8014010180'), 'unknown'],
  ])('%s: %s', async (_, reply, access) => {
    await using peer = await startPeer((socket) => {
      socket.write(greeting('Tarantool 2.11.2 (Binary) 0d8c'));
      let asked = 0;
      socket.on('data', () => socket.write((asked += 1) === 1 ? rows() : reply));
    });
    expect((await askCheck(tarantool, peer))?.answer.access).toBe(access);
  });

  it('are not known where nobody answers', async () => {
    await using peer = await startPeer((socket) => {
      socket.write(greeting('Tarantool 2.11.2 (Binary) 0d8c'));
      socket.once('data', () => socket.end());
    });
    expect((await askCheck(tarantool, peer))?.answer).toMatchObject({ access: 'unknown', confidence: 8 });
  });
});
