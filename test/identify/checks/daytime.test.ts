import { expect, it } from 'vitest';
import { parse } from '../../../src/identify/checks/daytime.ts';

it.each([
  ['21 NOV 2026 16:57:15 UTC\r\n', true],
  ['Sat Nov 21 16:57:15 2026\r\n', true],
  ['5:05:05 PM 11/21/2026\n', true],
  ['\n59523 21-10-05 12:00:00 21 0 0 123.4 UTC(NIST) *\n', true],
  ['21 NOV 2026 16:57:15 UTC\r\nwelcome\r\n', false],
  ['220 Sat Nov 21 16:57:15 2026\r\n', false],
])('%j', (text, expected) => expect(parse(Buffer.from(text, 'latin1'))).toEqual(expected));
