import { describe, expect, it } from 'vitest';
import { parse, ssh } from '../../../src/identify/checks/ssh.ts';
import { askRecording } from '../ask-check.ts';

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

it('reads a recorded OpenSSH and claims nothing about access', async () => {
  const found = await askRecording(ssh, 'ssh/openssh');
  expect(found?.answer).toEqual({
    product: 'OpenSSH',
    version: '9.2p1',
    confidence: 8,
    access: 'unknown',
    details: { 'ssh.protocol': '2.0' },
  });
  expect(found?.evidence.map(({ sent }) => sent)).toEqual(['']);
});
