import { randomInt } from 'node:crypto';
import { printable } from '../../../model/printable.ts';
import { parseDnsMessage, readDnsName, writeDnsQuery } from '../../dns-message.ts';
import type { DatagramCheck } from '../datagram-check.ts';

const PTR = 12;
const MOST_SERVICES = 32;

export interface MdnsReply {
  readonly id: number;
  /** Service types such as `_ipp._tcp`, each once. */
  readonly services: readonly string[];
}

/** A response to the enumeration of service types: RFC 6762, section 6.7 (unicast to one-shot queriers), and RFC 6763, section 9. */
export function parseMdnsReply(bytes: Buffer): MdnsReply | undefined {
  const message = parseDnsMessage(bytes);
  if (message?.isResponse !== true || message.opcode !== 0) return undefined;
  const services = new Set<string>();
  for (const { type, dataAt } of message.answers.slice(0, MOST_SERVICES)) {
    const labels = type === PTR ? readDnsName(bytes, dataAt) : undefined;
    if (labels?.[0]?.startsWith('_') === true) services.add(printable(labels.slice(0, 2).join('.'), 64));
  }
  return { id: message.id, services: [...services] };
}

export const mdns: DatagramCheck = {
  name: 'mdns',
  ports: [5353],
  effect: 'none',
  source: 'RFC 6762 sections 5.1 and 6.7; RFC 6763 section 9',
  reading:
    'A response with our number proves mDNS. The types of services are meant for all neighbours, so that access stays unknown.',
  answersFrom: 'asked-port',
  questions() {
    const id = randomInt(1, 0x10000);
    return [
      {
        name: '_services._dns-sd._udp.local PTR',
        // Class IN with the top bit: an answer to this machine alone is wanted.
        bytes: writeDnsQuery({
          id,
          name: ['_services', '_dns-sd', '_udp', 'local'],
          type: PTR,
          queryClass: 0x8001,
          recursion: false,
        }),
        read(bytes) {
          const reply = parseMdnsReply(bytes);
          return reply?.id === id ? { details: { 'mdns.services': reply.services } } : undefined;
        },
      },
    ];
  },
};
