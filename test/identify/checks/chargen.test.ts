import { expect, it } from 'vitest';
import { parse } from '../../../src/identify/checks/chargen.ts';

/** RFC 864, as many lines as wanted, from the character on. */
function lines(from: number, count: number): Buffer {
  const line = (row: number): string =>
    Array.from({ length: 72 }, (_, column) => String.fromCharCode(0x20 + ((from - 0x20 + row + column) % 95))).join('');
  return Buffer.from(Array.from({ length: count }, (_, row) => `${line(row)}\r\n`).join(''));
}

it.each([
  ['two lines from a space', lines(0x20, 2), true],
  ['two lines from !', lines(0x21, 2), true],
  ['two lines around the end of the ring', lines(0x7e, 2), true],
  ['one line', lines(0x21, 1), false],
  ['the same line twice', Buffer.concat([lines(0x21, 1), lines(0x21, 1)]), false],
  ['something else', Buffer.alloc(200, 0x41), false],
])('%s: %s', (_, bytes, expected) => expect(parse(bytes)).toBe(expected));
