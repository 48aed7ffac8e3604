import { printable } from '../../model/printable.ts';
import type { Access } from '../../model/service.ts';
import { decodeBson, encodeBson, type BsonDocument } from '../bson.ts';
import type { Check } from '../check.ts';
import { complainsOfHttp } from '../complains-of-http.ts';
import type { Question } from '../question.ts';
import type { Conversation } from '../conversation.ts';

/** The fields of a command's reply that are read. */
export interface MongoReply {
  readonly ok: boolean;
  readonly code: number | undefined;
  readonly maxWireVersion: number | undefined;
  readonly version: string | undefined;
}

// MongoDB wire protocol: opcodes, and the bytes before the document in each kind of reply.
const OP_MSG = 2013;
const OP_QUERY = 2004;
const REPLY_HEADS: Readonly<Record<number, number>> = { [OP_MSG]: 16 + 4 + 1, 1: 16 + 20 };
const LARGEST_REPLY = 65_536;

/** A whole message: length, request id, response to, opcode; then flags, section kind 0 and one document (OP_MSG) or OP_REPLY's fields. */
export function parse(bytes: Buffer): MongoReply | undefined {
  if (bytes.length < 16) return undefined;
  const length = bytes.readInt32LE(0);
  const head = REPLY_HEADS[bytes.readInt32LE(12)];
  if (head === undefined || length < head + 5 || length > LARGEST_REPLY || bytes.length < length) return undefined;
  const documentLength = bytes.readInt32LE(head);
  if (documentLength < 5 || head + documentLength > length) return undefined;
  const fields = decodeBson(bytes.subarray(head, head + documentLength));
  const ok = fields?.get('ok');
  if (fields === undefined || (typeof ok !== 'number' && typeof ok !== 'boolean')) return undefined;
  const version = fields.get('version');
  return {
    ok: Number(ok) === 1,
    code: numberOf(fields.get('code')),
    maxWireVersion: numberOf(fields.get('maxWireVersion')),
    version: typeof version === 'string' ? printable(version, 80) : undefined,
  };
}

function numberOf(value: string | number | boolean | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** A command to the database `admin` as OP_MSG, or as OP_QUERY on `admin.$cmd` for servers before 3.6. */
export function buildCommand(command: BsonDocument, opcode: typeof OP_MSG | typeof OP_QUERY): Question {
  const name = `${Object.keys(command)[0] ?? ''}${opcode === OP_QUERY ? ' (OP_QUERY)' : ''}`;
  const body =
    opcode === OP_MSG
      ? Buffer.concat([Buffer.alloc(5), encodeBson({ ...command, $db: 'admin' })])
      : // Flags, collection, skip 0, return -1: one document and close the cursor.
        Buffer.concat([Buffer.from('\0\0\0\0admin.$cmd\0\0\0\0\0\xff\xff\xff\xff', 'latin1'), encodeBson(command)]);
  const head = Buffer.alloc(16);
  head.writeInt32LE(16 + body.length, 0);
  head.writeInt32LE(1, 4);
  head.writeInt32LE(opcode, 12);
  return { name, bytes: Buffer.concat([head, body]) };
}

// The filter matches no database, so that not one name is learned; the privilege is checked all the same.
const NO_DATABASE = { name: 'portreeve-no-such-database' };
const HELLO = buildCommand({ hello: 1 }, OP_MSG);
const OLD_HELLO = buildCommand({ isMaster: 1 }, OP_QUERY);
const BUILD_INFO = buildCommand({ buildInfo: 1 }, OP_MSG);
const OLD_BUILD_INFO = buildCommand({ buildInfo: 1 }, OP_QUERY);
const LIST = buildCommand({ listDatabases: 1, nameOnly: true, filter: NO_DATABASE }, OP_MSG);
/** Before 3.4 there is neither `filter` nor `nameOnly`: names are told, and only the verdict is kept. */
const OLD_LIST = buildCommand({ listDatabases: 1, nameOnly: true, filter: NO_DATABASE }, OP_QUERY);

interface Dialect {
  readonly hello: Question;
  readonly buildInfo: Question;
  readonly list: Question;
}

const CURRENT: Dialect = { hello: HELLO, buildInfo: BUILD_INFO, list: LIST };
const BEFORE_3_6: Dialect = { hello: OLD_HELLO, buildInfo: OLD_BUILD_INFO, list: OLD_LIST };

export const mongodb: Check = {
  name: 'mongodb',
  ports: [27017, 27018, 27019],
  likelihood: 'occasional',
  effect: 'none',
  speaksFirst: 'client',
  sends: [HELLO, BUILD_INFO, LIST, OLD_HELLO, OLD_BUILD_INFO, OLD_LIST],
  source: 'MongoDB manual: wire protocol, hello, buildInfo, listDatabases, error codes; BSON specification 1.1',
  reading:
    'A list of databases means that no credentials are needed, error 13 (Unauthorized) that they are; hello and buildInfo are answered to everybody and prove nothing, so that any other error leaves access unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined || complainsOfHttp(bytes) === 'mongodb',
  async run(conversation) {
    const hello = await conversation.askFor(HELLO, parse);
    if (hello !== undefined) return askDialect(conversation, CURRENT);
    // A server before 3.6 hangs up on OP_MSG; whoever answered with something else is none.
    if (conversation.firstHeard.length > 0) return undefined;
    await using second = await conversation.again();
    if (second === undefined || (await second.askFor(OLD_HELLO, parse)) === undefined) return undefined;
    return await askDialect(second, BEFORE_3_6);
  },
};

async function askDialect(conversation: Conversation, dialect: Dialect): ReturnType<Check['run']> {
  const build = await conversation.askFor(dialect.buildInfo, parse);
  const list = await conversation.askFor(dialect.list, parse);
  return {
    product: 'MongoDB',
    version: build?.version ?? null,
    confidence: 10,
    access: accessOf(list),
    details: {},
  };
}

/** Only a listing proves open access: hello and buildInfo answer everybody. Code 13 is Unauthorized. */
function accessOf(list: MongoReply | undefined): Access {
  if (list?.ok === true) return 'none-required';
  return list?.code === 13 ? 'required' : 'unknown';
}
