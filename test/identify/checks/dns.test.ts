import { expect, it } from 'vitest';
import { dns, parse } from '../../../src/identify/checks/dns.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

function response(id: number, flags: number, rest = '', counts = '0000000000000000'): Buffer {
  const body = Buffer.from(`${id.toString(16)}${flags.toString(16)}${counts}${rest}`, 'hex');
  return Buffer.concat([Buffer.from([body.length >> 8, body.length & 255]), body]);
}

const QUESTION = '0776657273696f6e0462696e640000100003';
const ANSWER = 'c00c001000030000000000070639' + Buffer.from('.18.1').toString('hex');

it('reads a text after the question (RFC 1035 section 4)', () => {
  const bytes = response(0x7076, 0x8400, QUESTION + ANSWER, '0001000100000000');
  expect(parse(bytes)).toMatchObject({ id: 0x7076, rcode: 0, recursionAvailable: false, answers: [{ type: 16 }] });
});

it.each([
  ['another id', response(0x1234, 0x8400, QUESTION)],
  ['a query', response(0x7076, 0x0400, QUESTION).fill(0, 4, 5)],
  ['another opcode', response(0x7076, 0xa800, QUESTION)],
  ['less than it announces', response(0x7076, 0x8400, QUESTION).subarray(0, 20)],
])('%s is no response', (_, bytes) => expect(parse(bytes)).toBeUndefined());

it.each([
  ['RA and an answer', 0x8180, true],
  ['RA and refused', 0x8185, false],
  ['no RA', 0x8105, false],
  ['RA, and the root cannot be reached', 0x8182, true],
])('recursion, %s: %s', async (_, flags, recursion) => {
  await using peer = await startPeer((socket) => {
    socket.on('data', (bytes) =>
      socket.write(response(bytes.readUInt16BE(2), bytes[5] === 0 && bytes[4] === 0 ? 0x8405 : flags)),
    );
  });
  const answer = (await askCheck(dns, peer))?.answer;
  expect(answer).toMatchObject({ access: 'unknown', product: null, details: { 'dns.recursion': recursion } });
});
