import { randomInt } from 'node:crypto';
import type { DatagramCheck } from '../datagram-check.ts';

const REPLY = 1;
/** Programs that say what a host does (the IANA list of ONC RPC program numbers); the others keep their number. */
const NAMES: ReadonlyMap<number, string> = new Map([
  [100_000, 'portmapper'],
  [100_003, 'nfs'],
  [100_004, 'ypserv'],
  [100_005, 'mountd'],
  [100_007, 'ypbind'],
  [100_011, 'rquotad'],
  [100_021, 'nlockmgr'],
  [100_024, 'status'],
  [100_227, 'nfs_acl'],
]);
/** Entries of the list that are read. */
const MOST_ENTRIES = 256;

export interface RpcReply {
  readonly xid: number;
  /** Whether the call was accepted and executed. */
  readonly success: boolean;
  /** Names or numbers of the registered programs, each once; empty when the call was refused. */
  readonly programs: readonly string[];
}

/** A reply to PMAPPROC_DUMP: RFC 5531, section 9, and the list of RFC 1833, section 3.2. */
export function parseRpcReply(bytes: Buffer): RpcReply | undefined {
  if (bytes.length < 20 || bytes.readUInt32BE(4) !== REPLY) return undefined;
  const xid = bytes.readUInt32BE(0);
  const stat = bytes.readUInt32BE(8);
  // MSG_DENIED with RPC_MISMATCH or AUTH_ERROR.
  if (stat === 1) return bytes.readUInt32BE(12) <= 1 ? { xid, success: false, programs: [] } : undefined;
  if (stat !== 0 || bytes.length < 24) return undefined;
  const verifier = bytes.readUInt32BE(16);
  const statusAt = 20 + Math.ceil(verifier / 4) * 4;
  if (verifier > 400 || statusAt + 4 > bytes.length) return undefined;
  const status = bytes.readUInt32BE(statusAt);
  if (status !== 0) return status <= 5 ? { xid, success: false, programs: [] } : undefined;
  const programs = new Set<string>();
  let at = statusAt + 4;
  for (let entry = 0; entry < MOST_ENTRIES && at + 24 <= bytes.length && bytes.readUInt32BE(at) === 1; entry++) {
    const program = bytes.readUInt32BE(at + 4);
    programs.add(NAMES.get(program) ?? String(program));
    at += 20;
  }
  return { xid, success: true, programs: [...programs] };
}

export const rpcbind: DatagramCheck = {
  name: 'rpcbind',
  ports: [111],
  effect: 'none',
  source: 'RFC 5531 and RFC 1833, program 100000 version 2 procedure 4 (DUMP)',
  reading:
    'A reply with our number proves the port mapper. The list of programs means that no credentials are needed; a refusal leaves access unknown.',
  answersFrom: 'asked-port',
  questions() {
    const xid = randomInt(1, 2 ** 31);
    const call = Buffer.alloc(40);
    // CALL, RPC version 2, portmapper, version 2, DUMP; no credentials and no verifier.
    for (const [word, value] of [xid, 0, 2, 100_000, 2, 4].entries()) call.writeUInt32BE(value, word * 4);
    return [
      {
        name: 'PMAPPROC_DUMP',
        bytes: call,
        read(bytes) {
          const reply = parseRpcReply(bytes);
          if (reply?.xid !== xid) return undefined;
          // A refusal gives nothing away but itself.
          if (!reply.success) return {};
          return { access: 'none-required', details: { 'rpcbind.programs': reply.programs } };
        },
      },
    ];
  },
};
