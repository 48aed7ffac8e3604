import { randomBytes } from 'node:crypto';
import { printable } from '../../../model/printable.ts';
import type { DatagramCheck } from '../datagram-check.ts';

export interface SipResponse {
  readonly status: number;
  readonly callId: string;
  readonly product: string | null;
}

/** A response with its Call-ID and what the server calls itself: RFC 3261, sections 7.2 and 20 (`i` is the short form of Call-ID). */
export function parseSipResponse(bytes: Buffer): SipResponse | undefined {
  const text = bytes.toString('latin1', 0, 8192);
  const status = /^SIP\/2\.0 ([1-6]\d\d) /.exec(text)?.[1];
  if (status === undefined) return undefined;
  const headers = new Map<string, string>();
  for (const line of text.split('\r\n').slice(1)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).trimEnd().toLowerCase(), line.slice(colon + 1).trim());
  }
  const callId = headers.get('call-id') ?? headers.get('i');
  if (callId === undefined) return undefined;
  const product = headers.get('server') ?? headers.get('user-agent');
  return { status: Number(status), callId, product: product === undefined ? null : printable(product, 80) };
}

export const sip: DatagramCheck = {
  name: 'sip',
  ports: [5060],
  effect: 'none',
  source: 'RFC 3261 section 11; RFC 3581 for rport',
  reading: 'A response with our Call-ID proves SIP. OPTIONS may be asked by everybody, so that access stays unknown.',
  answersFrom: 'asked-port',
  questions() {
    const [branch, tag, id] = [randomBytes(8), randomBytes(4), randomBytes(8)].map((bytes) => bytes.toString('hex'));
    const callId = `${id}@portreeve.invalid`;
    const lines = [
      'OPTIONS sip:portreeve.invalid SIP/2.0',
      `Via: SIP/2.0/UDP portreeve.invalid;branch=z9hG4bK${branch};rport`,
      'Max-Forwards: 0',
      `From: <sip:anonymous@anonymous.invalid>;tag=${tag}`,
      'To: <sip:portreeve.invalid>',
      `Call-ID: ${callId}`,
      'CSeq: 1 OPTIONS',
      'Content-Length: 0',
    ];
    return [
      {
        name: 'OPTIONS',
        bytes: Buffer.from(`${lines.join('\r\n')}\r\n\r\n`),
        read(bytes) {
          const response = parseSipResponse(bytes);
          return response?.callId === callId ? { product: response.product } : undefined;
        },
      },
    ];
  },
};
