import type { Check } from '../check.ts';
import { decodeReply, encodeCall } from '../onc-rpc.ts';
import type { Question } from '../question.ts';
import { EXPORT, exportDetails, parse as parseExports, isAnswered } from './mountd.ts';

/** "PRNF" */
const XID = 0x5052_4e46;

/** RFC 1813 section 3.3.0: NULL does nothing; who speaks only other versions says which (RFC 5531 section 9). */
export function parse(bytes: Buffer): { readonly version3: boolean } | undefined {
  const reply = decodeReply(bytes, XID);
  if (reply?.status === 'success') return { version3: true };
  return reply?.status === 'version-mismatch' ? { version3: false } : undefined;
}

const NULL: Question = {
  name: 'NFS NULL',
  bytes: encodeCall({ xid: XID, program: 100_003, version: 3, procedure: 0 }),
};

export const nfs: Check = {
  name: 'nfs',
  ports: [2049],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'client',
  sends: [NULL, EXPORT],
  source: 'RFC 1813, RFC 7530, RFC 5531',
  reading:
    'An answer to NULL, which is given to everybody, proves NFS. Who may mount is told by the exports, where this port lists them, so that access stays unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const reply = parse(await conversation.ask(NULL, (bytes) => decodeReply(bytes, XID) !== undefined));
    if (reply === undefined) return undefined;
    // Servers outside a kernel (NFS-Ganesha, Windows) may answer for the mount protocol on the same port.
    const exports = parseExports(await conversation.ask(EXPORT, isAnswered));
    // NULL is answered to everybody; who may mount is told by the exports.
    return { product: null, version: null, confidence: 10, access: 'unknown', details: exportDetails(exports) };
  },
};
