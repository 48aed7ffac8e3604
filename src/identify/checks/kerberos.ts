import { BER, element, integer, readElement, readElements, readInteger, type BerElement } from '../ber.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

const KRB_ERROR = 0x7e;
const GENERAL_STRING = 0x1b;
const GENERALIZED_TIME = 0x18;

/** Why a KDC refused, as RFC 4120 section 7.5.9 numbers it. */
export interface KerberosError {
  readonly code: number;
}

/** RFC 4120 sections 7.2.2 and 5.9.1: four bytes of length, then a KRB-ERROR of version 5 with a code, the server's realm and name. */
export function parse(bytes: Buffer): KerberosError | undefined {
  if (bytes.length < 8 || bytes[4] !== KRB_ERROR) return undefined;
  const outer = readElement(bytes, 4);
  if (outer?.end !== 4 + bytes.readUInt32BE(0)) return undefined;
  const fields = new Map<number, BerElement | undefined>();
  for (const field of readElements(readElement(outer.contents)?.contents ?? Buffer.alloc(0)))
    fields.set(field.tag - CONTEXT, readElement(field.contents));
  const code = readInteger(fields.get(6));
  const isError = readInteger(fields.get(0)) === 5 && readInteger(fields.get(1)) === 30;
  if (!isError || code === undefined || fields.get(9)?.tag !== GENERAL_STRING) return undefined;
  return { code };
}

const CONTEXT = 0xa0;
const field = (number: number, contents: Buffer): Buffer => element(CONTEXT + number, contents);

/** Nobody's realm (RFC 2606). */
const REALM = element(GENERAL_STRING, 'PORTREEVE.INVALID');

/** RFC 4120 section 5.4.1: a request for the ticket-granting service of nobody's realm which names no client: no KDC can grant it. */
function buildRequest(): Question {
  const service = element(
    BER.sequence,
    field(0, integer(2)),
    field(1, element(BER.sequence, element(GENERAL_STRING, 'krbtgt'), REALM)),
  );
  const body = element(
    BER.sequence,
    field(0, element(0x03, Buffer.alloc(5))),
    field(2, REALM),
    field(3, service),
    field(5, element(GENERALIZED_TIME, '19700101000000Z')),
    field(7, integer(1)),
    // AES-256 and AES-128 with HMAC-SHA1, RC4.
    field(8, element(BER.sequence, ...[18, 17, 23].map(integer))),
  );
  const message = element(0x6a, element(BER.sequence, field(1, integer(5)), field(2, integer(10)), field(4, body)));
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
    const reply = parse(await conversation.ask(REQUEST, (bytes) => parse(bytes) !== undefined));
    if (reply === undefined) return undefined;
    // That nobody gets no ticket says nothing about those with a name.
    return { product: null, version: null, confidence: 10, access: 'unknown', details: {} };
  },
};
