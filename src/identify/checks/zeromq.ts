import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** The greeting of a peer: its security mechanism, known with ZMTP 3.0 and later. */
export interface ZeromqGreeting {
  readonly version: string;
  readonly mechanism: string;
}

/** The signature that a ZMTP peer begins with: ff, eight bytes of padding, 7f (ZMTP 3.1 section 3). */
export function parseSignature(bytes: Buffer): boolean {
  return (
    bytes.length >= 10 && bytes[0] === 0xff && bytes[9] === 0x7f && bytes.subarray(1, 8).every((byte) => byte === 0)
  );
}

/** The greeting of 64 bytes: signature, version, mechanism of 20, as-server, filler. */
export function parse(bytes: Buffer): ZeromqGreeting | undefined {
  if (bytes.length < 64 || !parseSignature(bytes) || (bytes[10] ?? 0) < 3) return undefined;
  const mechanism = /^([A-Z]{1,20})\0*$/.exec(bytes.toString('latin1', 12, 32))?.[1];
  return mechanism === undefined ? undefined : { version: `${bytes[10]}.${bytes[11]}`, mechanism };
}

/** Enough to be told the rest of the peer's greeting, and too little to be told to leave for another mechanism. */
const GREETING: Question = { name: 'signature, version 3', bytes: Buffer.from('ff00000000000000017f03', 'hex') };

export const zeromq: Check = {
  name: 'zeromq',
  ports: [4505, 4506, 5556, 5557, 5558],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'server',
  sends: [GREETING],
  source: 'ZMTP 3.1 (RFC 37 of ZeroMQ): greeting; RFC 23, 24, 25 (mechanisms NULL, PLAIN, CURVE)',
  reading:
    'The greeting names the security mechanism. Any but NULL means that credentials are required; behind NULL an application may still encrypt what it says, so that access stays unknown.',
  recognizes: parseSignature,
  async run(conversation) {
    const first = await conversation.listen(parseSignature);
    if (!parseSignature(first)) return undefined;
    const rest = await conversation.ask(GREETING, (bytes) => first.length + bytes.length >= 64);
    const greeting = parse(Buffer.concat([first, rest]));
    if (greeting === undefined) return { product: null, version: null, confidence: 8, access: 'unknown', details: {} };
    // Behind NULL an application may still encrypt what it says, as SaltStack does.
    const access = greeting.mechanism === 'NULL' ? 'unknown' : 'required';
    return {
      product: null,
      version: null,
      confidence: 10,
      access,
      details: { 'zeromq.mechanism': greeting.mechanism },
    };
  },
};
