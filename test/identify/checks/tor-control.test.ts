import { expect, it } from 'vitest';
import { parse } from '../../../src/identify/checks/tor-control.ts';

const HEAD = '250-PROTOCOLINFO 1\r\n';
const VERSION = '250-VERSION Tor="0.4.8.1"\r\n';
const END = '250 OK\r\n';

it.each([
  [`${HEAD}250-AUTH METHODS=NULL\r\n${VERSION}${END}`, { methods: ['NULL'], version: '0.4.8.1' }],
  [
    `${HEAD}250-AUTH METHODS=COOKIE,SAFECOOKIE COOKIEFILE="/x"\r\n${END}`,
    { methods: ['COOKIE', 'SAFECOOKIE'], version: null },
  ],
  [`${HEAD}250-AUTH METHODS=NULL\r\n`, undefined],
  [`${HEAD}${END}`, undefined],
  ['510 Unrecognized command\r\n', undefined],
])('%j', (text, expected) => expect(parse(Buffer.from(text))).toEqual(expected));
