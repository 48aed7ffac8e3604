/**
 * OpenSSL's names of the alerts by which a server says that it wants a client certificate: certificate_required (RFC 8446 section 6.2), and
 * bad_certificate in answer to the empty list that we sent (Go's servers up to TLS 1.2). handshake_failure means too many other things.
 */
const CERTIFICATE_WANTED: ReadonlySet<string> = new Set([
  'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
  'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE',
]);

/** Failures that need a TLS ServerHello or alert from the peer, and therefore prove that it speaks TLS (or SSL 3). */
const SPOKEN: ReadonlySet<string> = new Set([
  'ERR_SSL_UNSUPPORTED_PROTOCOL',
  'ERR_SSL_DH_KEY_TOO_SMALL',
  'ERR_SSL_WRONG_CIPHER_RETURNED',
  'ERR_SSL_UNKNOWN_CIPHER_RETURNED',
  // The alerts of RFC 6066, which OpenSSL names without the word. Hosts that are served by name only answer the first of them to an address.
  'ERR_SSL_TLSV1_UNRECOGNIZED_NAME',
  'ERR_SSL_TLSV1_CERTIFICATE_UNOBTAINABLE',
  'ERR_SSL_TLSV1_BAD_CERTIFICATE_STATUS_RESPONSE',
  'ERR_SSL_TLSV1_BAD_CERTIFICATE_HASH_VALUE',
  'ERR_SSL_TLSV1_UNSUPPORTED_EXTENSION',
]);

/**
 * Failures that say of the version asked for that it is refused: the alert protocol_version, a ServerHello of another version, and internal_error, by
 * which OpenSSL 3 ends old versions at its usual security level, because it may not sign with SHA-1. handshake_failure does not, because the ciphers
 * may be what does not fit: OpenSSL is built without RC4 and 3DES, which very old servers insist on.
 */
const VERSION_REFUSED: ReadonlySet<string> = new Set([
  'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
  'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR',
  'ERR_SSL_UNSUPPORTED_PROTOCOL',
  'ERR_SSL_WRONG_SSL_VERSION',
]);

/** Whether an error code of OpenSSL says that the server does not speak the one version that was offered to it. */
export function refusesVersion(code: string | undefined): boolean {
  return code !== undefined && VERSION_REFUSED.has(code);
}

/** Whether an error code of OpenSSL says that the server ended for want of an application protocol, which comes after the version is agreed. */
export function wantsOtherProtocol(code: string | undefined): boolean {
  return code === 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL';
}

/** Whether an error code of OpenSSL says that the server ended the connection for want of a client certificate. */
export function wantsClientCertificate(code: string | undefined): boolean {
  return code !== undefined && CERTIFICATE_WANTED.has(code);
}

/** Whether a failed handshake nevertheless shows that the peer speaks TLS. */
export function provesTls(code: string | undefined): boolean {
  return code !== undefined && (SPOKEN.has(code) || /^ERR_SSL_(?:SSLV3|TLSV1|TLSV13)_ALERT_/.test(code));
}
