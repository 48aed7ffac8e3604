import { printable } from '../../model/printable.ts';
import type { Access } from '../../model/service.ts';
import type { Answer, Check } from '../check.ts';
import type { Conversation } from '../conversation.ts';
import { decodeMsgpack, type MsgpackValue } from '../msgpack.ts';
import type { Question } from '../question.ts';

/** What a server says by itself: which protocol it speaks on this port, and in which version. */
export interface TarantoolGreeting {
  readonly version: string;
  readonly protocol: 'binary' | 'console';
}

const GREETING = 128;

/** Tarantool documentation, "Greeting message": two lines of 64 bytes, of which the first begins with the product. */
export function parse(bytes: Buffer): TarantoolGreeting | undefined {
  const match = /^Tarantool (\d[\w.+-]{0,40}) \((Binary|Lua console)\)[^\n]{0,63}\n/.exec(
    bytes.toString('latin1', 0, 64),
  );
  if (match?.[1] === undefined) return undefined;
  return { version: match[1], protocol: match[2] === 'Binary' ? 'binary' : 'console' };
}

/** An answer of the binary protocol: no code, and rows; or an error's code. */
export interface TarantoolAnswer {
  readonly code: number;
  readonly rows: readonly (readonly MsgpackValue[])[];
}

// Keys of the binary protocol.
const REQUEST_TYPE = 0x00;
const DATA = 0x30;
const ERROR = 0x8000;

/** "Binary protocol": the length as MP_UINT, a header map, a body map. */
export function parseAnswer(bytes: Buffer): TarantoolAnswer | undefined {
  if (bytes.length < 5 || bytes[0] !== 0xce) return undefined;
  const length = bytes.readUInt32BE(1);
  if (length < 2 || length > 32_768 || bytes.length < 5 + length) return undefined;
  const [header, body] = decodeMsgpack(bytes.subarray(5, 5 + length)) ?? [];
  if (!(header instanceof Map) || !(body instanceof Map)) return undefined;
  const type: unknown = header.get(REQUEST_TYPE);
  if (typeof type !== 'number' || (type !== 0 && (type < ERROR || type > 0xffff))) return undefined;
  const data: unknown = body.get(DATA);
  return {
    code: type === 0 ? 0 : type - ERROR,
    rows: Array.isArray(data) ? data.filter((row) => Array.isArray(row)) : [],
  };
}

/** IPROTO_SELECT: space, index 0, limit, offset 0, iterator, key; each number as short as it can be. */
function buildSelect(name: string, tail: string): Question {
  const packet = Buffer.from(`8200010101${tail}`, 'hex');
  return { name, bytes: Buffer.concat([Buffer.from([0xce, 0, 0, 0, packet.length]), packet]) };
}

/** Of the view `_vspace` (281), the first row from 512 on, where the users' own spaces begin: it shows those that the asker has a right to. */
const SPACES = buildSelect('one space that guests see', '8610cd011911001201130014052091cd0200');
/** Of the view `_vpriv` (313), the rights of user 0, which is `guest`: whoever does not log in. */
const RIGHTS = buildSelect('rights of guests', '8610cd01391100126413001400209100');

/** Says which version runs; a console evaluates what it is sent, and this is a constant. */
const CONSOLE_VERSION: Question = { name: 'version constant', bytes: Buffer.from('_TARANTOOL\n') };

export const tarantool: Check = {
  name: 'tarantool',
  ports: [3301],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'server',
  sends: [SPACES, RIGHTS, CONSOLE_VERSION],
  source: 'Tarantool documentation: Binary protocol, System space views, Access control',
  reading:
    "The greeting names version and protocol. A guest who sees a user's space or may do everything, or a console that evaluates a constant, means that no credentials are needed; a guest with nothing but the public role, or without a right to ask, that they are. Other rights leave access unknown.",
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const greeting = parse(await conversation.listen((bytes) => bytes.length >= GREETING));
    if (greeting === undefined) return undefined;
    const access = greeting.protocol === 'binary' ? await askGuest(conversation) : await askConsole(conversation);
    return answerOf(greeting, access);
  },
};

function answerOf({ version, protocol }: TarantoolGreeting, access: Access): Answer {
  return {
    product: 'Tarantool',
    version: printable(version, 80),
    confidence: access === 'unknown' ? 8 : 10,
    access,
    details: { 'tarantool.protocol': protocol },
  };
}

async function askGuest(conversation: Conversation): Promise<Access> {
  const spaces = await conversation.askFor(SPACES, parseAnswer);
  if (spaces !== undefined && spaces.rows.length > 0) return 'none-required';
  const rights = await conversation.askFor(RIGHTS, parseAnswer);
  return rights === undefined ? 'unknown' : accessOf(rights);
}

const READ_WRITE_EXECUTE = 0x7;
/** Ids of the roles that everybody has, that may copy everything, and that may do everything. */
const PUBLIC = 2;
const POWERFUL_ROLES: ReadonlySet<MsgpackValue> = new Set([3, 31]);
const ACCESS_DENIED = 42;

/** Rows of `_vpriv` are grantor, grantee, object type, object id, rights. A guest who has nothing but the public role must log in. */
function accessOf({ code, rows }: TarantoolAnswer): Access {
  if (code !== 0) return code === ACCESS_DENIED ? 'required' : 'unknown';
  let access: Access = rows.length === 0 ? 'unknown' : 'required';
  for (const [, , type, id, rights] of rows) {
    const isUsable = typeof rights === 'number' && (rights & READ_WRITE_EXECUTE) !== 0;
    if (!isUsable || (type === 'role' && id === PUBLIC)) continue;
    if (type === 'universe' || (type === 'role' && id !== undefined && POWERFUL_ROLES.has(id))) return 'none-required';
    access = 'unknown';
  }
  return access;
}

/** The answer is YAML: `---`, the text in a list, `...`. Who gets one may run any code. */
async function askConsole(conversation: Conversation): Promise<Access> {
  const answer = await conversation.ask(CONSOLE_VERSION, (bytes) => bytes.includes('\n...\n'));
  return /^---\n- '?\d+\.\d+[^\n]{0,80}\n\.\.\.\n$/.test(answer.toString('latin1', 0, 256))
    ? 'none-required'
    : 'unknown';
}
