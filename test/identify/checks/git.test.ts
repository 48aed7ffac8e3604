import { expect, it } from 'vitest';
import { parse } from '../../../src/identify/checks/git.ts';

it.each([
  ['000fERR no such\n', undefined],
  ['0010ERR no such\n', { error: 'no such' }],
  ['0011ERR no such\n', undefined],
  ['0010err no such\n', undefined],
  ['HTTP/1.1 400 Bad\r\n', undefined],
])('%j', (text, expected) => expect(parse(Buffer.from(text))).toEqual(expected));
