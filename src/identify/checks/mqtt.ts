import { randomBytes } from 'node:crypto';
import type { Access } from '../../model/service.ts';
import type { Check } from '../check.ts';
import type { Conversation } from '../conversation.ts';
import type { Question } from '../question.ts';

/** The return code of CONNACK (MQTT 3.1.1 section 3.2): the answer to the first packet, without a session, and nothing else. */
export function parse(bytes: Buffer): number | undefined {
  const isConnack = bytes.length === 4 && bytes.readUInt16BE(0) === 0x2002 && bytes[2] === 0;
  const code = bytes[3] ?? 255;
  return isConnack && code <= 5 ? code : undefined;
}

/** An empty name takes nobody's session away; the server makes one up. */
const CONNECT: Question = {
  name: 'CONNECT without a client id',
  bytes: Buffer.from('100c00044d515454040200050000', 'hex'),
};
const PINGREQ: Question = { name: 'PINGREQ', bytes: Buffer.from('c000', 'hex') };
const DISCONNECT: Question = { name: 'DISCONNECT', bytes: Buffer.from('e000', 'hex') };

function buildConnect(name: string): Question {
  const head = Buffer.from('10ff00044d5154540402000500ff', 'hex');
  head[1] = head.length - 2 + name.length;
  head[13] = name.length;
  return {
    name: 'CONNECT with a random client id',
    bytes: Buffer.concat([head, Buffer.from(name)]),
    pattern: /^\x10\x21\0\x04MQTT\x04\x02\0\x05\0\x15portreeve-[0-9a-f]{11}$/s,
  };
}

/** Accepted; user name or password wrong; not authorised. Of the others (version, client id, server) nobody learns who may come in. */
const ACCESS_BY_CODE: ReadonlyMap<number, Access> = new Map([
  [0, 'none-required'],
  [4, 'required'],
  [5, 'required'],
]);

export const mqtt: Check = {
  name: 'mqtt',
  ports: [1883, 1884, 8883],
  likelihood: 'occasional',
  effect: 'session',
  speaksFirst: 'client',
  sends: [CONNECT, buildConnect('portreeve-0123456789a'), PINGREQ, DISCONNECT],
  source: 'OASIS MQTT 3.1.1 sections 3.1 (CONNECT), 3.2 (CONNACK), 3.12 (PINGREQ)',
  reading:
    'CONNACK, and where it accepts a PINGRESP too, proves MQTT. Code 0 means that no credentials are needed, 4 and 5 that they are; the other codes are about version, client id and server, and leave access unknown.',
  recognizes: () => false,
  async run(conversation) {
    const code = await askToConnect(conversation, CONNECT);
    if (code === undefined) return undefined;
    // 2 rejects the client id: some servers want a name.
    const second = code === 2 ? await askWithName(conversation) : undefined;
    const access = ACCESS_BY_CODE.get(second ?? code) ?? 'unknown';
    return { product: null, version: null, confidence: 10, access, details: {} };
  },
};

async function askWithName(conversation: Conversation): Promise<number | undefined> {
  await using fresh = await conversation.again();
  const connect = buildConnect(`portreeve-${randomBytes(6).toString('hex').slice(1)}`);
  return fresh === undefined ? undefined : await askToConnect(fresh, connect);
}

/** Who accepts us must also answer a ping: four bytes alone may be anybody's. */
async function askToConnect(conversation: Conversation, connect: Question): Promise<number | undefined> {
  const code = parse(await conversation.ask(connect, (bytes) => bytes.length >= 4));
  if (code !== 0) return code;
  const pong = await conversation.ask(PINGREQ, (bytes) => bytes.length >= 2);
  conversation.sayGoodbye(DISCONNECT);
  return pong.toString('hex') === 'd000' ? code : undefined;
}
