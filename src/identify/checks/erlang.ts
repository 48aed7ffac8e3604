import { randomBytes } from 'node:crypto';
import { printable } from '../../model/printable.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** What a node answers to a name: its status, and behind `ok` its own name with a challenge that only the cookie meets. */
export interface ErlangReply {
  readonly status: string;
  readonly node: string | null;
}

const STATUS = /^s(ok|ok_simultaneous|nok|not_allowed|alive|named:)/;

/** Erlang distribution handshake (OTP 23 and later): `s` with a status, `N` with flags, challenge, creation and name, each with its length before. */
export function parse(bytes: Buffer): ErlangReply | undefined {
  if (bytes.length < 4) return undefined;
  const statusEnd = 2 + bytes.readUInt16BE(0);
  if (statusEnd > bytes.length || statusEnd > 64) return undefined;
  const status = STATUS.exec(bytes.toString('latin1', 2, statusEnd))?.[1];
  if (status === undefined || (status !== 'named:' && status.length + 3 !== statusEnd)) return undefined;
  if (status !== 'ok') return { status, node: null };
  const challenge = bytes.subarray(statusEnd);
  if (challenge.length < 21 || challenge[2] !== 0x4e || challenge.length < 2 + challenge.readUInt16BE(0))
    return undefined;
  const length = challenge.readUInt16BE(19);
  if (challenge.readUInt16BE(0) !== 19 + length) return undefined;
  return { status, node: printable(challenge.toString('utf8', 21, 21 + length), 80) };
}

/** Flags that OTP 23 to 27 demand, the new handshake among them (bit 24); a hidden node, of which the others are not told. */
const FLAGS = '0000000407070f94';

function buildName(name: string): Question {
  const head = Buffer.from(`00004e${FLAGS}000000010000`, 'hex');
  head.writeUInt16BE(head.length - 2 + name.length, 0);
  head.writeUInt16BE(name.length, head.length - 2);
  return {
    name: 'send_name',
    bytes: Buffer.concat([head, Buffer.from(name)]),
    pattern: /^\0-N\0\0\0\x04\x07\x07\x0f\x94\0\0\0\x01\0\x1eportreeve-[0-9a-f]{12}@invalid$/s,
  };
}

export const erlang: Check = {
  name: 'erlang',
  ports: [25672],
  likelihood: 'rare',
  effect: 'session',
  speaksFirst: 'client',
  sends: [buildName('portreeve-0123456789ab@invalid')],
  source: 'Erlang/OTP: Distribution Protocol, "Distribution Handshake" and distribution flags',
  reading:
    'A status proves a node. Behind ok comes a challenge that only the cookie meets, so that credentials are required; any other status ends the handshake and leaves access unknown.',
  recognizes: () => false,
  async run(conversation) {
    const question = buildName(`portreeve-${randomBytes(6).toString('hex')}@invalid`);
    const reply = await conversation.askFor(question, parse);
    if (reply === undefined) return undefined;
    // Every node has a cookie: the challenge is there always, and nobody gets further without it.
    const access = reply.status === 'ok' ? 'required' : 'unknown';
    const details = reply.node === null ? {} : { 'erlang.node': reply.node };
    return { product: null, version: null, confidence: 10, access, details };
  },
};
