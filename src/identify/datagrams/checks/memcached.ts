import { randomInt } from 'node:crypto';
import { parse } from '../../checks/memcached.ts';
import type { DatagramCheck } from '../datagram-check.ts';

export interface MemcachedDatagram {
  readonly requestId: number;
  readonly version: string;
}

/** A frame of eight bytes (request id, sequence number, datagrams, zero) and `VERSION`: memcached protocol.txt, "UDP protocol". */
export function parseMemcachedDatagram(bytes: Buffer): MemcachedDatagram | undefined {
  if (bytes.length < 8 || bytes.readUInt16BE(2) !== 0 || bytes.readUInt16BE(4) !== 1 || bytes.readUInt16BE(6) !== 0)
    return undefined;
  const version = parse(bytes.subarray(8))?.version ?? null;
  return version === null ? undefined : { requestId: bytes.readUInt16BE(0), version };
}

export const memcachedDatagram: DatagramCheck = {
  name: 'memcached',
  ports: [11211],
  effect: 'none',
  source: 'memcached doc/protocol.txt, "UDP protocol"',
  reading: 'A version with our number means that no credentials are needed; over UDP there are none.',
  answersFrom: 'asked-port',
  questions() {
    const requestId = randomInt(1, 0x10000);
    const frame = Buffer.alloc(8);
    frame.writeUInt16BE(requestId, 0);
    frame.writeUInt16BE(1, 4);
    return [
      {
        name: 'version',
        bytes: Buffer.concat([frame, Buffer.from('version\r\n')]),
        read(bytes) {
          const answer = parseMemcachedDatagram(bytes);
          if (answer?.requestId !== requestId) return undefined;
          return { product: 'memcached', version: answer.version, access: 'none-required' };
        },
      },
    ];
  },
};
