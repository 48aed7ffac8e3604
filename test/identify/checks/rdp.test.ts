import { describe, expect, it } from 'vitest';
import { parse, rdp } from '../../../src/identify/checks/rdp.ts';
import { askCheck, askRecording } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

const confirm = (negotiation: string): Buffer =>
  Buffer.from(`030000130ed000001234 00${negotiation}`.replaceAll(' ', ''), 'hex');
// [MS-RDPBCGR] 2.2.1.2.1 and 2.2.1.2.2
const HYBRID_CHOSEN = confirm('021f080002000000');
const HYBRID_REQUIRED = confirm('0300080005000000');
const SSL_REQUIRED = confirm('0300080001000000');
const STANDARD_CHOSEN = confirm('0200080000000000');
const NO_NEGOTIATION = Buffer.from('0300000b06d00000123400', 'hex');

describe('a Connection Confirm', () => {
  it.each([
    ['NLA chosen', HYBRID_CHOSEN, { kind: 'chosen', protocol: 2 }],
    ['NLA required', HYBRID_REQUIRED, { kind: 'failure', code: 5 }],
    ['no negotiation', NO_NEGOTIATION, { kind: 'none' }],
    ['one byte short', HYBRID_CHOSEN.subarray(0, -1), undefined],
    ['a Disconnect Request', Buffer.from('0300000b06800000123400', 'hex'), undefined],
  ])('%s', (_, bytes, reply) => expect(parse(bytes)).toEqual(reply));
});

it.each([
  ['enforced', HYBRID_REQUIRED, 'required', 'required'],
  ['offered beside TLS', SSL_REQUIRED, 'optional', 'unknown'],
  ['offered beside standard security', STANDARD_CHOSEN, 'optional', 'unknown'],
])('NLA %s: %s', async (_, second, nla, access) => {
  await using peer = await startPeer((socket, index) => {
    socket.once('data', () => socket.write(index === 0 ? HYBRID_CHOSEN : second));
  });
  const found = await askCheck(rdp, peer);
  expect(found?.answer).toMatchObject({ access, details: { 'rdp.nla': nla } });
  expect(peer.heard.map((bytes) => bytes.readUInt32LE(15))).toEqual([3, 0]);
});

it('says nothing about NLA when the second question stays without an answer', async () => {
  await using peer = await startPeer((socket, index) => {
    if (index > 0) socket.destroy();
    else socket.once('data', () => socket.write(HYBRID_CHOSEN));
  });
  expect((await askCheck(rdp, peer))?.answer).toMatchObject({ access: 'unknown', details: {} });
});

it.each(['rdp/xrdp-tls', 'rdp/xrdp-standard'])('%s: unsupported', async (name) => {
  const found = await askRecording(rdp, name);
  expect(found?.answer).toMatchObject({ access: 'unknown', details: { 'rdp.nla': 'unsupported' } });
});
