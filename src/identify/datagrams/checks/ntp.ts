import { randomBytes, randomInt } from 'node:crypto';
import { printable } from '../../../model/printable.ts';
import type { DatagramCheck, DatagramQuestion } from '../datagram-check.ts';

export interface NtpReply {
  readonly stratum: number;
  /** The transmit timestamp of the request, which the reply repeats, as hex. */
  readonly originate: string;
}

/** A server's reply (mode 4) of version 1 to 4: RFC 5905, section 7.3. */
export function parseNtpReply(bytes: Buffer): NtpReply | undefined {
  const [first = 0, stratum = 0] = bytes;
  if (bytes.length < 48 || (first & 7) !== 4 || ((first >> 3) & 7) === 0 || ((first >> 3) & 7) > 4) return undefined;
  // 16 stands for unsynchronised, more does not exist.
  if (stratum > 16) return undefined;
  return { stratum, originate: bytes.toString('hex', 24, 32) };
}

export interface NtpVariables {
  readonly sequence: number;
  /** Whether variables were told; an error response is an answer, too. */
  readonly told: boolean;
  readonly version: string | null;
}

/** A response to READVAR (mode 6, opcode 2): RFC 9327, section 2. */
export function parseNtpVariables(bytes: Buffer): NtpVariables | undefined {
  const [first = 0, second = 0] = bytes;
  // Mode 6 of version 1 to 4. The leap bits are to be zero there, but ntpsec fills them in.
  const ntpVersion = (first >> 3) & 7;
  if (bytes.length < 12 || (first & 7) !== 6 || ntpVersion === 0 || ntpVersion > 4) return undefined;
  // Response bit and opcode.
  if ((second & 0x9f) !== 0x82) return undefined;
  const count = bytes.readUInt16BE(10);
  if (12 + count > bytes.length) return undefined;
  const isError = (second & 0x40) !== 0;
  const version = /(?:^|[\s,])version="([^"]{1,120})"/.exec(bytes.toString('latin1', 12, 12 + count))?.[1];
  return {
    sequence: bytes.readUInt16BE(2),
    told: !isError && count > 0,
    version: version === undefined ? null : version,
  };
}

function timeQuestion(): DatagramQuestion {
  const request = Buffer.alloc(48);
  // Version 4, mode 3. Nothing but the transmit timestamp matters to a server, and a random one says nothing of this machine.
  request[0] = 0x23;
  const transmit = randomBytes(8);
  transmit.copy(request, 40);
  return {
    name: 'NTP client request',
    bytes: request,
    read: (bytes) => (parseNtpReply(bytes)?.originate === transmit.toString('hex') ? {} : undefined),
  };
}

function variablesQuestion(): DatagramQuestion {
  const request = Buffer.alloc(12);
  request[0] = 0x16;
  request[1] = 0x02;
  const sequence = randomInt(1, 0x10000);
  request.writeUInt16BE(sequence, 2);
  return {
    name: 'NTP control READVAR',
    bytes: request,
    read(bytes) {
      const variables = parseNtpVariables(bytes);
      if (variables?.sequence !== sequence) return undefined;
      const [, product, version] = /^(\S{1,40}) (\S{1,80})/.exec(variables.version ?? '') ?? [];
      return {
        details: { 'ntp.control': variables.told },
        ...(product === undefined || version === undefined
          ? {}
          : { product: printable(product, 80), version: printable(version.replace(/@.*/, ''), 80) }),
      };
    },
  };
}

export const ntp: DatagramCheck = {
  name: 'ntp',
  ports: [123],
  effect: 'none',
  source: 'RFC 5905; RFC 9327 for control messages',
  reading:
    'A reply with our time stamp, or an answer to READVAR with our number, proves NTP. Time is for everybody, so that access stays unknown; whether variables are told is the fact ntp.control.',
  answersFrom: 'asked-port',
  // Never monlist (mode 7): its answer is hundreds of packets.
  questions: () => [timeQuestion(), variablesQuestion()],
};
