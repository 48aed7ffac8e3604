import { describe, expect, it } from 'vitest';
import { kafka, parse, parseApiVersions, parseMechanisms, parseMetadata } from '../../../src/identify/checks/kafka.ts';
import { askCheck, askRecording } from '../ask-check.ts';
import { startPeer } from '../peer.ts';

/** A response as the protocol guide describes it: size, correlation id, body. */
function response(correlation: number, body: string): Buffer {
  const bytes = Buffer.concat([Buffer.alloc(8), Buffer.from(body, 'hex')]);
  bytes.writeInt32BE(bytes.length - 4, 0);
  bytes.writeInt32BE(correlation, 4);
  return bytes;
}

const VERSIONS = response(0x706f7201, '0000 00000002 0003 0000 000c 0012 0000 0003'.replaceAll(' ', ''));
const BROKER = `000000010004${Buffer.from('kfk1').toString('hex')}00002384ffff`;
const METADATA = response(0x706f7202, `00000001${BROKER}0000000100000000`);
const MECHANISMS = response(
  0x706f7203,
  `0021000000020005${Buffer.from('PLAIN').toString('hex')}0006${Buffer.from('GSSAPI').toString('hex')}`,
);

describe('replies', () => {
  it('ApiVersions', () => {
    expect(parseApiVersions(VERSIONS)).toBe(true);
    expect(parseApiVersions(VERSIONS.subarray(0, -1))).toBe(false);
    expect(parseApiVersions(response(1, VERSIONS.toString('hex', 8)))).toBe(false);
    expect(parseApiVersions(response(0x706f7201, '0000 00000003'.replaceAll(' ', '')))).toBe(false);
    expect(parse(Buffer.from('HTTP/1.1 400 Bad Request\r\n'))).toBeUndefined();
  });

  it('Metadata and SaslHandshake', () => {
    expect(parseMetadata(METADATA)).toBe(1);
    expect(parseMetadata(response(0x706f7202, '0000ffff0000000100000000'))).toBeUndefined();
    expect(parseMechanisms(MECHANISMS)).toEqual(['GSSAPI', 'PLAIN']);
    expect(parseMechanisms(response(0x706f7203, '002200000000'))).toBeUndefined();
  });
});

describe('what a stranger may do', () => {
  it.each([
    ['list brokers', METADATA, undefined, 'none-required', { 'kafka.brokers': 1 }],
    ['nothing before SASL', undefined, MECHANISMS, 'required', { 'kafka.mechanisms': ['GSSAPI', 'PLAIN'] }],
    ['nothing, for another reason', undefined, undefined, 'unknown', {}],
  ] as const)('%s', async (_, metadata, mechanisms, access, details) => {
    await using peer = await startPeer((socket) => {
      const replies = new Map([
        [0x12, VERSIONS],
        [0x03, metadata],
        [0x11, mechanisms],
      ]);
      socket.on('data', (bytes) => {
        const reply = replies.get(bytes.readInt16BE(4));
        if (reply === undefined) socket.end();
        else socket.write(reply);
      });
    });
    const found = await askCheck(kafka, peer);
    expect(found?.answer).toMatchObject({ access, details, confidence: 10 });
    expect(peer.heard[0]?.subarray(0, 8).toString('hex')).toBe('0000001300120000');
  });
});

it("agrees with librdkafka's mock of a broker", async () => {
  const found = await askRecording(kafka, 'kafka/mock');
  expect(found?.answer).toMatchObject({ access: 'none-required', details: { 'kafka.brokers': 1 } });
});
