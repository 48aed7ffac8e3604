import { expect, it } from 'vitest';
import { parse, parseNames, parseRefusal, rmiRegistry } from '../../../src/identify/checks/rmi-registry.ts';
import { askCheck } from '../ask-check.ts';
import { startPeer } from '../peer.ts';
import { replyTo } from '../recording.ts';

const ACK = replyTo('rmi-registry/empty', 'JRMI');
const EMPTY = replyTo('rmi-registry/empty', 'Registry.list');
const JMX = replyTo('rmi-registry/jmx', 'Registry.list');
const REFUSAL = Buffer.concat([Buffer.from('51aced0005770f02', 'hex'), Buffer.alloc(40)]);

it('reads ProtocolAck', () => {
  expect(parse(ACK)).toBe(true);
  expect(parse(ACK.subarray(0, -1))).toBe(false);
  expect(parse(Buffer.from('NO such thing'))).toBe(false);
  expect(parse(Buffer.from('4f', 'hex'))).toBe(false);
});

it('reads names', () => {
  expect(parseNames(EMPTY)).toEqual([]);
  expect(parseNames(JMX)).toEqual(['jmxrmi']);
  expect(parseNames(JMX.subarray(0, -1))).toBeUndefined();
  expect(parseNames(REFUSAL)).toBeUndefined();
  expect(parseRefusal(REFUSAL)).toBe(true);
  expect(parseRefusal(EMPTY)).toBe(false);
});

it.each([
  ['a registry', EMPTY, 'rmi-registry', 'none-required'],
  ['JMX', JMX, 'jmx', 'unknown'],
  ['some other object', REFUSAL, 'rmi', 'unknown'],
] as const)('%s', async (_, reply, name, access) => {
  await using peer = await startPeer((socket) => {
    socket.on('data', (bytes) => socket.write(bytes.includes('JRMI') ? ACK : reply));
  });
  const found = await askCheck(rmiRegistry, peer);
  expect(found?.answer.name ?? found?.check.name).toBe(name);
  expect(found?.answer.access).toBe(access);
});
