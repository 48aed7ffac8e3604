import { expect, it } from 'vitest';
import { epmd, parse } from '../../../src/identify/checks/epmd.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

const reply = (text: string, port = 4369): Buffer => {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(port);
  return Buffer.concat([head, Buffer.from(text)]);
};

it.each([
  [reply('name rabbit at port 25672\nname couchdb at port 1\n'), ['rabbit', 'couchdb']],
  [reply(''), []],
  [reply('name rabbit at port 25672'), undefined],
  [reply('name rabbit\n'), undefined],
  [reply('', 0x10000), undefined],
  [Buffer.from('HTTP/1.1 400\n'), undefined],
])('names %#', (bytes, names) => expect(parse(bytes)?.names).toEqual(names));

it('believes four bytes only when they name the port', async () => {
  await using wrong = await startPeer((socket) => socket.once('data', () => socket.end(reply('', 1))));
  expect(await askCheck(epmd, wrong)).toBeUndefined();
  await using right = await startPeer((socket) =>
    socket.once('data', () => socket.end(reply('', right.endpoint.port))),
  );
  expect((await askCheck(epmd, right))?.answer).toMatchObject({ access: 'none-required', details: {} });
});
