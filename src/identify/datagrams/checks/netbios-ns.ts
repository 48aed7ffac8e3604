import { randomInt } from 'node:crypto';
import { printable } from '../../../model/printable.ts';
import { parseDnsMessage, writeDnsQuery } from '../../dns-message.ts';
import type { DatagramCheck } from '../datagram-check.ts';

const NBSTAT = 0x21;
const NAME_BYTES = 18;
const GROUP = 0x8000;

export interface NodeStatus {
  readonly id: number;
  /** The computer's own name, where one is registered. */
  readonly name: string | null;
}

/** A NODE STATUS RESPONSE: RFC 1002, section 4.2.18. */
export function parseNodeStatus(bytes: Buffer): NodeStatus | undefined {
  const message = parseDnsMessage(bytes);
  const record = message?.answers.find(({ type }) => type === NBSTAT);
  const count = record?.data[0] ?? 0;
  if (message?.isResponse !== true || record === undefined || 1 + count * NAME_BYTES > record.data.length)
    return undefined;
  for (let at = 1; at < 1 + count * NAME_BYTES; at += NAME_BYTES) {
    // Suffix 0 without the group flag: the workstation.
    if (record.data[at + 15] !== 0 || (record.data.readUInt16BE(at + 16) & GROUP) !== 0) continue;
    return { id: message.id, name: printable(record.data.toString('latin1', at, at + 15).trimEnd(), 40) };
  }
  return { id: message.id, name: null };
}

/** The wildcard name `*` with zeros, in the first-level encoding of RFC 1001, section 14.1. */
const WILDCARD = `CK${'A'.repeat(30)}`;

export const netbiosNs: DatagramCheck = {
  name: 'netbios-ns',
  ports: [137],
  effect: 'none',
  source: 'RFC 1002 section 4.2.17',
  reading:
    'A node status with our number proves the name service. It is given to everybody, so that access stays unknown.',
  answersFrom: 'asked-port',
  questions() {
    const id = randomInt(1, 0x10000);
    return [
      {
        name: 'NBSTAT *',
        bytes: writeDnsQuery({ id, name: [WILDCARD], type: NBSTAT, queryClass: 1, recursion: false }),
        read(answer) {
          const status = parseNodeStatus(answer);
          if (status?.id !== id) return undefined;
          return status.name === null ? {} : { details: { 'netbios.name': status.name } };
        },
      },
    ];
  },
};
