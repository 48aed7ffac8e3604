import { randomInt } from 'node:crypto';
import type { DatagramCheck } from '../datagram-check.ts';

const GET_CHANNEL_AUTHENTICATION_CAPABILITIES = 0x38;
/** Version 6, no acknowledgement wanted, class IPMI (ASF 2.0, section 3.2.2.2). */
const RMCP = Buffer.from('0600ff07', 'hex');

export interface IpmiCapabilities {
  readonly sequence: number;
  /** Whether a session without any authentication may be opened. */
  readonly none: boolean;
  /** Whether the empty user name with the empty password is enabled. */
  readonly anonymous: boolean;
  /** Whether IPMI 2.0 (RMCP+) is spoken. */
  readonly version2: boolean;
}

/** The answer to Get Channel Authentication Capabilities in a session-less message: IPMI 2.0, sections 13.6, 13.8 and 22.13. */
export function parseIpmiCapabilities(bytes: Buffer): IpmiCapabilities | undefined {
  // RMCP, then authentication type none, session sequence and id zero, length of the message.
  if (bytes.length < 30 || !bytes.subarray(0, 4).equals(RMCP) || bytes.readUInt8(4) !== 0) return undefined;
  const length = bytes.readUInt8(13);
  const reply = bytes.subarray(14, 14 + length);
  if (length < 16 || reply.length !== length || !sumsToZero(reply.subarray(0, 3))) return undefined;
  if (!sumsToZero(reply.subarray(3))) return undefined;
  // Network function 7 is the response of an application command; completion code 0.
  if (reply.readUInt8(1) >> 2 !== 7 || reply.readUInt8(5) !== GET_CHANNEL_AUTHENTICATION_CAPABILITIES) return undefined;
  if (reply.readUInt8(6) !== 0) return undefined;
  const [types, status] = [reply.readUInt8(8), reply.readUInt8(9)];
  return {
    sequence: reply.readUInt8(4) >> 2,
    none: (types & 0x01) !== 0,
    anonymous: (status & 0x01) !== 0,
    version2: (types & 0x80) !== 0 && (reply.readUInt8(10) & 0x02) !== 0,
  };
}

function sumsToZero(bytes: Buffer): boolean {
  return (bytes.reduce((sum, byte) => sum + byte, 0) & 0xff) === 0;
}

function withChecksum(...bytes: readonly number[]): readonly number[] {
  return [...bytes, -bytes.reduce((sum, byte) => sum + byte, 0) & 0xff];
}

export const ipmi: DatagramCheck = {
  name: 'ipmi',
  ports: [623],
  effect: 'none',
  source: 'IPMI 2.0 revision 1.1, sections 13.6 to 13.8 and 22.13',
  reading:
    'Capabilities with our number prove IPMI. Whether a session without authentication, or of the empty name, may be opened is told by facts and not tried, so that access stays unknown.',
  answersFrom: 'asked-port',
  questions() {
    const sequence = randomInt(1, 64);
    // To the controller (0x20), network function 6; from remote console software (0x81): this channel, IPMI 2.0 data, at administrator level.
    const request = [
      ...withChecksum(0x20, 0x18),
      ...withChecksum(0x81, sequence << 2, GET_CHANNEL_AUTHENTICATION_CAPABILITIES, 0x8e, 0x04),
    ];
    return [
      {
        name: 'Get Channel Authentication Capabilities',
        bytes: Buffer.concat([RMCP, Buffer.alloc(9), Buffer.from([request.length, ...request])]),
        read(bytes) {
          const capabilities = parseIpmiCapabilities(bytes);
          if (capabilities?.sequence !== sequence) return undefined;
          const { none, anonymous, version2 } = capabilities;
          return {
            version: version2 ? '2.0' : '1.5',
            details: { 'ipmi.auth_none': none, 'ipmi.anonymous': anonymous },
          };
        },
      },
    ];
  },
};
