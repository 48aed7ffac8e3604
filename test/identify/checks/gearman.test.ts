import { expect, it } from 'vitest';
import { gearman, parse, parseVersion } from '../../../src/identify/checks/gearman.ts';

it('reads its own word back', () => {
  expect(parse(Buffer.from('\0RES\0\0\0\x11\0\0\0\x09portreeve', 'latin1'))).toBe(true);
  expect(parse(Buffer.from('\0REQ\0\0\0\x10\0\0\0\x09portreeve', 'latin1'))).toBe(false);
  expect(parse(Buffer.from('\0RES\0\0\0\x11\0\0\0\x09', 'latin1'))).toBe(false);
});

it.each([
  ['OK 1.1.20\n', '1.1.20'],
  ['0.14\n', '0.14'],
  ['ERR UNKNOWN_COMMAND\r\n', null],
  ['OK 1.1', null],
])('%j', (text, version) => expect(parseVersion(Buffer.from(text))).toBe(version));

it('is known by what it says to strangers', () => {
  expect(gearman.recognizes(Buffer.from('ERR UNKNOWN_COMMAND Unknown+server+commandGET\r\n'))).toBe(true);
  expect(gearman.recognizes(Buffer.from('ERR unknown command\r\n'))).toBe(false);
});
