import type { X509Certificate } from 'node:crypto';
import { printable } from '../model/printable.ts';
import type { TlsFacts } from '../model/service.ts';
import { signatureOf } from './certificate-signature.ts';

/** What of the facts the certificates tell. */
export type CertificateFacts = Pick<
  TlsFacts,
  | 'subject'
  | 'issuer'
  | 'names'
  | 'notBefore'
  | 'notAfter'
  | 'selfSigned'
  | 'fingerprint'
  | 'keyType'
  | 'keyBits'
  | 'signature'
  | 'chain'
  | 'chainComplete'
>;

export const NO_CERTIFICATE: CertificateFacts = {
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
};

/** More names than this in one certificate are not kept. */
const NAMES_KEPT = 100;

/** Nor more certificates than this after the server's own; public chains have one to three. */
const CHAIN_KEPT = 10;

/** The certificate's fields and what was sent behind it; self-signed means that subject and issuer are the same name. */
export function certificateFacts(certificate: X509Certificate): CertificateFacts {
  const chain = certificatesBehind(certificate);
  return {
    subject: distinguishedName(certificate.subject),
    issuer: distinguishedName(certificate.issuer),
    names: alternativeNames(certificate.subjectAltName),
    notBefore: timestamp(certificate.validFrom),
    notAfter: timestamp(certificate.validTo),
    selfSigned: isOwnIssuer(certificate),
    fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    ...keyFacts(certificate),
    signature: signatureOf(certificate.raw) ?? null,
    chain: chain.map(({ subject }) => distinguishedName(subject)),
    chainComplete: isComplete([certificate, ...chain]),
  };
}

function isOwnIssuer(certificate: X509Certificate): boolean {
  return certificate.subject === certificate.issuer;
}

/** The certificates that the server sent after its own, as sent: whether they belong together is another question. */
function certificatesBehind(certificate: X509Certificate): readonly X509Certificate[] {
  const chain: X509Certificate[] = [];
  let next = certificate.issuerCertificate;
  while (next !== undefined && chain.length < CHAIN_KEPT) {
    chain.push(next);
    next = next.issuerCertificate;
  }
  return chain;
}

/** True up to a certificate that signed itself, false where one does not belong to the next, null where the chain just ends. */
function isComplete(sent: readonly X509Certificate[]): boolean | null {
  for (const [index, certificate] of sent.entries()) {
    if (isOwnIssuer(certificate)) return true;
    const issuer = sent[index + 1];
    if (issuer === undefined) return null;
    if (!isIssuedBy(certificate, issuer)) return false;
  }
  return null;
}

/** Names and signature; a key that OpenSSL cannot read has signed nothing. */
function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  } catch {
    return false;
  }
}

/** Sizes of the curves of TLS (RFC 8422 section 5.1.1), as OpenSSL calls them. */
const CURVE_BITS: Readonly<Record<string, number>> = { prime256v1: 256, secp384r1: 384, secp521r1: 521 };

/** A key of an algorithm that OpenSSL does not know is not readable, and then nothing is said about it. */
function keyFacts(certificate: X509Certificate): Pick<CertificateFacts, 'keyType' | 'keyBits'> {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
    const { modulusLength, namedCurve } = asymmetricKeyDetails ?? {};
    return { keyType: asymmetricKeyType ?? null, keyBits: modulusLength ?? CURVE_BITS[namedCurve ?? ''] ?? null };
  } catch {
    return { keyType: null, keyBits: null };
  }
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
