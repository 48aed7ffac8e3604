import { describe, expect, it } from 'vitest';
import { netbiosSsn, parse } from '../../../src/identify/checks/netbios-ssn.ts';
import { askCheck, askRecording } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

describe('the answer to a session request (RFC 1002 section 4.3)', () => {
  it.each([
    ['82000000', 'accepted'],
    ['8300000182', 'refused'],
    ['830000018f', 'refused'],
    ['8300000184', undefined],
    ['84000006c0a800010089', 'elsewhere'],
    ['84000006c0a80001', undefined],
    ['82000001', undefined],
    ['8200000000', undefined],
    ['820000', undefined],
    ['', undefined],
  ])('%s', (bytes, reply) => expect(parse(hex(bytes))).toBe(reply));
});

it('asks for the session again where version 1 is asked for', async () => {
  const found = await askRecording(netbiosSsn, 'netbios-ssn/samba');
  expect(found?.answer.details).toEqual({ 'smb.dialect': '3.1.1', 'smb.signing': 'optional', 'smb.v1': false });
  expect(found?.evidence.map(({ question }) => question)).toEqual([
    'session request',
    'SMB2 NEGOTIATE',
    'session request',
    'SMB1 NEGOTIATE',
  ]);
});

it('knows a server that refuses the session', async () => {
  await using peer = await startPeer((socket) => socket.once('data', () => socket.end(hex('8300000182'))));
  expect((await askCheck(netbiosSsn, peer))?.answer).toMatchObject({ confidence: 10, access: 'unknown', details: {} });
  expect(peer.heard).toHaveLength(1);
});

it('keeps what is known where the second session is refused', async () => {
  await using peer = await startPeer((socket, index) => {
    socket.once('data', () => socket.end(hex(index === 0 ? '82000000' : '8300000182')));
  });
  expect((await askCheck(netbiosSsn, peer))?.answer).toMatchObject({ access: 'unknown', details: {} });
});

it('finds nothing where something else is said', async () => {
  await using peer = await startPeer((socket) => socket.once('data', () => socket.write('\x82HTTP')));
  expect(await askCheck(netbiosSsn, peer)).toBeUndefined();
});
