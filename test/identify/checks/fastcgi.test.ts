import { expect, it } from 'vitest';
import { parse } from '../../../src/identify/checks/fastcgi.ts';
import { replyTo } from '../recording.ts';

const reply = (body: string): Buffer => {
  const head = Buffer.from('010a000000000000', 'hex');
  head.writeUInt16BE(body.length, 4);
  return Buffer.concat([head, Buffer.from(body, 'latin1')]);
};

it.each([
  [replyTo('fastcgi/php-fpm', 'GET_VALUES'), true],
  [reply('\x0f\0FCGI_MPXS_CONNS'), true],
  [reply('\x0e\x01FCGI_MAX_CONNS1'), false],
  [reply(''), false],
  [Buffer.from('010b0000000800000900000000000000', 'hex'), false],
  [Buffer.from('HTTP/1.1'), false],
])('reply %#', (bytes, expected) => expect(parse(bytes)).toBe(expected));
