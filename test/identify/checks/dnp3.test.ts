import { describe, expect, it } from 'vitest';
import { dnp3, parse } from '../../../src/identify/checks/dnp3.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

/** CRC-16/DNP by its definition: reflected, bit by bit, of which `123456789` gives 0xea82. */
function crc(bytes: Buffer): number {
  let value = 0;
  for (const byte of bytes) {
    value ^= byte;
    for (let i = 0; i < 8; i++) value = value & 1 ? (value >> 1) ^ 0xa6bc : value >> 1;
  }
  return value ^ 0xffff;
}

function frame(control: number, destination: number, source: number): Buffer {
  const head = Buffer.from([5, 0x64, 5, control, 0, 0, 0, 0]);
  head.writeUInt16LE(destination, 4);
  head.writeUInt16LE(source, 6);
  return Buffer.concat([head, Buffer.from([crc(head) & 255, crc(head) >> 8])]);
}

it('the checksum is the known one', () => expect(crc(Buffer.from('123456789'))).toBe(0xea82));

describe('the answer of an outstation', () => {
  it.each([
    ['its status', frame(0x0b, 1, 10), { function: 11, destination: 1, source: 10 }],
    ['not supported', frame(0x0f, 1, 10), { function: 15, destination: 1, source: 10 }],
    ['an echo of the question', frame(0xc9, 1, 10), undefined],
    ['for another master', frame(0x0b, 2, 10), undefined],
    ['a wrong checksum', Buffer.concat([frame(0x0b, 1, 10).subarray(0, 9), Buffer.from([0])]), undefined],
    ['cut', frame(0x0b, 1, 10).subarray(0, 9), undefined],
  ])('%s', (_, bytes, expected) => expect(parse(bytes)).toEqual(expected));
});

it('is asked for by frames that have the right checksum, and says nothing of access', async () => {
  const [question] = dnp3.sends;
  const asked = question?.bytes ?? Buffer.alloc(0);
  expect(asked.subarray(0, 10)).toEqual(frame(0xc9, 10, 1));
  await using peer = await startPeer((socket) => void socket.once('data', () => socket.write(frame(0x0b, 1, 10))));
  expect((await askCheck(dnp3, peer))?.answer).toMatchObject({ access: 'unknown', confidence: 10 });
  await using echo = await startPeer((socket) => void socket.pipe(socket));
  expect(await askCheck(dnp3, echo)).toBeUndefined();
});
