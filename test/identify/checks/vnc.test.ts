import { describe, expect, it } from 'vitest';
import { parse, parseDecidedType, parseSubtypes, parseTypes, vnc } from '../../../src/identify/checks/vnc.ts';
import { askCheck, askRecording } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');

describe('what an RFB server says (RFC 6143 section 7.1)', () => {
  it.each([
    ['RFB 003.008\n', { major: 3, minor: 8 }],
    ['RFB 003.889\n', { major: 3, minor: 889 }],
    ['RFB 3.8\n', undefined],
    ['RFB 003.008', undefined],
  ])('version %j', (text, version) => expect(parse(Buffer.from(text))).toEqual(version));

  it('types', () => expect(parseTypes(bytes('021302'))).toEqual([19, 2]));
  it('a refusal has no types', () => expect(parseTypes(bytes('0000000008'))).toEqual([]));
  it('types that have not all arrived', () => expect(parseTypes(bytes('0213'))).toBeUndefined());
  it('the type that a 3.3 server decided on', () => expect(parseDecidedType(bytes('00000002'))).toEqual([2]));
  it('subtypes of VeNCrypt', () => expect(parseSubtypes(bytes('00020000010100000102'))).toEqual([257, 258]));
  it('VeNCrypt that does not agree', () => expect(parseSubtypes(bytes('ff01'))).toBeUndefined());
});

it.each([
  ['vnc/none', 'none-required', ['none']],
  ['vnc/vncauth', 'required', ['vnc-auth']],
  ['vnc/vencrypt-tlsnone', 'none-required', ['vencrypt']],
  ['vnc/vencrypt-tlsvnc', 'required', ['vencrypt']],
] as const)('%s: %s', async (name, access, security) => {
  expect((await askRecording(vnc, name))?.answer).toMatchObject({
    access,
    confidence: 10,
    details: { 'vnc.security': security },
  });
});

it.each([
  ['3.3 without a password', 'RFB 003.003\n', '00000001', 'none-required', ['none']],
  ['3.3 with a password', 'RFB 003.003\n', '00000002', 'required', ['vnc-auth']],
  ['3.7', 'RFB 003.007\n', '0102', 'required', ['vnc-auth']],
  ['Apple', 'RFB 003.889\n', '011e', 'required', ['apple-dh']],
  ['Tight, which may hold "none"', 'RFB 003.008\n', '0110', 'unknown', ['tight']],
  ['a type that nobody knows', 'RFB 003.008\n', '026302', 'unknown', ['type-99', 'vnc-auth']],
])('%s', async (_, version, types, access, security) => {
  await using peer = await startPeer((socket) => {
    socket.write(version);
    socket.once('data', () => socket.write(bytes(types)));
  });
  expect((await askCheck(vnc, peer))?.answer).toMatchObject({ access, details: { 'vnc.security': security } });
});

it('takes "Too many security failures" for no statement about access', async () => {
  await using peer = await startPeer((socket) => {
    socket.write('RFB 003.008\n');
    socket.once('data', () => socket.end('\0\0\0\0\x1aToo many security failures'));
  });
  expect((await askCheck(vnc, peer))?.answer).toMatchObject({ access: 'unknown', details: {} });
});
