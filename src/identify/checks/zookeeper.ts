import { printable } from '../../model/printable.ts';
import type { Access } from '../../model/service.ts';
import type { Check } from '../check.ts';
import type { Conversation } from '../conversation.ts';
import type { Question } from '../question.ts';

/** What `srvr` says: the server's version and mode, or that the operator did not allow the word. */
export interface ZookeeperStatus {
  readonly version: string | null;
  readonly mode: string | null;
}

/** ZooKeeper Administrator's Guide, "The Four Letter Words". */
export function parse(bytes: Buffer): ZookeeperStatus | undefined {
  const text = bytes.toString('latin1', 0, 4096);
  if (
    /^(?:srvr is not executed because it is not in the whitelist\.|This ZooKeeper instance is not currently serving requests)/.test(
      text,
    )
  ) {
    return { version: null, mode: null };
  }
  const version = /^Zookeeper version: (\d[\w.]{0,40})/.exec(text)?.[1];
  if (version === undefined) return undefined;
  return { version, mode: /\nMode: ([a-z-]{1,20})\n/.exec(text)?.[1] ?? null };
}

/** ConnectResponse of zookeeper.jute: protocol 0, timeout, session, 16 bytes of password, and since 3.4 whether it is read-only. */
export function parseSession(bytes: Buffer): boolean {
  if (bytes.length < 40) return false;
  const length = bytes.readUInt32BE(0);
  return (length === 36 || length === 37) && bytes.readUInt32BE(4) === 0 && bytes.readUInt32BE(20) === 16;
}

/** ReplyHeader of zookeeper.jute: the xid of the question, a zxid, and the error code. */
export function parseReply(bytes: Buffer): { readonly xid: number; readonly error: number } | undefined {
  if (bytes.length < 20 || bytes.readUInt32BE(0) < 16) return undefined;
  return { xid: bytes.readInt32BE(4), error: bytes.readInt32BE(16) };
}

const SRVR: Question = { name: 'srvr', bytes: Buffer.from('srvr') };
const CONNECT: Question = {
  name: 'ConnectRequest',
  bytes: Buffer.from(`0000002d${'00'.repeat(12)}00002710${'00'.repeat(8)}00000010${'00'.repeat(16)}01`, 'hex'),
};
/** With xid 1 and no watch; needs the permission to read, as opposed to `exists`. */
const GET_CHILDREN: Question = {
  name: 'getChildren of /',
  bytes: Buffer.from('0000000e0000000100000008000000012f00', 'hex'),
};
const CLOSE: Question = { name: 'closeSession', bytes: Buffer.from('0000000800000002fffffff5', 'hex') };

/** KeeperException: OK, NoAuth, AuthFailed, SessionClosedRequireSaslAuth. */
const ACCESS_BY_ERROR: ReadonlyMap<number, Access> = new Map([
  [0, 'none-required'],
  [-102, 'required'],
  [-115, 'required'],
  [-124, 'required'],
]);

export const zookeeper: Check = {
  name: 'zookeeper',
  ports: [2181, 2182],
  likelihood: 'occasional',
  effect: 'session',
  speaksFirst: 'client',
  sends: [SRVR, CONNECT, GET_CHILDREN, CLOSE],
  source: "ZooKeeper Administrator's Guide (four letter words), zookeeper.jute, KeeperException codes",
  reading:
    'The answer to srvr proves ZooKeeper, even one that does not allow the word. The children of the root mean that no credentials are needed, NoAuth, AuthFailed and a demand for SASL that they are; any other answer leaves access unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const status = parse(
      await conversation.ask(
        SRVR,
        (bytes) => parse(bytes)?.version === null || /\nNode count: \d+\n/.test(bytes.toString('latin1', 0, 4096)),
      ),
    );
    if (status === undefined) return undefined;
    await using session = await conversation.again();
    return {
      product: 'ZooKeeper',
      version: status.version,
      confidence: 10,
      access: session === undefined ? 'unknown' : await askForData(session),
      details: status.mode === null ? {} : { 'zookeeper.mode': printable(status.mode, 20) },
    };
  },
};

async function askForData(conversation: Conversation): Promise<Access> {
  if (!parseSession(await conversation.ask(CONNECT, parseSession))) return 'unknown';
  const reply = await conversation.askFor(GET_CHILDREN, parseReply);
  conversation.sayGoodbye(CLOSE);
  return (reply?.xid === 1 ? ACCESS_BY_ERROR.get(reply.error) : undefined) ?? 'unknown';
}
