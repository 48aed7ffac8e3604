import { describe, expect, it } from 'vitest';
import { buildNegotiate, parse, smb } from '../../../src/identify/checks/smb.ts';
import { askCheck, askRecording } from '../ask-check.ts';
import { startPeer, type Peer } from '../peer.ts';
import { replyTo } from '../recording.ts';

const SMB2 = replyTo('smb/samba', 'SMB2 NEGOTIATE');
const SMB1 = replyTo('smb/samba-v1', 'SMB1 NEGOTIATE');
const NO_SMB1 = replyTo('smb/samba', 'SMB1 NEGOTIATE');

/** The reply with other bytes from a place behind the transport header on. */
function changed(reply: Buffer, at: number, hex: string): Buffer {
  const copy = Buffer.from(reply);
  copy.write(hex, 4 + at, 'hex');
  return copy;
}

describe('a reply to NEGOTIATE', () => {
  it.each([
    ['version 2', SMB2, { kind: 'smb2', dialect: '3.1.1', signing: 'optional' }],
    ['version 2 that signs', changed(SMB2, 66, '0300'), { kind: 'smb2', dialect: '3.1.1', signing: 'required' }],
    ['version 2.0.2', changed(SMB2, 68, '0202'), { kind: 'smb2', dialect: '2.0.2', signing: 'optional' }],
    ['no dialect of ours', changed(SMB2, 8, 'bb0000c0'), { kind: 'error' }],
    ['version 1', SMB1, { kind: 'smb1', signing: 'disabled' }],
    ['version 1 that can sign', changed(SMB1, 35, '07'), { kind: 'smb1', signing: 'optional' }],
    ['version 1 that signs', changed(SMB1, 35, '0f'), { kind: 'smb1', signing: 'required' }],
    ['no version 1', NO_SMB1, { kind: 'no-smb1' }],
    ['a dialect that nobody offered', changed(SMB2, 68, '2202'), undefined],
    ['our own question', buildNegotiate(Buffer.alloc(16)).bytes, undefined],
    ['another command', changed(SMB2, 12, '0100'), undefined],
    ['another header size', changed(SMB2, 4, '4100'), undefined],
    ['one byte short', SMB2.subarray(0, -1), undefined],
    [
      'a session message with something else',
      Buffer.concat([SMB2.subarray(0, 4), Buffer.alloc(SMB2.length)]),
      undefined,
    ],
    ['version 1 with one word', changed(SMB1, 32, '01'), undefined],
    ['a request of version 1', changed(SMB1, 9, '18'), undefined],
    ['nothing behind the header', Buffer.from('00000000', 'hex'), undefined],
  ])('%s', (_, bytes, reply) => expect(parse(bytes)).toEqual(reply));
});

/** Answers each connection's first bytes; hangs up where there is no answer, and is silent where it is empty. */
function startServer(answers: readonly (Buffer | undefined)[], port?: number): Promise<Peer> {
  const place = port === undefined ? {} : { port };
  return startPeer((socket, index) => {
    socket.once('data', () => {
      const answer = answers[index];
      if (answer === undefined) socket.destroy();
      else socket.write(answer);
    });
  }, place);
}

it.each([
  ['hangs up on it, as Windows does', undefined, { 'smb.v1': false }],
  ['is silent', Buffer.alloc(0), {}],
  ['says something else', Buffer.from('nonsense'), {}],
  ['accepts it', SMB1, { 'smb.v1': true }],
])('version 1 where the server %s', async (_, answer, details) => {
  await using peer = await startServer([SMB2, answer]);
  const found = await askCheck(smb, peer);
  expect(found?.answer.details).toEqual({ 'smb.dialect': '3.1.1', 'smb.signing': 'optional', ...details });
  expect(found?.answer.access).toBe('unknown');
});

it('finds a server that speaks version 1 only on the usual port', async () => {
  await using peer = await startServer([undefined, SMB1], 445);
  const found = await askCheck(smb, peer);
  expect(found?.answer.details).toEqual({ 'smb.dialect': 'NT LM 0.12', 'smb.signing': 'disabled', 'smb.v1': true });
});

it.each([
  ['says something else', Buffer.from('nonsense')],
  ['hangs up', undefined],
])('finds nothing where the peer %s, and asks once', async (_, answer) => {
  await using peer = await startServer([answer, answer]);
  expect(await askCheck(smb, peer)).toBeUndefined();
  expect(peer.heard).toHaveLength(1);
});

it('finds nothing on the usual port where the peer hangs up twice', async () => {
  await using peer = await startServer([undefined, undefined], 445);
  expect(await askCheck(smb, peer)).toBeUndefined();
});

it('takes an error of version 2 for the protocol, and for nothing else', async () => {
  await using peer = await startServer([changed(SMB2, 8, 'bb0000c0'), NO_SMB1]);
  expect((await askCheck(smb, peer))?.answer.details).toEqual({ 'smb.v1': false });
});

it('names every client differently', async () => {
  await using peer = await startServer([SMB2, NO_SMB1, SMB2, NO_SMB1]);
  await askCheck(smb, peer);
  await askCheck(smb, peer);
  const [first, , second] = peer.heard;
  expect(first).not.toEqual(second);
});

it('says nothing more than the two questions', async () => {
  const found = await askRecording(smb, 'smb/samba');
  expect(found?.evidence.map(({ question }) => question)).toEqual(['SMB2 NEGOTIATE', 'SMB1 NEGOTIATE']);
});
