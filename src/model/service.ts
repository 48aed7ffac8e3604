import type { DetailValue } from './detail-value.ts';

/** What a stranger gets: usable without credentials, credentials asked for, this source refused by the application, or not known. */
export const ACCESS = ['none-required', 'required', 'refused-by-acl', 'unknown'] as const;
export type Access = (typeof ACCESS)[number];

/** `probed`: the protocol itself answered. `port-number`: only the usual occupant of the port, no proof. */
export const METHODS = ['probed', 'port-number'] as const;
export type Method = (typeof METHODS)[number];

/** What answers on an endpoint. */
export interface Service {
  /** Lower-case protocol name such as `redis`, `postgresql`, `http`; the same whether or not TLS is around it. */
  readonly name: string;
  /** Product as the protocol tells it, such as `OpenSSH`; hostile text, bounded and printable. */
  readonly product: string | null;
  readonly version: string | null;
  /** Whether the protocol was spoken inside TLS. */
  readonly tls: boolean;
  readonly method: Method;
  /** 0 to 10 as in nmap: 3 for a port number, 8 for a banner, 10 for a completed protocol exchange. */
  readonly confidence: number;
  /**
   * Set where the name is another scanner's word for what answered, and what rules call it is not known: `http` there may be any of the web
   * applications that are told apart here.
   */
  readonly foreign?: true;
}

/** The protocol that answered; `undefined` where only the port number speaks, where TLS hides what is inside, and for another scanner's word. */
export function protocolSeen(service: Service | undefined): string | undefined {
  if (service?.method !== 'probed' || service.foreign === true) return undefined;
  return service.name === 'tls' ? undefined : service.name;
}

/** The versions of TLS that can be asked for, oldest first, in OpenSSL's words. */
export const TLS_VERSIONS = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;
export type TlsVersion = (typeof TLS_VERSIONS)[number];

/** One handshake for each version; whatever is in neither list was refused. */
export interface TlsVersions {
  /** Oldest first. */
  readonly offered: readonly TlsVersion[];
  /** Those that could not be asked, or of which the answer leaves it open. */
  readonly unknown: readonly TlsVersion[];
}

/** What the TLS handshake showed (RFC 5246, RFC 8446, RFC 5280). Names are hostile text, bounded and printable. */
export interface TlsFacts {
  /** Negotiated version, such as `TLSv1.3`; null where another scanner does not tell it. */
  readonly version: string | null;
  readonly cipher: string | null;
  /** Application protocol that the server chose of those offered to it; null also where none was offered. */
  readonly alpn: string | null;
  /** Whether the server asked for a client certificate and ended without one. */
  readonly clientCertificateRequired: boolean;
  /** The certificate's fields; null where the peer sent none. */
  readonly subject: string | null;
  readonly issuer: string | null;
  /** dNSName and iPAddress entries of subjectAltName. */
  readonly names: readonly string[];
  /** RFC 3339, UTC. */
  readonly notBefore: string | null;
  readonly notAfter: string | null;
  readonly selfSigned: boolean | null;
  /** SHA-256 of the DER certificate, lower-case hex. */
  readonly fingerprint: string | null;
  /** Type of the certificate's key (rsa, ec, ed25519, ...) and its size; null where it cannot be read, or has none. */
  readonly keyType: string | null;
  readonly keyBits: number | null;
  /** How the certificate was signed, such as `sha256WithRSAEncryption`; its dotted OID where it has no name here. */
  readonly signature: string | null;
  /** Subjects of the certificates that the server sent after its own, in that order, at most ten. */
  readonly chain: readonly string[];
  /** Whether each certificate sent was signed by the next, up to one that signed itself; null where the rest may be known to clients. */
  readonly chainComplete: boolean | null;
  /** Whether TLS began after a plaintext exchange (STARTTLS) and not with the connection. */
  readonly startTls: boolean;
  /** Absent where no further handshakes were made. */
  readonly versions?: TlsVersions;
}

/** One question and its answer, cut to what proves the point. */
export interface Evidence {
  /** What was asked, such as `PING` or `server speaks first`. */
  readonly question: string;
  /** Bytes sent, lower-case hex, empty when the server spoke first. */
  readonly sent: string;
  /** First bytes received, lower-case hex, at most 256 bytes. */
  readonly received: string;
  /** The same as printable text (see `printable`), at most 256 characters. */
  readonly text: string;
}

/** What identification found out about one open endpoint. */
export interface Identification {
  readonly service: Service;
  readonly access: Access;
  readonly tls?: TlsFacts;
  readonly details: Readonly<Record<string, DetailValue>>;
  readonly evidence: readonly Evidence[];
}
