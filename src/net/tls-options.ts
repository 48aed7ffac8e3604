import { constants } from 'node:crypto';
import { isIP } from 'node:net';
import { createSecureContext, type ConnectionOptions, type SecureContext } from 'node:tls';
import type { TlsVersion } from '../model/service.ts';

/** What a TLS client may say before it is asked; the name is sent only when it is a host name (RFC 6066 section 3). */
export interface TlsUpgrade {
  readonly servername?: string | undefined;
  readonly alpn?: readonly string[] | undefined;
  /** This version and no other. */
  readonly version?: TlsVersion | undefined;
  /** Milliseconds that the handshake may take; what is left of the connection's deadline where nothing is said. */
  readonly waitMs?: number | undefined;
}

/** By version: a context of its own for each connection would take more memory than the connection. */
const contexts = new Map<TlsVersion | undefined, SecureContext>();

/**
 * Settings that meet as many servers as OpenSSL can: the aim is to see what a server offers, not to trust it. TLS 1.0 with any cipher
 * needs security level 0; RFC 5746 is not insisted on.
 */
function contextOf(version: TlsVersion | undefined): SecureContext {
  const known = contexts.get(version);
  if (known !== undefined) return known;
  const context = createSecureContext({
    minVersion: version ?? 'TLSv1',
    ...(version === undefined ? {} : { maxVersion: version }),
    // Of old versions nothing but whether they are offered is asked, so that even what OpenSSL leaves out by default will do.
    ciphers: version === undefined ? 'DEFAULT@SECLEVEL=0' : 'ALL:@SECLEVEL=0',
    secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT,
  });
  contexts.set(version, context);
  return context;
}

/** How to speak TLS: no certificate is checked, none is sent, and no session is resumed. */
export function tlsOptions({ servername, alpn, version }: TlsUpgrade): ConnectionOptions {
  return {
    rejectUnauthorized: false,
    secureContext: contextOf(version),
    minDHSize: 1,
    ...(servername !== undefined && isIP(servername) === 0 ? { servername } : {}),
    ...(alpn === undefined ? {} : { ALPNProtocols: [...alpn] }),
  };
}
