import { provesTls } from '../../net/tls-failure.ts';
import type { Check } from '../check.ts';

/** A TLS record's type and version as it stands at the beginning of an answer. */
export interface TlsRecord {
  readonly type: 'alert' | 'handshake';
  /** For an alert, its description code (RFC 8446 section 6). */
  readonly alert: number | undefined;
}

/** RFC 8446 section 5.1: type, legacy version 3.0 to 3.4, length; an alert is level 1 or 2 and a description. */
export function parse(bytes: Buffer): TlsRecord | undefined {
  if (bytes.length < 5 || bytes[1] !== 3 || (bytes[2] ?? 255) > 4) return undefined;
  const length = bytes.readUInt16BE(3);
  if (bytes[0] === 22 && length > 0 && length <= 16_384 + 256) return { type: 'handshake', alert: undefined };
  if (bytes[0] !== 21 || length !== 2 || (bytes[5] !== 1 && bytes[5] !== 2)) return undefined;
  return { type: 'alert', alert: bytes[6] };
}

/** What nginx, Apache httpd and Go say in plain HTTP where they expect TLS. */
const EXPECTS_TLS =
  /plain HTTP request was sent to HTTPS port|HTTP request to an HTTPS server|speaking plain HTTP to an SSL-enabled server port/;

/** Whether an answer to a plain question says that TLS is spoken here. */
export function tellsOfTls(bytes: Buffer): boolean {
  if (parse(bytes) !== undefined) return true;
  const text = bytes.toString('latin1', 0, 4096);
  return text.startsWith('HTTP/1.') && EXPECTS_TLS.test(text);
}

/** Products whose protocol says nothing to strangers, and whose own certificates name them. */
const NAMED_BY_CERTIFICATE: readonly { readonly subject: RegExp; readonly name: string; readonly product: string }[] = [
  { subject: /\bCN=AnyDesk Client\b/, name: 'anydesk', product: 'AnyDesk' },
];

/** TLS around a protocol that is not known. What is inside is asked by the runner, before this check has its say. */
export const tls: Check = {
  name: 'tls',
  ports: [
    443, 465, 563, 636, 853, 989, 990, 992, 993, 994, 995, 2376, 2484, 3269, 4911, 5061, 5671, 5986, 6380, 6443, 6514,
    6697, 6984, 7070, 8443, 8883, 9142, 9440, 9443, 10250, 61617,
  ],
  likelihood: 'common',
  effect: 'none',
  speaksFirst: 'client',
  // ClientHello is OpenSSL's own; no application data follows it.
  sends: [],
  source: 'RFC 8446, RFC 5246, RFC 5280',
  reading:
    'A handshake or an alert proves TLS; what is inside is asked by the checks of other protocols, and where none answers, access stays unknown, although the certificate may name the product. Every version is asked for once, and nothing is sent inside.',
  recognizes: tellsOfTls,
  async run(conversation) {
    const spoken = (await conversation.startTls()) || provesTls(conversation.end?.code);
    if (!spoken) return undefined;
    const subject = conversation.tls?.subject ?? '';
    const named = NAMED_BY_CERTIFICATE.find((candidate) => candidate.subject.test(subject));
    const about = { version: null, access: 'unknown', details: {} } as const;
    // A certificate is a banner: whoever has it says so.
    if (named !== undefined) return { ...about, name: named.name, product: named.product, confidence: 8 };
    return { ...about, product: null, confidence: 10 };
  },
};
