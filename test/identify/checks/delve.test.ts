import { expect, it } from 'vitest';
import { parse } from '../../../src/identify/checks/delve.ts';
import { replyTo } from '../recording.ts';

it.each([
  [replyTo('delve/multiclient', 'RPCServer.GetVersion'), { version: '1.20.2' }],
  [Buffer.from('{"id":7237,"result":{"DelveVersion":"unknown","APIVersion":2},"error":null}\n'), { version: null }],
  [Buffer.from('{"id":1,"result":{"DelveVersion":"1","APIVersion":2},"error":null}\n'), undefined],
  [Buffer.from('{"id":7237,"result":null,"error":"no"}\n'), undefined],
])('reply %#', (bytes, expected) => expect(parse(bytes)).toEqual(expected));
