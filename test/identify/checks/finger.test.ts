import { expect, it } from 'vitest';
import { parse } from '../../../src/identify/checks/finger.ts';

it.each([
  ['No one logged on.\r\n', 'nobody'],
  ['Login    Name       Tty   Idle\r\nroot     root   pts/0\r\n', 'list'],
  ['    Line       User       Host(s)              Idle       Location\r\n', 'list'],
  ['login: ', undefined],
  ['Login incorrect\r\n', undefined],
  ['HTTP/1.1 400 Bad Request\r\n', undefined],
])('%j', (text, expected) => expect(parse(Buffer.from(text, 'latin1'))).toEqual(expected));
