import { printable } from '../../model/printable.ts';
import type { Check } from '../check.ts';
import { splitProduct } from '../split-product.ts';

/** The identification string; the software version is at most 255 characters with everything around it. */
export interface SshBanner {
  readonly protocol: string;
  readonly product: string;
  readonly version: string | null;
}

/** RFC 4253 section 4.2: `SSH-protoversion-softwareversion SP comments CR LF`, after any number of other lines. */
export function parse(bytes: Buffer): SshBanner | undefined {
  const match = /^SSH-(\d{1,3}\.\d{1,3})-([\x21-\x7e]{1,240})(?: [^\r\n]{0,240})?\r?\n/m.exec(bytes.toString('latin1'));
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  return { protocol: match[1], ...splitProduct(printable(match[2], 80), /[_-]/) };
}

export const ssh: Check = {
  name: 'ssh',
  ports: [22, 2222],
  likelihood: 'common',
  effect: 'none',
  speaksFirst: 'server',
  sends: [],
  source: 'RFC 4253 section 4.2',
  reading: 'The banner names product and version; no login is tried, so that access stays unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const banner = parse(await conversation.listen((bytes) => parse(bytes) !== undefined));
    if (banner === undefined) return undefined;
    return {
      product: banner.product,
      version: banner.version,
      confidence: 8,
      // Which methods are accepted is told only after a key exchange.
      access: 'unknown',
      details: { 'ssh.protocol': banner.protocol },
    };
  },
};
