import type { TlsFacts } from '../model/service.ts';

/** TLS of which no more than its version is known, if that. */
export function bareTls(version: string | null): TlsFacts {
  return {
    version,
    cipher: null,
    alpn: null,
    clientCertificateRequired: false,
    subject: null,
    issuer: null,
    names: [],
    notBefore: null,
    notAfter: null,
    selfSigned: null,
    fingerprint: null,
    keyType: null,
    keyBits: null,
    signature: null,
    chain: [],
    chainComplete: null,
    startTls: false,
  };
}
