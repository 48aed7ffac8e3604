import { randomBytes } from 'node:crypto';
import { printable } from '../../../model/printable.ts';
import type { DatagramCheck } from '../datagram-check.ts';

export interface TftpError {
  readonly code: number;
  readonly message: string;
}

/** An ERROR packet: opcode 5, a code from 0 to 8 and a text that ends with the only zero byte. */
export function parseTftpError(bytes: Buffer): TftpError | undefined {
  if (bytes.length < 5 || bytes.length > 516 || bytes.readUInt16BE(0) !== 5) return undefined;
  const code = bytes.readUInt16BE(2);
  if (code > 8 || bytes.indexOf(0, 4) !== bytes.length - 1) return undefined;
  return { code, message: printable(bytes.toString('latin1', 4, bytes.length - 1), 80) };
}

export const tftp: DatagramCheck = {
  name: 'tftp',
  ports: [69],
  effect: 'session',
  source: 'RFC 1350; error 8 from RFC 2347',
  reading:
    'An error about a random name proves TFTP. Which files may be read cannot be asked without their names, so that access stays unknown.',
  answersFrom: 'any-port',
  questions() {
    // A name that no file can have by chance, so that no data is ever sent.
    const name = `portreeve-${randomBytes(6).toString('hex')}`;
    return [
      {
        name: 'read request of a random name',
        bytes: Buffer.concat([Buffer.from([0, 1]), Buffer.from(`${name}\0octet\0`)]),
        read: (bytes) => (parseTftpError(bytes) === undefined ? undefined : {}),
      },
    ];
  },
};
