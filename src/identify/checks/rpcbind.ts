import type { Check } from '../check.ts';
import { decodeReply, encodeCall, XdrReader, type RpcCall } from '../onc-rpc.ts';
import type { Question } from '../question.ts';

/** A program that is registered, by number. */
export interface RpcMapping {
  readonly program: number;
  readonly port: number;
}

/** "PRDU": tells the answer from those to the other calls. */
const XID = 0x5052_4455;

const MAPPINGS_KEPT = 200;
const PROGRAMS_KEPT = 50;

/** The reply to the call below. */
export function parse(bytes: Buffer): readonly RpcMapping[] | undefined {
  const reply = decodeReply(bytes, XID);
  return reply?.status === 'success' ? parseMappings(reply.results) : undefined;
}

/** RFC 1833 section 3.2: a list of (program, version, protocol, port), each announced by a 1, ended by a 0. */
export function parseMappings(results: Buffer): readonly RpcMapping[] | undefined {
  const reader = new XdrReader(results);
  const mappings: RpcMapping[] = [];
  for (let next = reader.uint(); next !== 0; next = reader.uint()) {
    const [program, version, protocol, port] = [reader.uint(), reader.uint(), reader.uint(), reader.uint()];
    if (next !== 1 || program === undefined || version === undefined || protocol === undefined || port === undefined)
      return undefined;
    if (mappings.length < MAPPINGS_KEPT) mappings.push({ program, port });
  }
  return mappings;
}

/** Programs by their numbers, IANA "ONC RPC Program Numbers". */
const NAMES: Readonly<Record<number, string>> = {
  100000: 'rpcbind',
  100001: 'rstatd',
  100002: 'rusersd',
  100003: 'nfs',
  100004: 'ypserv',
  100005: 'mountd',
  100007: 'ypbind',
  100009: 'yppasswdd',
  100011: 'rquotad',
  100021: 'nlockmgr',
  100024: 'status',
  100227: 'nfs_acl',
  150001: 'pcnfsd',
};

/** Names of the registered programs, or their numbers, each once. */
export function programsOf(mappings: readonly RpcMapping[]): readonly string[] {
  return [...new Set(mappings.map(({ program }) => NAMES[program] ?? String(program)))].slice(0, PROGRAMS_KEPT);
}

/** Asks for the list of all that is registered. */
export function dumpCall(xid: number): RpcCall {
  return { xid, program: 100_000, version: 2, procedure: 4 };
}

const DUMP: Question = { name: 'portmap DUMP', bytes: encodeCall(dumpCall(XID)) };

export const rpcbind: Check = {
  name: 'rpcbind',
  ports: [111],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'client',
  sends: [DUMP],
  source: 'RFC 1833, RFC 5531',
  reading:
    'The list of programs proves the port mapper. The protocol has no authentication, and the list was given, so that no credentials are needed.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const bytes = await conversation.ask(DUMP, (heard) => decodeReply(heard, XID) !== undefined);
    const mappings = parse(bytes);
    if (mappings === undefined) return undefined;
    return {
      product: null,
      version: null,
      confidence: 10,
      // There is no authentication in this protocol, and the list was given.
      access: 'none-required',
      details: { 'rpcbind.programs': programsOf(mappings) },
    };
  },
};
