import { randomBytes } from 'node:crypto';
import type { DatagramCheck } from '../datagram-check.ts';

const HARD_RESET_CLIENT_V2 = 7;
const HARD_RESET_SERVER_V2 = 8;

/** A server's hard reset that acknowledges ours: OpenVPN protocol, "Control channel packets" (openvpn.net, "OpenVPN wire protocol"). */
export function parseHardReset(bytes: Buffer): { readonly clientSession: string } | undefined {
  // Opcode and key id 0, session id, number of acknowledged packets, those numbers, our session id, the packet's own number.
  if (bytes.length < 26 || bytes.readUInt8(0) !== HARD_RESET_SERVER_V2 << 3) return undefined;
  if (bytes.readUInt8(9) !== 1 || bytes.readUInt32BE(10) !== 0 || bytes.readUInt32BE(22) !== 0) return undefined;
  return { clientSession: bytes.toString('hex', 14, 22) };
}

export const openvpn: DatagramCheck = {
  name: 'openvpn',
  ports: [1194],
  effect: 'session',
  source: 'OpenVPN wire protocol (draft), control channel; a server with tls-auth or tls-crypt stays silent',
  reading:
    'A hard reset that answers our session proves OpenVPN without tls-auth and tls-crypt. TLS and its certificates come next, which counts as credentials being required.',
  answersFrom: 'asked-port',
  questions() {
    const session = randomBytes(8);
    return [
      {
        name: 'P_CONTROL_HARD_RESET_CLIENT_V2',
        bytes: Buffer.concat([Buffer.from([HARD_RESET_CLIENT_V2 << 3]), session, Buffer.alloc(5)]),
        // A server that answers strangers has no tls-auth key in front of its TLS.
        read: (bytes) =>
          parseHardReset(bytes)?.clientSession === session.toString('hex')
            ? { product: 'OpenVPN', access: 'required' }
            : undefined,
      },
    ];
  },
};
