import { describe, expect, it } from 'vitest';
import { monetdb, parse } from '../../../src/identify/checks/monetdb.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

const block = (text: string, last = 1): Buffer => {
  const head = Buffer.alloc(2);
  head.writeUInt16LE(text.length * 2 + last, 0);
  return Buffer.concat([head, Buffer.from(text)]);
};
const CHALLENGE = 's7NzFDHo0UdlE:merovingian:9:RIPEMD160,SHA512,SHA384,SHA256,SHA224,SHA1:LIT:SHA512:';

describe('the challenge', () => {
  it.each([
    ['of the daemon', block(CHALLENGE), { role: 'merovingian' }],
    ['of a server', block('oRzY7XZr1EfNWETqU6b2:mserver:9:SHA512:BIG:SHA512:sql=6:'), { role: 'mserver' }],
    ['with more to come', block(CHALLENGE, 0), undefined],
    ['of another protocol', block(CHALLENGE.replace(':9:', ':8:')), undefined],
    ['cut', block(CHALLENGE).subarray(0, 40), undefined],
    ['without its block', Buffer.from(CHALLENGE), undefined],
    ['nothing', Buffer.alloc(0), undefined],
  ])('%s', (_, bytes, parsed) => expect(parse(bytes)).toEqual(parsed));
});

it('asks for a password before anything else, and hears nothing from us', async () => {
  await using peer = await startPeer((socket) => socket.write(block(CHALLENGE)));
  expect((await askCheck(monetdb, peer))?.answer).toMatchObject({ product: 'MonetDB', access: 'required' });
  expect(peer.heard[0]).toEqual(Buffer.alloc(0));
});
