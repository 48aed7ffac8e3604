import { randomBytes } from 'node:crypto';
import { encodeHardReset, parseHardReset } from '../../openvpn-packet.ts';
import type { DatagramCheck } from '../datagram-check.ts';

export const openvpn: DatagramCheck = {
  name: 'openvpn',
  ports: [1194],
  effect: 'session',
  source: 'OpenVPN wire protocol (draft), control channel; a server with tls-auth or tls-crypt stays silent',
  reading:
    'A hard reset that answers our session proves OpenVPN without tls-auth and tls-crypt. Which certificates it demands comes later and is not asked, so that access stays unknown.',
  answersFrom: 'asked-port',
  questions() {
    const session = randomBytes(8);
    return [
      {
        name: 'P_CONTROL_HARD_RESET_CLIENT_V2',
        bytes: encodeHardReset(session),
        // A server that answers strangers has no tls-auth key in front of its TLS.
        read: (bytes) => (parseHardReset(bytes)?.equals(session) === true ? { product: 'OpenVPN' } : undefined),
      },
    ];
  },
};
