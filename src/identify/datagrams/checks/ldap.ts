import { randomInt } from 'node:crypto';
import { element, integer, readElement, readElements, readInteger } from '../ber.ts';
import type { DatagramCheck } from '../datagram-check.ts';

const SEQUENCE = 0x30;
const SEARCH_REQUEST = 0x63;
const SEARCH_ENTRY = 0x64;
const SEARCH_DONE = 0x65;
/** LDAP_CAP_ACTIVE_DIRECTORY_OID of MS-ADTS, section 3.1.1.3.4.3. */
const ACTIVE_DIRECTORY = Buffer.from('1.2.840.113556.1.4.800');

export interface CldapReply {
  readonly messageId: number;
  /** Whether it carries an entry, or only the result. */
  readonly hasEntry: boolean;
  readonly isActiveDirectory: boolean;
}

/** A SearchResultEntry or SearchResultDone: RFC 4511, section 4.5.2. */
export function parseCldapReply(bytes: Buffer): CldapReply | undefined {
  const message = readElement(bytes);
  if (message?.tag !== SEQUENCE) return undefined;
  const [id, operation] = readElements(message.content, 2) ?? [];
  const messageId = readInteger(id);
  if (messageId === undefined || operation === undefined) return undefined;
  const first = readElement(operation.content);
  if (operation.tag === SEARCH_DONE && first?.tag === 0x0a)
    return { messageId, hasEntry: false, isActiveDirectory: false };
  if (operation.tag !== SEARCH_ENTRY || first?.tag !== 0x04) return undefined;
  return { messageId, hasEntry: true, isActiveDirectory: operation.content.includes(ACTIVE_DIRECTORY) };
}

export const cldap: DatagramCheck = {
  name: 'ldap',
  ports: [389],
  effect: 'none',
  source: 'RFC 4511 section 4.5 and RFC 4512 section 5.1; MS-ADTS section 3.1.1.3.3 for CLDAP',
  reading:
    'An entry or a result with our number proves LDAP. The root entry is public by design, so that access stays unknown.',
  answersFrom: 'asked-port',
  questions() {
    const messageId = randomInt(1, 2 ** 31);
    // The root entry alone (base object, never aliases, one entry, five seconds), two attributes of it: the answer stays small.
    const attributes = element(
      SEQUENCE,
      element(0x04, Buffer.from('supportedCapabilities')),
      element(0x04, Buffer.from('vendorName')),
    );
    const search = element(
      SEARCH_REQUEST,
      element(0x04),
      element(0x0a, Buffer.from([0])),
      element(0x0a, Buffer.from([0])),
      integer(1),
      integer(5),
      element(0x01, Buffer.from([0])),
      element(0x87, Buffer.from('objectClass')),
      attributes,
    );
    return [
      {
        name: 'CLDAP search of the root entry',
        bytes: element(SEQUENCE, integer(messageId), search),
        read(bytes) {
          const reply = parseCldapReply(bytes);
          if (reply?.messageId !== messageId) return undefined;
          // The root entry is public by design, so that reading it proves nothing about access.
          return reply.isActiveDirectory ? { product: 'Microsoft Active Directory' } : {};
        },
      },
    ];
  },
};
