import { describe, expect, it } from 'vitest';
import { parse, parseConfirm, s7 } from '../../../src/identify/checks/s7.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

const CONFIRM = '0300001611d05052000200c0010ac1020100c2020102';
const SETUP = '0300001b02f080320300005045000800000000f0000001000100f0';
const hex = (text: string): Buffer => Buffer.from(text, 'hex');

describe('answers', () => {
  it.each([
    ['a confirmation', CONFIRM, true],
    ['the one of RDP', '030000130ed000001234000200080002000000', false],
    ['a disconnect', '0300000b0680505200020000'.slice(0, 22), false],
    ['cut', CONFIRM.slice(0, -2), false],
  ])('%s to the connection request', (_, bytes, expected) => expect(parseConfirm(hex(bytes))).toBe(expected));

  it.each([
    ['an acknowledgement', SETUP, { pduLength: 240 }],
    ['of another reference', SETUP.replace('5045', '0000'), undefined],
    ['with an error', SETUP.replace('50450008000000', '50450008000081'), undefined],
    ['to another function', SETUP.replace('f000000100', '0400000100'), undefined],
    ['cut', SETUP.slice(0, -2), undefined],
    ['our own question', '0300001902f08032010000504500080000f0000001000101e0', undefined],
  ])('%s to the setup', (_, bytes, expected) => expect(parse(hex(bytes))).toEqual(expected));
});

describe('a controller', () => {
  it('is known by its setup, and its access is not', async () => {
    await using peer = await startPeer((socket) => {
      socket.on('data', (bytes) => socket.write(hex(bytes[5] === 0xe0 ? CONFIRM : SETUP)));
    });
    expect((await askCheck(s7, peer))?.answer).toMatchObject({ access: 'unknown', confidence: 10 });
  });

  it('may be in another slot', async () => {
    await using peer = await startPeer((socket) => {
      socket.on('data', (bytes) => {
        if (bytes[5] !== 0xe0) socket.write(hex(SETUP));
        else if (bytes[21] === 1) socket.write(hex(CONFIRM));
        else socket.end();
      });
    });
    expect(await askCheck(s7, peer)).toBeDefined();
    expect(peer.heard.length).toBe(2);
  });

  it('is none that confirms connections for something else (MMS)', async () => {
    await using peer = await startPeer((socket) => {
      socket.on('data', (bytes) => (bytes[5] === 0xe0 ? socket.write(hex(CONFIRM)) : socket.end()));
    });
    expect(await askCheck(s7, peer)).toBeUndefined();
    expect(peer.heard.length).toBe(2);
  });
});
