import { describe, expect, it } from 'vitest';
import { mysqlx, parse } from '../../../src/identify/checks/mysqlx.ts';
import { recognize } from '../../../src/identify/checks.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

const HELLO = Buffer.from('050000000b08051a00', 'hex');
const bytesField = (number: number, value: Buffer): Buffer => {
  const length = value.length < 0x80 ? [value.length] : [(value.length % 0x80) + 0x80, value.length >> 7];
  return Buffer.concat([Buffer.from([number * 8 + 2, ...length]), value]);
};
const capability = (name: string, size = 4): Buffer =>
  bytesField(1, Buffer.concat([bytesField(1, Buffer.from(name)), bytesField(2, Buffer.alloc(size))]));
const frame = (type: number, ...parts: readonly Buffer[]): Buffer => {
  const head = Buffer.alloc(5);
  const body = Buffer.concat(parts);
  head.writeUInt32LE(body.length + 1, 0);
  head.writeUInt8(type, 4);
  return Buffer.concat([head, body]);
};
const MECHANISMS = capability('authentication.mechanisms', 200);

describe('a message', () => {
  it.each([
    ['the greeting', HELLO, { capabilities: undefined }],
    ['capabilities', frame(2, capability('tls'), MECHANISMS), { capabilities: ['tls', 'authentication.mechanisms'] }],
    ['both', Buffer.concat([HELLO, frame(2, MECHANISMS)]), { capabilities: ['authentication.mechanisms'] }],
    ['capabilities of somebody else', frame(2, capability('tls')), undefined],
    ['another message', frame(1, MECHANISMS), undefined],
    ['no capability', frame(2, Buffer.from('0801', 'hex')), undefined],
    ['cut', frame(2, MECHANISMS).subarray(0, 30), undefined],
    ['nothing', Buffer.alloc(0), undefined],
  ])('%s', (_, bytes, parsed) => expect(parse(bytes)).toEqual(parsed));
});

it('betrays itself by its greeting', () => expect(recognize(HELLO)?.name).toBe('mysqlx'));

it.each([
  ['with TLS', [capability('tls'), MECHANISMS], { confidence: 10, details: { 'mysql.tls': true } }],
  ['without', [MECHANISMS], { confidence: 10, details: { 'mysql.tls': false } }],
])('a server %s (built from the documentation of the X Protocol)', async (_, capabilities, answer) => {
  await using peer = await startPeer((socket) => {
    socket.write(HELLO);
    socket.once('data', () => socket.write(frame(2, ...capabilities)));
  });
  expect((await askCheck(mysqlx, peer))?.answer).toEqual({
    product: 'MySQL',
    version: null,
    access: 'unknown',
    ...answer,
  });
});

it('is known by its greeting alone', async () => {
  await using peer = await startPeer((socket) => socket.write(HELLO));
  expect((await askCheck(mysqlx, peer))?.answer).toMatchObject({ confidence: 8, details: {} });
});
