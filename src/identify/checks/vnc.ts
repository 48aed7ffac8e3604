import type { Access } from '../../model/service.ts';
import type { Answer, Check } from '../check.ts';
import type { Question } from '../question.ts';
import type { Conversation } from '../conversation.ts';
import { hasLine } from '../line-end.ts';

/** Version of the RFB protocol that a server greets with. */
export interface RfbVersion {
  readonly major: number;
  readonly minor: number;
}

/** RFC 6143 section 7.1.1: twelve bytes, `RFB 003.008\n`. */
export function parse(bytes: Buffer): RfbVersion | undefined {
  const match = /^RFB (\d{3})\.(\d{3})\n/.exec(bytes.toString('latin1', 0, 12));
  return match === null ? undefined : { major: Number(match[1]), minor: Number(match[2]) };
}

/** RFC 6143 section 7.1.2, 3.7 and later: a count and that many types; no types means a refusal. `undefined` while incomplete. */
export function parseTypes(bytes: Buffer): readonly number[] | undefined {
  const count = bytes[0];
  return count === undefined || bytes.length < 1 + count ? undefined : [...bytes.subarray(1, 1 + count)];
}

/** Version 3.3: the server decides, one 32-bit type; 0 means a refusal. */
export function parseDecidedType(bytes: Buffer): readonly number[] | undefined {
  if (bytes.length < 4) return undefined;
  const type = bytes.readUInt32BE(0);
  return type === 0 ? [] : [type];
}

/** VeNCrypt 0.2 after the version was agreed: acknowledgement 0, a count, and that many 32-bit subtypes. */
export function parseSubtypes(bytes: Buffer): readonly number[] | undefined {
  const count = bytes[1];
  if (count === undefined || bytes[0] !== 0 || bytes.length < 2 + 4 * count) return undefined;
  return Array.from({ length: count }, (_, index) => bytes.readUInt32BE(2 + 4 * index));
}

const NONE = 1;
const VENCRYPT = 19;
// IANA "Remote Framebuffer Security Types".
const TYPE_NAMES: Readonly<Record<number, string>> = {
  1: 'none',
  2: 'vnc-auth',
  5: 'ra2',
  6: 'ra2ne',
  13: 'ra2-256',
  16: 'tight',
  17: 'ultra',
  18: 'tls',
  19: 'vencrypt',
  20: 'sasl',
  21: 'md5',
  22: 'xvp',
  30: 'apple-dh',
};
/** Types that always end in a password or an account; the others may contain "none" themselves. */
const ASKS_CREDENTIALS: ReadonlySet<number> = new Set([2, 5, 6, 13, 21, 22, 30]);
/** VeNCrypt subtypes without a password: TLSNone, X509None. And those with one: Plain, TLSVnc, TLSPlain, X509Vnc, X509Plain. */
const SUBTYPES_NONE: ReadonlySet<number> = new Set([257, 260]);
const SUBTYPES_CREDENTIALS: ReadonlySet<number> = new Set([256, 258, 259, 261, 262]);

const versionText = (minor: number): Question => ({
  name: `ProtocolVersion 3.${minor}`,
  bytes: Buffer.from(`RFB 003.00${minor}\n`),
});
const PICK_VENCRYPT: Question = { name: 'choose VeNCrypt', bytes: Buffer.of(VENCRYPT) };
const VENCRYPT_VERSION: Question = { name: 'VeNCrypt 0.2', bytes: Buffer.of(0, 2) };

export const vnc: Check = {
  name: 'vnc',
  ports: [5900, 5901, 5902, 5903, 5904, 5905, 5906, 5907, 5908, 5909, 5910],
  likelihood: 'occasional',
  effect: 'none',
  speaksFirst: 'server',
  sends: [versionText(8), versionText(7), versionText(3), PICK_VENCRYPT, VENCRYPT_VERSION],
  source: 'RFC 6143, IANA RFB security types, VeNCrypt in the community RFB specification',
  reading:
    'The security type None means that no credentials are needed; they are where every type ends in a password or an account. Other types, which may contain None themselves, and a refusal leave access unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const version = parse(await conversation.listen(hasLine));
    if (version === undefined) return undefined;
    // Everything after 3.8 (Apple's 3.889, RealVNC's 4 and 5) understands 3.8; everything before 3.7 is 3.3.
    const minor = version.major > 3 || version.minor >= 8 ? 8 : version.minor === 7 ? 7 : 3;
    const read = minor === 3 ? parseDecidedType : parseTypes;
    const types = read(await conversation.ask(versionText(minor), (bytes) => read(bytes) !== undefined));
    return answerOf(types, await accessOf(conversation, types));
  },
};

function answerOf(types: readonly number[] | undefined, access: Access): Answer {
  const known = types !== undefined && types.length > 0;
  return {
    product: null,
    version: null,
    confidence: known ? 10 : 8,
    access,
    details: known ? { 'vnc.security': types.map((type) => TYPE_NAMES[type] ?? `type-${type}`) } : {},
  };
}

/** A refusal ("Too many security failures") passes by itself and is no access list: unknown. No type but VeNCrypt is ever chosen. */
async function accessOf(conversation: Conversation, types: readonly number[] | undefined): Promise<Access> {
  if (types === undefined || types.length === 0) return 'unknown';
  if (types.includes(NONE)) return 'none-required';
  const subtypes = types.includes(VENCRYPT) ? await askSubtypes(conversation) : [];
  if (subtypes.some((subtype) => SUBTYPES_NONE.has(subtype))) return 'none-required';
  const othersAsk = types.every((type) => type === VENCRYPT || ASKS_CREDENTIALS.has(type));
  const subtypesAsk = !types.includes(VENCRYPT) || subtypes.length > 0;
  return othersAsk && subtypesAsk && subtypes.every((subtype) => SUBTYPES_CREDENTIALS.has(subtype))
    ? 'required'
    : 'unknown';
}

/** The subtypes are told only after VeNCrypt was chosen; nothing of them is. */
async function askSubtypes(conversation: Conversation): Promise<readonly number[]> {
  const version = await conversation.ask(PICK_VENCRYPT, (bytes) => bytes.length >= 2);
  if (version.length < 2 || version.readUInt16BE(0) < 2) return [];
  const reply = await conversation.ask(VENCRYPT_VERSION, (bytes) => parseSubtypes(bytes) !== undefined);
  return parseSubtypes(reply) ?? [];
}
