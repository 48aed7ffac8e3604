import { printable } from '../../model/printable.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** The server's version, or its wish to see TLS and a login first. */
export type RiakReply = { readonly kind: 'info'; readonly version: string } | { readonly kind: 'secured' };

const ERROR = 0;
const SERVER_INFO = 8;

/** Riak protocol buffers API: length (4), message code, message. RpbGetServerInfoResp has the node (1) and the version (2), RpbErrorResp a text (1). */
export function parse(bytes: Buffer): RiakReply | undefined {
  if (bytes.length < 6) return undefined;
  const length = bytes.readUInt32BE(0);
  if (length < 2 || length > 4096 || bytes.length < 4 + length) return undefined;
  const code = bytes.readUInt8(4);
  const message = bytes.subarray(5, 4 + length);
  const first = fieldAt(message, 0, 1);
  if (first === undefined) return undefined;
  if (code === ERROR) return first.text.startsWith('Security is enabled') ? { kind: 'secured' } : undefined;
  const second = fieldAt(message, first.end, 2);
  const isNode = first.text.includes('@') && second !== undefined && second.end === message.length;
  return code === SERVER_INFO && isNode ? { kind: 'info', version: second.text } : undefined;
}

/** A protocol buffers field of type bytes with that number, of up to 127 bytes. */
function fieldAt(
  message: Buffer,
  at: number,
  number: number,
): { readonly text: string; readonly end: number } | undefined {
  const length = message[at + 1];
  if (message[at] !== number * 8 + 2 || length === undefined || length > 127) return undefined;
  const end = at + 2 + length;
  return end > message.length ? undefined : { text: message.toString('latin1', at + 2, end), end };
}

const GET_SERVER_INFO: Question = { name: 'RpbGetServerInfoReq', bytes: Buffer.from('0000000107', 'hex') };

export const riak: Check = {
  name: 'riak',
  ports: [8087],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'client',
  sends: [GET_SERVER_INFO],
  source: 'Riak KV documentation: Protocol Buffers Client API, Get Server Info, Security',
  reading:
    'Name and version of the node mean that no credentials are needed, the word that security is enabled that they are.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const reply = await conversation.askFor(GET_SERVER_INFO, parse);
    if (reply === undefined) return undefined;
    const isOpen = reply.kind === 'info';
    return {
      product: 'Riak',
      version: isOpen ? printable(reply.version, 80) : null,
      confidence: 10,
      // With security switched on nothing is answered outside TLS but the wish for it; without it nothing is asked for.
      access: isOpen ? 'none-required' : 'required',
      details: {},
    };
  },
};
