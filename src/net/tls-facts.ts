import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import { printable } from '../model/printable.ts';
import type { TlsFacts } from '../model/service.ts';

/** More names than this in one certificate are not kept. */
const NAMES_KEPT = 100;

/** What a completed handshake showed. Everything in the certificate is the peer's word: bounded and printable. */
export function tlsFactsOf(socket: TLSSocket): TlsFacts {
  const certificate = socket.getPeerX509Certificate();
  return {
    version: socket.getProtocol() ?? 'unknown',
    cipher: socket.getCipher().name,
    alpn: typeof socket.alpnProtocol === 'string' ? printable(socket.alpnProtocol, 64) : null,
    clientCertificateRequired: false,
    ...(certificate === undefined ? NO_CERTIFICATE : certificateFacts(certificate)),
  };
}

type CertificateFacts = Omit<TlsFacts, 'version' | 'cipher' | 'alpn' | 'clientCertificateRequired'>;

const NO_CERTIFICATE: CertificateFacts = {
  subject: null,
  issuer: null,
  names: [],
  notBefore: null,
  notAfter: null,
  selfSigned: null,
  fingerprint: null,
};

/** The certificate's fields; self-signed means that subject and issuer are the same name. */
export function certificateFacts(certificate: X509Certificate): CertificateFacts {
  return {
    subject: distinguishedName(certificate.subject),
    issuer: distinguishedName(certificate.issuer),
    names: alternativeNames(certificate.subjectAltName),
    notBefore: timestamp(certificate.validFrom),
    notAfter: timestamp(certificate.validTo),
    selfSigned: certificate.subject === certificate.issuer,
    fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
  };
}

/** Node prints one attribute a line, and gives `undefined` for an empty name whatever its types say. */
function distinguishedName(text: string | undefined): string {
  return printable((text ?? '').replaceAll('\n', ', '));
}

/**
 * The dNSName and iPAddress entries of Node's text. Node writes an entry that holds a quote, a comma or a control character as a
 * JSON string (CVE-2021-44532), so that a comma outside quotes always separates.
 */
export function alternativeNames(text: string | undefined): readonly string[] {
  const names: string[] = [];
  for (const match of (text ?? '').matchAll(/(?:^|, )(DNS|IP Address):("(?:[^"\\]|\\.)*"|[^,]*)/g)) {
    if (names.length === NAMES_KEPT) break;
    names.push(printable((match[2] ?? '').replace(/^"(.*)"$/s, '$1'), 255));
  }
  return names;
}

/** OpenSSL's `Nov 21 09:00:00 2026 GMT`; an unreadable time is no time. */
function timestamp(text: string): string | null {
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}
