import { expect, it } from 'vitest';
import { parse } from '../../../src/identify/checks/adb-server.ts';

it.each([
  ['OKAY00040029', { version: '41' }],
  ['OKAY0004002', undefined],
  ['OKAY', undefined],
  ['FAIL0004nope', undefined],
])('%j', (text, expected) => expect(parse(Buffer.from(text))).toEqual(expected));
