import { describe, expect, it } from 'vitest';
import { parse, stomp } from '../../../src/identify/checks/stomp.ts';
import { askCheck, askRecording } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

it.each([
  ['CONNECTED\nversion:1.2\n\n\0', 'CONNECTED'],
  ['ERROR\r\nmessage:no\r\n\r\nno\0\n', 'ERROR'],
  ['CONNECTED\n\n\0', undefined],
  ['CONNECTED\nversion:1.2\n\n', undefined],
  ['MESSAGE\na:b\n\n\0', undefined],
  ['ERROR', undefined],
])('%j', (text, command) => expect(parse(Buffer.from(text))?.command).toBe(command));

describe('what a stranger may do', () => {
  it.each([
    ['come in', 'CONNECTED\nversion:1.2\nserver:apache-activemq-artemis\n\n\0', 'none-required'],
    [
      'not come in',
      'ERROR\nmessage:Security Error occurred: User name [null] or password is invalid\n\n\0',
      'required',
    ],
    ['not come in to RabbitMQ', "ERROR\nmessage:Bad CONNECT\n\nAccess refused for user 'guest'\n\0", 'required'],
    ['speak another version', 'ERROR\nmessage:Supported protocol versions are 1.0\n\n\0', 'unknown'],
    ['hear somebody else', 'MESSAGE\na:b\n\n\0', undefined],
  ])('%s', async (_, reply, access) => {
    await using peer = await startPeer((socket) => socket.once('data', () => socket.write(reply)));
    expect((await askCheck(stomp, peer))?.answer.access).toBe(access);
  });
});

it('knows RabbitMQ, whose plugin takes everybody for guest unless it is told otherwise', async () => {
  const found = await askRecording(stomp, 'stomp/rabbitmq');
  expect(found?.answer).toMatchObject({ product: 'RabbitMQ', version: '3.10.8', access: 'none-required' });
});
