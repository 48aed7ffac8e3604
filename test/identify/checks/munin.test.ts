import { expect, it } from 'vitest';
import { parse, parseVersion } from '../../../src/identify/checks/munin.ts';

it.each([
  ['# munin node at lab.example\n', { node: 'lab.example' }],
  ['# munin node at \n', undefined],
  ['# munin node at lab', undefined],
  ['munin\n', undefined],
])('%j', (text, expected) => expect(parse(Buffer.from(text, 'latin1'))).toEqual(expected));

it.each([
  ['munins node on lab.example version: 2.0.73\n', '2.0.73'],
  ['# Unknown command.\n', undefined],
])('%j', (text, expected) => expect(parseVersion(Buffer.from(text))).toBe(expected));
