import { expect, it } from 'vitest';
import { jdwp, parse, parseVersion } from '../../../src/identify/checks/jdwp.ts';
import { askCheck, askRecording } from '../ask-check.ts';
import { startPeer } from '../peer.ts';
import { replyTo } from '../recording.ts';

const VERSION = replyTo('jdwp/openjdk', 'VirtualMachine.Version');
/** What a machine says that was started with suspend=y: VM_START (seen from OpenJDK 17). */
const VM_START = Buffer.from('0000001d0000000000406402000000015a000000000000000000000001', 'hex');

it('reads the handshake', () => {
  expect(parse(Buffer.from('JDWP-Handshake'))).toBe(true);
  expect(parse(Buffer.from('JDWP-Handshak'))).toBe(false);
});

it.each([
  ['the reply', VERSION, { product: 'OpenJDK 64-Bit Server VM', version: '17.0.21.1' }],
  ['an event first', Buffer.concat([VM_START, VERSION]), { product: 'OpenJDK 64-Bit Server VM', version: '17.0.21.1' }],
  ['an event alone', VM_START, undefined],
  ['a cut reply', VERSION.subarray(0, -1), undefined],
  ['an error', Buffer.from('0000000b00000001800070', 'hex'), undefined],
  ['a length that is none', Buffer.alloc(11), undefined],
])('%s', (_, bytes, expected) => expect(parseVersion(bytes)).toEqual(expected));

it('knows a machine that says no version', async () => {
  await using peer = await startPeer((socket) => socket.once('data', (bytes) => socket.end(bytes)));
  const found = await askCheck(jdwp, peer);
  expect(found?.answer).toMatchObject({ product: null, version: null, access: 'none-required' });
  expect((await askRecording(jdwp, 'jdwp/openjdk'))?.answer.version).toBe('17.0.21.1');
});
