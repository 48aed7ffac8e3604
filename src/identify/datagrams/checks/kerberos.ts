import { randomBytes, randomInt } from 'node:crypto';
import { printable } from '../../../model/printable.ts';
import { element, integer, readElement, readElements, readInteger } from '../ber.ts';
import type { Element } from '../ber.ts';
import type { DatagramCheck } from '../datagram-check.ts';

const SEQUENCE = 0x30;
const AS_REQ = 0x6a;
const KRB_ERROR = 0x7e;
const GENERAL_STRING = 0x1b;
const GENERALIZED_TIME = 0x18;

export interface KerberosError {
  readonly code: number;
  readonly realm: string;
}

/** A KRB-ERROR: RFC 4120, section 5.9.1. */
export function parseKerberosError(bytes: Buffer): KerberosError | undefined {
  const outer = readElement(bytes);
  const inner = outer?.tag === KRB_ERROR ? readElement(outer.content) : undefined;
  const fields = inner?.tag === SEQUENCE ? readElements(inner.content) : undefined;
  const valueOf = (number: number): Element | undefined => {
    const field = fields?.find(({ tag }) => tag === (0xa0 | number));
    return field === undefined ? undefined : readElement(field.content);
  };
  // pvno 5 and msg-type 30, then the error code and the realm of the server.
  const [code, realm] = [readInteger(valueOf(6)), valueOf(9)];
  if (readInteger(valueOf(0)) !== 5 || readInteger(valueOf(1)) !== 30 || code === undefined) return undefined;
  return realm?.tag === GENERAL_STRING ? { code, realm: printable(realm.content.toString('latin1'), 80) } : undefined;
}

/** A PrincipalName of one type with its parts. */
function principal(type: number, ...parts: readonly string[]): Buffer {
  const names = parts.map((part) => element(GENERAL_STRING, Buffer.from(part)));
  return element(SEQUENCE, element(0xa0, integer(type)), element(0xa1, element(SEQUENCE, ...names)));
}

export const kerberos: DatagramCheck = {
  name: 'kerberos',
  ports: [88],
  effect: 'session',
  source: 'RFC 4120 sections 5.4.1 and 5.9.1',
  reading:
    'An error of version 5 with a code proves a KDC. It refused a name and a realm that do not exist, which counts as credentials being required.',
  answersFrom: 'asked-port',
  questions() {
    // Neither the realm nor the name exists anywhere, so that no account's failures are counted.
    const realm = 'PORTREEVE.INVALID';
    const name = `portreeve-${randomBytes(6).toString('hex')}`;
    const body = element(
      SEQUENCE,
      element(0xa0, element(0x03, Buffer.alloc(5))),
      element(0xa1, principal(1, name)),
      element(0xa2, element(GENERAL_STRING, Buffer.from(realm))),
      element(0xa3, principal(2, 'krbtgt', realm)),
      element(0xa5, element(GENERALIZED_TIME, Buffer.from('20370913024805Z'))),
      element(0xa7, integer(randomInt(1, 2 ** 31))),
      element(0xa8, element(SEQUENCE, integer(18), integer(17))),
    );
    const request = element(SEQUENCE, element(0xa1, integer(5)), element(0xa2, integer(10)), element(0xa4, body));
    return [
      {
        name: 'AS-REQ of a realm that does not exist',
        bytes: element(AS_REQ, request),
        read: (bytes) => (parseKerberosError(bytes) === undefined ? undefined : { access: 'required' }),
      },
    ];
  },
};
