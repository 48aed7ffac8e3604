import { randomInt } from 'node:crypto';
import { dumpCall, parseMappings, programsOf } from '../../checks/rpcbind.ts';
import { decodeMessage, encodeMessage } from '../../onc-rpc.ts';
import type { DatagramCheck } from '../datagram-check.ts';

export interface DumpReply {
  readonly xid: number;
  /** Names or numbers of the registered programs, each once; `undefined` when the call was refused. */
  readonly programs: readonly string[] | undefined;
}

/** A reply to PMAPPROC_DUMP. */
export function parseDumpReply(bytes: Buffer): DumpReply | undefined {
  const reply = decodeMessage(bytes);
  if (reply?.status !== 'success') return reply && { xid: reply.xid, programs: undefined };
  const mappings = parseMappings(reply.results);
  return mappings && { xid: reply.xid, programs: programsOf(mappings) };
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
    return [
      {
        name: 'PMAPPROC_DUMP',
        bytes: encodeMessage(dumpCall(xid)),
        read(bytes) {
          const reply = parseDumpReply(bytes);
          if (reply?.xid !== xid) return undefined;
          // A refusal gives nothing away but itself.
          if (reply.programs === undefined) return {};
          return { access: 'none-required', details: { 'rpcbind.programs': reply.programs } };
        },
      },
    ];
  },
};
