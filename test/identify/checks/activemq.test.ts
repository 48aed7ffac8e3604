import { expect, it } from 'vitest';
import { activemq, parse, parseReply } from '../../../src/identify/checks/activemq.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';
import { replyTo } from '../recording.ts';

const GREETING = replyTo('activemq/open', 'server speaks first');
const CONNECT = 'WireFormatInfo, ConnectionInfo without client id and credentials';

it('reads the greeting', () => {
  expect(parse(GREETING)).toEqual({ version: '5.17.2' });
  expect(parse(GREETING.subarray(0, -1))).toBeUndefined();
  expect(
    parse(Buffer.concat([GREETING.subarray(0, 4), Buffer.from('\x02ActiveMQ'), GREETING.subarray(13)])),
  ).toBeUndefined();
  expect(parse(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'))).toBeUndefined();
  expect(activemq.recognizes(GREETING)).toBe(true);
});

/** An ExceptionResponse of that class and message. */
function refusal(exception: string, message: string): Buffer {
  const body = Buffer.concat([Buffer.from([31]), Buffer.alloc(12), Buffer.from(`${exception}\x01\0 ${message}`)]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(body.length);
  return Buffer.concat([size, body]);
}

it.each([
  [replyTo('activemq/open', CONNECT), 'none-required'],
  [replyTo('activemq/password', CONNECT), 'required'],
  [refusal('javax.jms.JMSSecurityException', 'x'), 'required'],
  [refusal('jakarta.jms.InvalidClientIDException', 'No clientID specified for connection request'), 'none-required'],
  [refusal('javax.jms.InvalidClientIDException', 'Broker: lab - Client: x already connected'), 'unknown'],
  [refusal('java.lang.NullPointerException', ''), 'unknown'],
  [replyTo('activemq/open', CONNECT).subarray(0, 78), undefined],
  [Buffer.alloc(0), undefined],
])('what the broker minds %#', (bytes, access) => expect(parseReply(bytes)).toBe(access));

it('knows a broker that greets only who speaks OpenWire, as Artemis does', async () => {
  await using peer = await startPeer((socket) => {
    socket.once('data', () => socket.write(Buffer.concat([GREETING, replyTo('activemq/password', CONNECT)])));
  });
  expect((await askCheck(activemq, peer))?.answer).toMatchObject({ version: '5.17.2', access: 'required' });
});
