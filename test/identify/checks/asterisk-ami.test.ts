import { expect, it } from 'vitest';
import { parse } from '../../../src/identify/checks/asterisk-ami.ts';

it.each([
  ['Asterisk Call Manager/5.0.2\r\n', { version: '5.0.2' }],
  ['Asterisk Call Manager\r\n', undefined],
  ['Asterisk Call Manager/5', undefined],
])('%j', (text, expected) => expect(parse(Buffer.from(text, 'latin1'))).toEqual(expected));
