import { printable } from '../../model/printable.ts';
import type { Check } from '../check.ts';

/** The document's type, then its root element with version and source (gmond or gmetad). */
export function parse(bytes: Buffer): { readonly source: string; readonly version: string } | undefined {
  const text = bytes.toString('latin1', 0, 8192);
  if (!text.startsWith('<?xml ')) return undefined;
  const at = text.indexOf('<GANGLIA_XML VERSION="');
  const match =
    at < 0 ? null : /^<GANGLIA_XML VERSION="([^"]{1,80})" SOURCE="([^"]{1,80})"/.exec(text.slice(at, at + 256));
  return match?.[1] === undefined || match[2] === undefined ? undefined : { version: match[1], source: match[2] };
}

export const ganglia: Check = {
  name: 'ganglia',
  ports: [8649, 8651],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'server',
  sends: [],
  source: 'Ganglia gmond.conf(5) "tcp_accept_channel"; ganglia.dtd',
  reading:
    'The root element names gmond or gmetad. All that is known of the cluster follows to whoever connects, so that no credentials are needed.',
  recognizes: (bytes) => /^<\?xml [^>]{1,128}>\s{0,4}<!DOCTYPE GANGLIA_XML /.test(bytes.toString('latin1', 0, 256)),
  async run(conversation) {
    const root = await conversation.listenFor(parse);
    if (root === undefined) return undefined;
    const product = `Ganglia ${printable(root.source, 40)}`;
    // Everything that is known of the cluster follows, to whoever connects.
    return { product, version: printable(root.version, 80), confidence: 10, access: 'none-required', details: {} };
  },
};
