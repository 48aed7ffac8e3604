import { BER, element, integer, readElement, readElements, readInteger, type BerElement } from './ber.ts';

const AS_REQ = 0x6a;
const KRB_ERROR = 0x7e;
const CONTEXT = 0xa0;
const GENERAL_STRING = 0x1b;
const GENERALIZED_TIME = 0x18;

/** Why a KDC refused, as RFC 4120 section 7.5.9 numbers it. */
export interface KerberosError {
  readonly code: number;
}

/** RFC 4120 section 5.9.1: a KRB-ERROR of version 5 with a code, the server's realm and name; nothing may follow it. */
export function parseKerberosError(bytes: Buffer): KerberosError | undefined {
  const outer = readElement(bytes);
  const inner = outer?.tag === KRB_ERROR && outer.end === bytes.length ? readElement(outer.contents) : undefined;
  if (inner?.tag !== BER.sequence) return undefined;
  const fields = new Map<number, BerElement | undefined>();
  for (const { tag, contents } of readElements(inner.contents)) fields.set(tag - CONTEXT, readElement(contents));
  const code = readInteger(fields.get(6));
  const isError = readInteger(fields.get(0)) === 5 && readInteger(fields.get(1)) === 30;
  return isError && code !== undefined && fields.get(9)?.tag === GENERAL_STRING ? { code } : undefined;
}

const field = (number: number, contents: Buffer): Buffer => element(CONTEXT + number, contents);

/** Nobody's realm (RFC 2606): no account's failures are counted. */
const REALM = element(GENERAL_STRING, 'PORTREEVE.INVALID');

/** RFC 4120 section 5.2.2: a name of one type with its parts. */
function principal(type: number, ...parts: readonly Buffer[]): Buffer {
  return element(BER.sequence, field(0, integer(type)), field(1, element(BER.sequence, ...parts)));
}

/** RFC 4120 section 5.4.1: a request for the ticket-granting service of nobody's realm, which no KDC can grant. */
export function encodeAsRequest(nonce: number, client?: string): Buffer {
  const body = element(
    BER.sequence,
    field(0, element(0x03, Buffer.alloc(5))),
    client === undefined ? '' : field(1, principal(1, element(GENERAL_STRING, client))),
    field(2, REALM),
    field(3, principal(2, element(GENERAL_STRING, 'krbtgt'), REALM)),
    field(5, element(GENERALIZED_TIME, '19700101000000Z')),
    field(7, integer(nonce)),
    // AES-256 and AES-128 with HMAC-SHA1, RC4.
    field(8, element(BER.sequence, ...[18, 17, 23].map(integer))),
  );
  return element(AS_REQ, element(BER.sequence, field(1, integer(5)), field(2, integer(10)), field(4, body)));
}
