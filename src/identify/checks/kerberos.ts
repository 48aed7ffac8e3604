import type { Check } from '../check.ts';
import { encodeAsRequest, parseKerberosError, type KerberosError } from '../kerberos-message.ts';
import type { Question } from '../question.ts';

/** RFC 4120 section 7.2.2: over TCP four bytes of length go before the message. */
export function parse(bytes: Buffer): KerberosError | undefined {
  if (bytes.length < 4) return undefined;
  const length = bytes.readUInt32BE(0);
  return bytes.length < 4 + length ? undefined : parseKerberosError(bytes.subarray(4, 4 + length));
}

/** It names no client. */
function buildRequest(): Question {
  const message = encodeAsRequest(1);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(message.length);
  return { name: 'AS-REQ of nobody', bytes: Buffer.concat([length, message]) };
}

const REQUEST = buildRequest();

export const kerberos: Check = {
  name: 'kerberos',
  ports: [88],
  likelihood: 'betrayed',
  effect: 'session',
  speaksFirst: 'client',
  sends: [REQUEST],
  source: 'RFC 4120 sections 5.4.1, 5.9.1 and 7.2.2',
  reading:
    'An error of version 5 with code and name proves a KDC. That nobody gets no ticket says nothing about those with a name, so that access stays unknown.',
  // MIT's KDC answers to whatever it takes for too long a request.
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const reply = await conversation.askFor(REQUEST, parse);
    if (reply === undefined) return undefined;
    // That nobody gets no ticket says nothing about those with a name.
    return { product: null, version: null, confidence: 10, access: 'unknown', details: {} };
  },
};
