import { expect, it } from 'vitest';
import { erlang, parse } from '../../../src/identify/checks/erlang.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';
import { replyTo } from '../recording.ts';

const REPLY = replyTo('erlang/node', 'send_name');
const status = (text: string): Buffer => Buffer.concat([Buffer.from([0, text.length + 1]), Buffer.from(`s${text}`)]);

it.each([
  ['a challenge', REPLY, { status: 'ok', node: 'lab@127.0.0.1' }],
  ['half a challenge', REPLY.subarray(0, -1), undefined],
  ['a status without challenge', status('ok'), undefined],
  ['not allowed', status('not_allowed'), { status: 'not_allowed', node: null }],
  ['a word that is none', status('okay'), undefined],
  ['a web server', Buffer.from('HTTP/1.1 400 Bad Request\r\n'), undefined],
])('%s', (_, bytes, expected) => expect(parse(bytes)).toEqual(expected));

it('knows a node that allows nobody', async () => {
  await using peer = await startPeer((socket) => socket.once('data', () => socket.end(status('not_allowed'))));
  expect((await askCheck(erlang, peer))?.answer).toMatchObject({ access: 'unknown', details: {} });
});
