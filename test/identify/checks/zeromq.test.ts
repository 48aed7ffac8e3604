import { expect, it } from 'vitest';
import { parse, parseSignature } from '../../../src/identify/checks/zeromq.ts';

const greeting = (mechanism: string, version = 3): Buffer =>
  Buffer.concat([
    Buffer.from('ff00000000000000017f', 'hex'),
    Buffer.from([version, 1]),
    Buffer.from(mechanism.padEnd(52, '\0')),
  ]);

it.each([
  [greeting('NULL'), { version: '3.1', mechanism: 'NULL' }],
  [greeting('CURVE'), { version: '3.1', mechanism: 'CURVE' }],
  [greeting('NULL', 1), undefined],
  [greeting('null'), undefined],
  [greeting('NULL').subarray(0, 63), undefined],
])('greeting %#', (bytes, expected) => expect(parse(bytes)).toEqual(expected));

it('tells a signature from telnet', () => {
  expect(parseSignature(greeting('NULL'))).toBe(true);
  expect(parseSignature(Buffer.from('fffd18fffd20fffd23fffd27', 'hex'))).toBe(false);
  expect(parseSignature(Buffer.from('ff0000000000000001', 'hex'))).toBe(false);
});
