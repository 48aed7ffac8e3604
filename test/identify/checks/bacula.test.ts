import { expect, it } from 'vitest';
import { bacula, parse } from '../../../src/identify/checks/bacula.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

function message(text: string): Buffer {
  const head = Buffer.alloc(4);
  head.writeInt32BE(text.length);
  return Buffer.concat([head, Buffer.from(text)]);
}

it.each([
  ['auth cram-md5 <1.2@lab> ssl=0\n', 'challenge'],
  ['hello.c:109 Connection from unknown Director x at 192.0.2.1 rejected.\n', 'unknown-director'],
  ['2999 Authentication failed.\n', 'refused'],
  ['something else', undefined],
])('%j: %s', (text, expected) => expect(parse(message(text))).toBe(expected));

it.each([
  ['half of one', message('auth cram-md5 <1.2@lab>').subarray(0, 10)],
  ['a negative length', Buffer.from('ffffffff', 'hex')],
  ['a text without a length', Buffer.from('auth cram-md5 <1.2@lab>')],
])('%s is none', (_, bytes) => expect(parse(bytes)).toBeUndefined());

it('is known by its challenge, too', async () => {
  await using peer = await startPeer((socket) =>
    socket.on('data', () => socket.write(message('auth cram-md5 <1.2@lab>\n'))),
  );
  expect((await askCheck(bacula, peer))?.answer).toMatchObject({ product: 'Bacula', access: 'required' });
});
