import { createSocket } from 'node:dgram';
import type { RemoteInfo, Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { EFFECTS } from '../../../src/model/effect.ts';
import { askEndpoint } from '../../../src/identify/datagrams/ask-endpoint.ts';
import type { Asked } from '../../../src/identify/datagrams/ask-endpoint.ts';
import { DATAGRAM_CHECKS, datagramCheckOf } from '../../../src/identify/datagrams/datagram-checks.ts';
import { parseRange } from '../../../src/model/address.ts';
import { udpPorts, udpService } from '../../../src/model/udp-services.ts';
import { createGate } from '../../../src/net/gate.ts';
import { replyOf } from './replies.ts';

const loopback = parseRange('127.0.0.0-127.255.255.255');
if (loopback === undefined) throw new Error('no range');
const gate = createGate([loopback], []);

const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});

async function bound(address = '127.0.0.1'): Promise<Socket> {
  const socket = createSocket('udp4');
  sockets.push(socket);
  socket.bind(0, address);
  await once(socket, 'listening');
  return socket;
}

type Answer = (question: Buffer, from: RemoteInfo, peer: Socket) => void;

interface Options {
  readonly timeoutMs?: number;
  readonly snmpPublic?: boolean;
  readonly signal?: AbortSignal;
  readonly gate?: ReturnType<typeof createGate>;
}

/** Asks a peer on loopback what is asked on a port. */
async function ask(
  askedPort: number,
  answer: Answer,
  options: Options = {},
): Promise<{ asked: Asked | undefined; questions: Buffer[] }> {
  const peer = await bound();
  const questions: Buffer[] = [];
  peer.on('message', (bytes, from) => {
    questions.push(bytes);
    answer(bytes, from, peer);
  });
  const check = datagramCheckOf(askedPort);
  if (check === undefined) throw new Error(`nothing is asked on ${askedPort}`);
  const { port } = peer.address();
  const asked = await askEndpoint({ address: '127.0.0.1', port, transport: 'udp' }, check, {
    gate,
    turn: () => Promise.resolve(),
    timeoutMs: 40,
    transmissions: 3,
    snmpPublic: false,
    signal: new AbortController().signal,
    ...options,
  });
  return { asked, questions };
}

const reply =
  (bytes: (question: Buffer) => Buffer): Answer =>
  (question, from, peer) => {
    peer.send(bytes(question), from.port, from.address);
  };
const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

describe('checks', () => {
  it('are those of the ports that the model knows', () => {
    for (const port of udpPorts('all')) expect(datagramCheckOf(port)?.name).toBe(udpService(port));
    const ports = DATAGRAM_CHECKS.flatMap((check) => check.ports);
    expect(ports.toSorted((a, b) => a - b)).toEqual(udpPorts('all'));
  });

  it('leave industrial protocols to whoever names them', () => {
    expect(udpPorts('default')).not.toContain(47_808);
  });

  it.each(DATAGRAM_CHECKS)('$name asks little, with ids of its own, and takes no echo for an answer', (check) => {
    expect(EFFECTS).toContain(check.effect);
    const [port = 0] = check.ports;
    for (const [at, question] of check.questions({ port, snmpPublic: true }).entries()) {
      // Amplifiers are asked with less than they answer; the answer to nobody else is worth a flood.
      expect(question.bytes.length).toBeLessThanOrEqual(512);
      expect(question.read(question.bytes)).toBeUndefined();
      expect(question.read(Buffer.alloc(0))).toBeUndefined();
      const again = check.questions({ port, snmpPublic: true })[at];
      // These three have no room for an id.
      const isFresh = again?.bytes.equals(question.bytes) === false;
      expect(isFresh).toBe(!['ssdp', 'xdmcp', 'bacnet'].includes(check.name));
    }
  });

  it('ask SNMP with the community public only where that is wanted', () => {
    const snmp = datagramCheckOf(161);
    const texts = (snmpPublic: boolean): string[] =>
      snmp?.questions({ port: 161, snmpPublic }).map(({ bytes }) => bytes.toString('latin1')) ?? [];
    expect(texts(false).filter((text) => text.includes('public'))).toEqual([]);
    expect(texts(true).filter((text) => text.includes('public'))).toHaveLength(2);
  });
});

describe('askEndpoint', () => {
  it('takes the answer to its own question', async () => {
    const { asked, questions } = await ask(
      11211,
      reply((question) => Buffer.concat([question.subarray(0, 8), Buffer.from('VERSION 1.5.5\r\n')])),
    );
    expect(asked).toMatchObject({
      result: { state: 'open', reason: 'udp-response' },
      attempts: 1,
      identification: {
        service: { name: 'memcached', product: 'memcached', version: '1.5.5', method: 'probed', confidence: 10 },
        access: 'none-required',
      },
    });
    expect(asked?.rttMs).toBeGreaterThanOrEqual(0);
    expect(questions).toHaveLength(1);
  });

  it('knows no service from an answer with another id, but an open port', async () => {
    const { asked } = await ask(
      11211,
      reply(() => replyOf('memcached')),
    );
    expect(asked?.result).toEqual({ state: 'open', reason: 'udp-response' });
    expect(asked?.identification).toMatchObject({
      service: { name: 'memcached', method: 'port-number', confidence: 3 },
      access: 'unknown',
      details: {},
    });
  });

  it('takes no echo of its question for the service', async () => {
    for (const port of udpPorts('all')) {
      const { asked } = await ask(
        port,
        reply((question) => question),
        { snmpPublic: true },
      );
      expect(asked?.identification?.service.method, String(port)).toBe('port-number');
    }
  });

  it('asks three times before it gives up on silence', async () => {
    const { asked, questions } = await ask(69, () => undefined);
    expect(asked).toEqual({ result: { state: 'open|filtered', reason: 'udp-no-response' }, attempts: 3, rttMs: null });
    expect(questions).toHaveLength(3);
    expect(questions[1]).toEqual(questions[0]);
  });

  it('hears the second transmission', async () => {
    let heard = 0;
    const { asked } = await ask(69, (_, from, peer) => {
      if (++heard === 2) peer.send(replyOf('tftp'), from.port, from.address);
    });
    expect(asked).toMatchObject({ result: { state: 'open' }, attempts: 2 });
  });

  it('lets TFTP answer from another port of the same address, and nobody else', async () => {
    const [other, stranger] = [await bound(), await bound('127.0.0.2')];
    const near = await ask(69, (_, from) => other.send(replyOf('tftp'), from.port, from.address));
    expect(near.asked?.identification?.service).toMatchObject({ name: 'tftp', method: 'probed' });
    const far = await ask(69, (_, from) => stranger.send(replyOf('tftp'), from.port, from.address));
    expect(far.asked?.result.state).toBe('open|filtered');
    // Everybody else has to answer from where he was asked.
    const dns = await ask(53, (question, from) =>
      other.send(Buffer.concat([question.subarray(0, 2), replyOf('dns').subarray(2)]), from.port, from.address),
    );
    expect(dns.asked?.result.state).toBe('open|filtered');
  });

  it('calls a refused port closed, from either kind of socket', async () => {
    for (const asked of [69, 53]) {
      const gone = createSocket('udp4').bind(0, '127.0.0.1');
      await once(gone, 'listening');
      const { port } = gone.address();
      gone.close();
      const check = datagramCheckOf(asked);
      if (check === undefined) throw new Error('no check');
      const options = { gate, turn: () => Promise.resolve(), timeoutMs: 500, transmissions: 3, snmpPublic: false };
      const signal = new AbortController().signal;
      const result = await askEndpoint({ address: '127.0.0.1', port, transport: 'udp' }, check, { ...options, signal });
      expect(result).toEqual({ result: { state: 'closed', reason: 'udp-port-unreach' }, attempts: 1, rttMs: null });
    }
  });

  it('sends nothing that the gate does not permit', async () => {
    const { asked, questions } = await ask(53, () => undefined, { gate: createGate([], []) });
    expect(asked).toMatchObject({ result: { state: 'error', reason: 'out-of-scope' }, attempts: 0 });
    expect(questions).toEqual([]);
  });

  it('is not held up by whoever sends without end', async () => {
    const startedAt = performance.now();
    const { asked } = await ask(53, (_, from, peer) => {
      for (let times = 0; times < 500; times++) peer.send(Buffer.from('junk'), from.port, from.address);
    });
    expect(asked).toMatchObject({ result: { state: 'open' }, identification: { service: { method: 'port-number' } } });
    expect(asked?.identification?.evidence.length).toBeLessThan(3);
    expect(performance.now() - startedAt).toBeLessThan(5000);
  });

  it('leaves an endpoint unknown when it is told to stop', async () => {
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 30);
    const { asked } = await ask(53, () => undefined, { timeoutMs: 5000, signal: abort.signal });
    expect(asked).toBeUndefined();
  });
});

describe('what cannot be recorded here', () => {
  it.each([
    [
      1900,
      () => Buffer.from('HTTP/1.1 200 OK\r\nST: upnp:rootdevice\r\nUSN: uuid:1\r\nSERVER: Lab/1.0\r\n\r\n'),
      { product: 'Lab/1.0' },
      'unknown',
    ],
    [177, () => hex('0001 0005 0010 0000 0004 686f7374 0006 4c696e757820'), {}, 'unknown'],
    [47808, () => hex('810b0016 0120ffff00ff 1000 c4 02000102 2201e0 9103'), {}, 'none-required'],
    [
      389,
      (question: Buffer) => {
        // The message id stands behind SEQUENCE, its length and the tag and length of the INTEGER.
        const at = question[1] === 0x81 ? 3 : 2;
        const id = question.subarray(at, at + 2 + (question[at + 1] ?? 0));
        const entry = Buffer.concat([hex('0400 301f 301d 040161 3118 0416'), Buffer.from('1.2.840.113556.1.4.800')]);
        const body = Buffer.concat([id, Buffer.from([0x64, entry.length]), entry]);
        return Buffer.concat([Buffer.from([0x30, body.length]), body]);
      },
      { product: 'Microsoft Active Directory' },
      'unknown',
    ],
    [
      53,
      // Refuses to resolve, and says no version.
      (question: Buffer) => Buffer.concat([question.subarray(0, 2), hex('8005'), question.subarray(4)]),
      { product: null },
      'unknown',
    ],
  ])('port %d', async (port, answer, service, access) => {
    const { asked } = await ask(port, reply(answer));
    expect(asked?.identification).toMatchObject({ service: { method: 'probed', ...service }, access });
    expect(asked?.identification?.details['dns.recursion']).toBe(port === 53 ? false : undefined);
  });
});
