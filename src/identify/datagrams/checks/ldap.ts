import { randomInt } from 'node:crypto';
import { BER, element, integer } from '../../ber.ts';
import { ENTRY, parse, search, SEARCH_DONE } from '../../checks/ldap.ts';
import type { DatagramCheck } from '../datagram-check.ts';

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
  const [message] = parse(bytes);
  if (message?.tag !== ENTRY && message?.tag !== SEARCH_DONE) return undefined;
  const hasEntry = message.tag === ENTRY;
  return { messageId: message.id, hasEntry, isActiveDirectory: hasEntry && message.body.includes(ACTIVE_DIRECTORY) };
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
    return [
      {
        name: 'CLDAP search of the root entry',
        // Two attributes: the answer stays small.
        bytes: element(BER.sequence, integer(messageId), search('', ['supportedCapabilities', 'vendorName'])),
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
