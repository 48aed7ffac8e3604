import { describe, expect, it } from 'vitest';
import { db2, parse } from '../../../src/identify/checks/db2.ts';
import { recognize } from '../../../src/identify/checks.ts';
import { askCheck, askRecording } from '../ask-check.ts';
import { startPeer } from '../peer.ts';
import { replyTo } from '../recording.ts';

const object = (codePoint: number, data: Buffer): Buffer =>
  Buffer.concat([Buffer.of(0, data.length + 4, codePoint >> 8, codePoint & 0xff), data]);
const reply = (codePoint: number, ...objects: readonly Buffer[]): Buffer => {
  const body = object(codePoint, Buffer.concat(objects));
  return Buffer.concat([Buffer.of(0, body.length + 6, 0xd0, 2, 0, 1), body]);
};
/** `QDB2/LINUXX8664` and `SQL11055` in CCSID 500. */
const LINUX = object(0x1147, Buffer.from('d8c4c2f261d3c9d5e4e7e7f8f6f6f4', 'hex'));
const RELEASE = object(0x115a, Buffer.from('e2d8d3f1f1f0f5f5', 'hex'));
/** What Derby 10.14 answers to `GET / HTTP/1.1`. */
const COMPLAINT = Buffer.from('001bd00200010015124c0006114900080006000c00000005114a03', 'hex');

describe('a reply', () => {
  it.each([
    [
      'of Derby',
      replyTo('db2/derby', 'EXCSAT'),
      { serverClass: 'Apache Derby', release: 'CSS10140/10.14.2.0 - ?????' },
    ],
    ['of Db2', reply(0x1443, LINUX, RELEASE), { serverClass: 'QDB2/LINUXX8664', release: 'SQL11055' }],
    ['without a release', reply(0x1443, LINUX), { serverClass: 'QDB2/LINUXX8664', release: '' }],
    ['a complaint', COMPLAINT, { serverClass: '', release: '' }],
    ['without a class', reply(0x1443, RELEASE), undefined],
    ['to another question', reply(0x14ac, LINUX), undefined],
    ['an object longer than the reply', reply(0x1443, Buffer.from('ffff1147', 'hex')), undefined],
    ['an object without length', reply(0x1443, Buffer.from('00001147', 'hex')), undefined],
    ['cut', reply(0x1443, LINUX).subarray(0, 20), undefined],
    ['nothing', Buffer.alloc(0), undefined],
  ])('%s', (_, bytes, parsed) => expect(parse(bytes)).toEqual(parsed));
});

it('betrays itself by the complaint about a web page', () => expect(recognize(COMPLAINT)?.name).toBe('db2'));

it('is Derby (recorded from 10.14)', async () => {
  expect((await askRecording(db2, 'db2/derby'))?.answer).toEqual({
    name: 'derby',
    product: 'Apache Derby',
    version: '10.14.2.0',
    confidence: 10,
    access: 'unknown',
    details: {},
  });
});

it('is Db2, on a peer built from the specification', async () => {
  await using peer = await startPeer((socket) =>
    socket.once('data', () => socket.write(reply(0x1443, LINUX, RELEASE))),
  );
  expect((await askCheck(db2, peer))?.answer).toMatchObject({ product: 'Db2', version: '11.5.5', access: 'unknown' });
});

it.each([
  ['an echo', (bytes: Buffer): Buffer => bytes],
  ['who only complains', (): Buffer => COMPLAINT],
])('is nothing to %s', async (_, answer) => {
  await using peer = await startPeer((socket) => socket.on('data', (bytes) => socket.write(answer(bytes))));
  expect(await askCheck(db2, peer)).toBeUndefined();
});
