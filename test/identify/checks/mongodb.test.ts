import { describe, expect, it } from 'vitest';
import { mongodb, parse } from '../../../src/identify/checks/mongodb.ts';
import { startFakeMongodb } from '../../lab/servers/fake-mongodb.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';
import { replyTo } from '../recording.ts';

it('sends the commands of the MongoDB manual', () => {
  const hello =
    '340000000100000000000000dd07000000000000001f0000001068656c6c6f000100000002246462000600000061646d696e0000';
  expect(mongodb.sends[0]).toMatchObject({ name: 'hello', bytes: Buffer.from(hello, 'hex') });
});

it.each([
  ['open', { authorization: false }, 'none-required', '7.0.5'],
  ['with authorization', { authorization: true }, 'required', '7.0.5'],
  ['before 3.6, open', { authorization: false, legacy: true }, 'none-required', '3.2.22'],
  ['before 3.6, with authorization', { authorization: true, legacy: true }, 'required', '3.2.22'],
] as const)('a server %s', async (_, options, access, version) => {
  await using server = await startFakeMongodb(options);
  const endpoint = { address: server.address, port: server.port, transport: 'tcp' } as const;
  expect((await askCheck(mongodb, { endpoint }))?.answer).toMatchObject({ product: 'MongoDB', version, access });
});

describe('a reply', () => {
  const whole = replyTo('mongodb/authorization', 'listDatabases');

  it('has ok and code', () => expect(parse(whole)).toMatchObject({ ok: false, code: 13 }));
  it('is nothing while a byte is missing', () => expect(parse(whole.subarray(0, -1))).toBeUndefined());
  it('is nothing when the document is longer than the message', () => {
    const wrong = Buffer.from(whole);
    wrong.writeInt32LE(1_000_000, 21);
    expect(parse(wrong)).toBeUndefined();
  });
});

it('takes a server that fails the listing for another reason as unknown', async () => {
  await using peer = await startPeer((socket) => {
    const answers = ['hello', 'buildInfo'].map((question) => replyTo('mongodb/open', question));
    socket.on('data', () => socket.write(answers.shift() ?? Buffer.alloc(16)));
  });
  expect((await askCheck(mongodb, peer))?.answer.access).toBe('unknown');
});
