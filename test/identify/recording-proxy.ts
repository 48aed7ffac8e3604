import { connect } from 'node:net';
import type { Endpoint } from '../../src/model/observation.ts';
import type { Question } from '../../src/identify/question.ts';
import { startPeer, type Peer } from './peer.ts';
import type { RecordedExchange } from './recording.ts';

/** A proxy on loopback that writes down who said what, connection by connection. */
export interface RecordingProxy extends Peer {
  /** What was said so far. A question is named by its declaration; bytes that were not declared are called `undeclared`. */
  exchanges(declared: readonly Question[]): readonly RecordedExchange[];
}

interface Turn {
  readonly connection: number;
  readonly by: 'client' | 'server';
  readonly bytes: Buffer;
}

/** Passes on every byte between who connects and the endpoint. */
export async function startRecordingProxy(endpoint: Pick<Endpoint, 'address' | 'port'>): Promise<RecordingProxy> {
  const turns: Turn[] = [];
  const peer = await startPeer((client, connection) => {
    const server = connect({ host: endpoint.address, port: endpoint.port, allowHalfOpen: true });
    client.on('data', (bytes) => {
      turns.push({ connection, by: 'client', bytes });
      server.write(bytes);
    });
    server.on('data', (bytes) => {
      turns.push({ connection, by: 'server', bytes });
      client.write(bytes);
    });
    client.on('end', () => server.end());
    client.on('close', () => server.destroy());
    server.on('end', () => client.end());
    server.on('error', () => client.destroy());
  });
  return {
    ...peer,
    exchanges: (declared) => exchangesOf(turns, declared),
    [Symbol.asyncDispose]: async () => peer[Symbol.asyncDispose](),
  };
}

function exchangesOf(turns: readonly Turn[], declared: readonly Question[]): readonly RecordedExchange[] {
  const connections = [...new Set(turns.map(({ connection }) => connection))];
  return connections.flatMap((connection) => {
    const exchanges: { sent: Buffer; received: Buffer }[] = [];
    let lastBy = '';
    for (const { by, bytes } of turns.filter((turn) => turn.connection === connection)) {
      const last = exchanges.at(-1);
      if (last === undefined || (by === 'client' && lastBy === 'server'))
        exchanges.push(by === 'client' ? { sent: bytes, received: EMPTY } : { sent: EMPTY, received: bytes });
      else if (by === 'client') last.sent = Buffer.concat([last.sent, bytes]);
      else last.received = Buffer.concat([last.received, bytes]);
      lastBy = by;
    }
    return exchanges.map((exchange) => ({ question: nameOf(exchange.sent, declared), ...exchange, connection }));
  });
}

const EMPTY = Buffer.alloc(0);

/** The declared questions that the bytes are made of, one after the other. */
export function nameOf(sent: Buffer, declared: readonly Question[]): string {
  if (sent.length === 0) return 'server speaks first';
  for (const question of declared) if (isQuestion(sent, question)) return question.name;
  // Questions that nobody waits for (a polite ending) leave together with the next one.
  for (const question of declared) {
    for (let length = 1; length < sent.length; length += 1) {
      if (!isQuestion(sent.subarray(0, length), question)) continue;
      const rest = nameOf(sent.subarray(length), declared);
      if (rest !== UNDECLARED) return `${question.name}, ${rest}`;
    }
  }
  return UNDECLARED;
}

/** What is called so was sent, and no declaration has it. */
export const UNDECLARED = 'undeclared';

function isQuestion(sent: Buffer, { bytes, pattern }: Question): boolean {
  return pattern === undefined ? sent.equals(bytes) : pattern.test(sent.toString('latin1'));
}
