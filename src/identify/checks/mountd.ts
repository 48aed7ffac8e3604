import type { Facts } from '../../model/facts.ts';
import { printable } from '../../model/printable.ts';
import type { Check } from '../check.ts';
import { decodeReply, encodeCall, XdrReader } from '../onc-rpc.ts';
import type { Question } from '../question.ts';

/** A folder that may be mounted, and by whom; nobody named is everybody. */
export interface NfsExport {
  readonly path: string;
  readonly groups: readonly string[];
}

/** "PRMT" */
const XID = 0x5052_4d54;

const EXPORTS_KEPT = 50;
const GROUPS_KEPT = 1000;

/** RFC 1813 appendix I, section 5.2.6: a list of folders, each with a list of groups (names, addresses, networks). */
export function parse(bytes: Buffer): readonly NfsExport[] | undefined {
  const reply = decodeReply(bytes, XID);
  if (reply?.status !== 'success') return undefined;
  const reader = new XdrReader(reply.results);
  const exports: NfsExport[] = [];
  for (let next = reader.uint(); next !== 0; next = reader.uint()) {
    const path = reader.text();
    const groups = readGroups(reader);
    if (next !== 1 || path === undefined || groups === undefined) return undefined;
    exports.push({ path, groups });
  }
  return exports;
}

function readGroups(reader: XdrReader): readonly string[] | undefined {
  const groups: string[] = [];
  for (let next = reader.uint(); next !== 0; next = reader.uint()) {
    const name = reader.text();
    if (next !== 1 || name === undefined) return undefined;
    if (groups.length < GROUPS_KEPT) groups.push(name);
  }
  return groups;
}

export const EXPORT: Question = {
  name: 'mountd EXPORT',
  bytes: encodeCall({ xid: XID, program: 100_005, version: 3, procedure: 5 }),
};

export const isAnswered = (bytes: Buffer): boolean => decodeReply(bytes, XID) !== undefined;

/** What rules may read about the exports. */
export function exportDetails(exports: readonly NfsExport[] | undefined): Facts {
  if (exports === undefined) return {};
  const isForAll = ({ groups }: NfsExport): boolean => groups.length === 0 || groups.some((name) => ALL.test(name));
  const names = (list: readonly NfsExport[]): string[] =>
    list.slice(0, EXPORTS_KEPT).map(({ path }) => printable(path, 200));
  return { 'nfs.exports': names(exports), 'nfs.world_exports': names(exports.filter(isForAll)) };
}

/** How servers write "everybody". */
const ALL = /^(?:\*|\(everyone\)|0\.0\.0\.0\/0(?:\.0\.0\.0)?|::\/0)$/i;

export const mountd: Check = {
  name: 'mountd',
  ports: [20048],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'client',
  sends: [EXPORT],
  source: 'RFC 1813 appendix I, RFC 5531',
  reading:
    'The list of exports, which is given to everybody, proves the mount protocol. Who may mount is told by the exports, so that access stays unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const exports = parse(await conversation.ask(EXPORT, isAnswered));
    if (exports === undefined) return undefined;
    // The list is given to everybody; who may mount is told by the exports.
    return { product: null, version: null, confidence: 10, access: 'unknown', details: exportDetails(exports) };
  },
};
