import { constants } from 'node:crypto';
import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';

/** What a TLS client may say before it is asked; the name is sent only when it is a host name (RFC 6066 section 3). */
export interface TlsUpgrade {
  readonly servername?: string | undefined;
  readonly alpn?: readonly string[] | undefined;
  /** Milliseconds that the handshake may take; what is left of the connection's deadline where nothing is said. */
  readonly waitMs?: number | undefined;
}

/**
 * Settings that meet as many servers as OpenSSL can: the aim is to see what a server offers, not to trust it. TLS 1.0 with any cipher
 * needs security level 0; RFC 5746 is not insisted on. No certificate is checked, none is sent, and no session is resumed.
 */
export function tlsOptions(upgrade: TlsUpgrade): ConnectionOptions {
  const { servername, alpn } = upgrade;
  return {
    rejectUnauthorized: false,
    minVersion: 'TLSv1',
    ciphers: 'DEFAULT@SECLEVEL=0',
    minDHSize: 1,
    secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT,
    ...(servername !== undefined && isIP(servername) === 0 ? { servername } : {}),
    ...(alpn === undefined ? {} : { ALPNProtocols: [...alpn] }),
  };
}
