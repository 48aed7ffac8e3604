import { describe, expect, it } from 'vitest';
import { parse, parseKexInit, ssh } from '../../../src/identify/checks/ssh.ts';
import { askCheck, askRecording } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

describe('the identification string (RFC 4253 section 4.2)', () => {
  it.each([
    ['SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n', { protocol: '2.0', product: 'OpenSSH', version: '9.2p1' }],
    ['SSH-1.99-Cisco-1.25\n', { protocol: '1.99', product: 'Cisco', version: '1.25' }],
    ['SSH-2.0-dropbear_2022.83\r\n', { protocol: '2.0', product: 'dropbear', version: '2022.83' }],
    ['SSH-2.0-ROSSSH\r\n', { protocol: '2.0', product: 'ROSSSH', version: null }],
    ['Welcome.\r\nSSH-2.0-x_1\r\n', { protocol: '2.0', product: 'x', version: '1' }],
    ['SSH-2.0-unfinished', undefined],
    ['SSH-2.0-\r\n', undefined],
    ['HTTP/1.1 200 OK\r\n', undefined],
  ])('%j', (text, banner) => expect(parse(Buffer.from(text))).toEqual(banner));
});

const LISTS = ['curve25519-sha256,kex-strict-s-v00@openssh.com', 'ssh-ed25519', 'aes256-ctr', 'aes256-ctr,3des-cbc'];
LISTS.push('hmac-sha1', 'hmac-md5', 'none', 'none', '', '');

/** RFC 4253 sections 6 and 7.1, without the identification before it. */
function kexInit(lists: readonly string[]): Buffer {
  const names = lists.flatMap((list) => [lengthOf(list), Buffer.from(list)]);
  const payload = Buffer.concat([Buffer.of(20), Buffer.alloc(16, 1), ...names, Buffer.alloc(5)]);
  return Buffer.concat([uint32(payload.length + 5), Buffer.of(4), payload, Buffer.alloc(4)]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

const lengthOf = (list: string): Buffer => uint32(list.length);
const BANNER = Buffer.from('SSH-2.0-x_1\r\n');

describe('the algorithms (RFC 4253 section 7.1)', () => {
  it('tells ciphers and MACs of either direction once', () =>
    expect(parseKexInit(Buffer.concat([BANNER, kexInit(LISTS)]))).toEqual({
      kex: ['curve25519-sha256', 'kex-strict-s-v00@openssh.com'],
      hostKeys: ['ssh-ed25519'],
      ciphers: ['aes256-ctr', '3des-cbc'],
      macs: ['hmac-sha1', 'hmac-md5'],
    }));

  it('keeps 64 names of a list, printable', () => {
    const many = kexInit([Array.from({ length: 200 }, () => 'a\x1b').join(','), ...LISTS.slice(1)]);
    expect(parseKexInit(Buffer.concat([BANNER, many]))?.kex).toEqual(Array.from({ length: 64 }, () => 'a\\x1b'));
  });

  it.each([
    ['no identification', kexInit(LISTS)],
    ['one byte short', Buffer.concat([BANNER, kexInit(LISTS).subarray(0, -1)])],
    ['nine lists', Buffer.concat([BANNER, kexInit(LISTS.slice(1))])],
    ['another message', Buffer.concat([BANNER, Buffer.from('0000000c0a010000000000000000000000000000', 'hex')])],
    ['a list longer than the packet', Buffer.concat([BANNER, uint32(40), Buffer.of(4, 20), Buffer.alloc(60, 0xff)])],
    ['more padding than packet', Buffer.concat([BANNER, uint32(4), Buffer.of(255, 20, 0, 0, 0)])],
  ])('%s: nothing', (_, bytes) => expect(parseKexInit(bytes)).toBeUndefined());
});

it.each(['ssh/openssh', 'ssh/dropbear'])('%s: says who asks, and goodbye', async (name) => {
  const found = await askRecording(ssh, name);
  expect(found?.answer).toMatchObject({ confidence: 10, access: 'unknown' });
  expect(found?.evidence.map(({ question }) => question)).toEqual([
    'server speaks first',
    'identification',
    'disconnect',
  ]);
});

it('leaves a server of version 1.5 alone', async () => {
  await using peer = await startPeer((socket) => socket.write('SSH-1.5-Cisco-1.25\n'));
  const found = await askCheck(ssh, peer);
  expect(found?.answer).toEqual({
    product: 'Cisco',
    version: '1.25',
    confidence: 8,
    access: 'unknown',
    details: { 'ssh.protocol': '1.5' },
  });
  expect(peer.heard.map(String)).toEqual(['']);
});
