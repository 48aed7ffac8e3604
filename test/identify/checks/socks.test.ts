import { expect, it } from 'vitest';
import { parse } from '../../../src/identify/checks/socks.ts';

it.each([
  ['0500', 'none'],
  ['0502', 'username'],
  ['05ff', 'other'],
  ['0501', undefined],
  ['050000', undefined],
  ['0400', undefined],
  ['05', undefined],
])('%s: %s', (hex, expected) => expect(parse(Buffer.from(hex, 'hex'))).toBe(expected));
