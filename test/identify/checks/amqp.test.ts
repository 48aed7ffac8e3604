import { describe, expect, it } from 'vitest';
import { amqp, parse, parseHeader, parseMechanisms } from '../../../src/identify/checks/amqp.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';
import { replyTo } from '../recording.ts';

const START = replyTo('amqp/rabbitmq', 'AMQP 0-9-1 header');
/** Recorded from RabbitMQ 3.10.8 with its AMQP 1.0 plugin. */
const MECHANISMS = Buffer.from(
  '414d5150030100000000002802010000005340c01b01e01802b300000009414e4f4e594d4f555300000005504c41494e',
  'hex',
);
const HEADER_1_0 = Buffer.from('414d515003010000', 'hex');

it('reads Connection.Start', () => {
  expect(parse(START)).toEqual({ product: 'RabbitMQ', version: '3.10.8', mechanisms: ['AMQPLAIN', 'PLAIN'] });
  expect(parse(START.subarray(0, -1))).toBeUndefined();
  const other = Buffer.from(START);
  other[8] = 20;
  expect(parse(other)).toBeUndefined();
  const long = Buffer.from(START);
  long.writeUInt32BE(0xffffff, 13);
  expect(parse(long)).toBeUndefined();
});

it.each([
  ['414d515000000901', 'other'],
  ['414d515003010000', 'sasl'],
  ['414d515020202020', undefined],
  ['414d5150', undefined],
])('header %s', (hex, kind) => expect(parseHeader(Buffer.from(hex, 'hex'))).toBe(kind));

it('reads sasl-mechanisms', () => {
  expect(parseMechanisms(MECHANISMS)).toEqual(['ANONYMOUS', 'PLAIN']);
  expect(parseMechanisms(MECHANISMS.subarray(0, -1))).toBeUndefined();
  const single = Buffer.from('414d5150030100000000001602010000005340c00901a305504c41494e00', 'hex');
  expect(parseMechanisms(single)).toEqual(['PLAIN']);
});

describe('what is offered', () => {
  it.each([
    ['AMQP 1.0 with ANONYMOUS', MECHANISMS, 'unknown', { 'amqp.mechanisms': ['ANONYMOUS', 'PLAIN'] }],
    ['AMQP 1.0 that says no more', HEADER_1_0, 'unknown', {}],
  ] as const)('%s', async (_, second, access, details) => {
    await using peer = await startPeer((socket, index) => {
      socket.on('data', () => (index === 0 ? socket.end(HEADER_1_0) : socket.end(second)));
    });
    const found = await askCheck(amqp, peer);
    expect(found?.answer).toEqual({ product: null, version: null, confidence: 10, access, details });
  });

  it('nobody who echoes other bytes', async () => {
    await using peer = await startPeer((socket) =>
      socket.on('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
    );
    expect((await askCheck(amqp, peer))?.check).not.toBe(amqp);
  });
});
