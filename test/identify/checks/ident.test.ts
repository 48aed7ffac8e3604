import { expect, it } from 'vitest';
import { parse } from '../../../src/identify/checks/ident.ts';

it.each([
  ['1,1:ERROR:NO-USER\r\n', 'ERROR'],
  ['1 , 1 : USERID : UNIX : root\r\n', 'USERID'],
  ['2,1:ERROR:NO-USER\r\n', undefined],
  ['1,1\r\n', undefined],
])('%j', (text, expected) => expect(parse(Buffer.from(text, 'latin1'))).toEqual(expected));
