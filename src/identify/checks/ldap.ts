import { BER, element, integer, readElement, readElements, readInteger, type BerElement } from '../ber.ts';
import type { Facts } from '../../model/facts.ts';
import type { Access } from '../../model/service.ts';
import { printable } from '../../model/printable.ts';
import type { Answer, Check } from '../check.ts';
import type { Conversation } from '../conversation.ts';
import type { Question } from '../question.ts';

// RFC 4511 section 4.2 to 4.12: tags of what is asked and answered.
const BIND_RESPONSE = 0x61;
export const ENTRY = 0x64;
export const SEARCH_DONE = 0x65;
const EXTENDED_RESPONSE = 0x78;

/** One message of a server: an entry that was found, or the result of an operation. */
export interface LdapMessage {
  readonly id: number;
  readonly tag: number;
  readonly body: Buffer;
  /** RFC 4511 section 4.1.9, and the diagnostic message; `undefined` for entries. */
  readonly result: { readonly code: number; readonly text: string } | undefined;
}

/** The messages that have arrived (RFC 4511 section 4.1.1), up to the first thing that is none. */
export function parse(bytes: Buffer): readonly LdapMessage[] {
  const messages: LdapMessage[] = [];
  for (const outer of readElements(bytes)) {
    const message = outer.tag === BER.sequence ? messageIn(outer.contents) : undefined;
    if (message === undefined) return messages;
    messages.push(message);
  }
  return messages;
}

function messageIn(contents: Buffer): LdapMessage | undefined {
  const number = readElement(contents);
  const id = readInteger(number);
  const operation = number === undefined ? undefined : readElement(contents, number.end);
  if (id === undefined || id < 0 || operation === undefined) return undefined;
  const { tag, contents: body } = operation;
  if (tag === ENTRY) return readElement(body)?.tag === BER.octets ? { id, tag, body, result: undefined } : undefined;
  if (tag !== BIND_RESPONSE && tag !== SEARCH_DONE && tag !== EXTENDED_RESPONSE) return undefined;
  const [code, matched, text] = readElements(body);
  const value = code?.tag === BER.enumerated ? readInteger(code) : undefined;
  if (value === undefined || matched?.tag !== BER.octets || text?.tag !== BER.octets) return undefined;
  return { id, tag, body, result: { code: value, text: text.contents.toString('utf8') } };
}

/** The attributes of an entry (RFC 4511 section 4.5.2) by their names in lower case. */
export function parseEntry(body: Buffer): ReadonlyMap<string, readonly string[]> {
  const attributes = new Map<string, readonly string[]>();
  for (const attribute of readElements(readElements(body)[1]?.contents ?? Buffer.alloc(0))) {
    const [type, values] = readElements(attribute.contents);
    const texts = readElements(values?.contents ?? Buffer.alloc(0)).map(textOf);
    if (type !== undefined) attributes.set(textOf(type).toLowerCase(), texts);
  }
  return attributes;
}

function textOf({ contents }: BerElement): string {
  return contents.toString('utf8');
}

function request(id: number, name: string, operation: Buffer, pattern?: RegExp): Question {
  const bytes = element(BER.sequence, integer(id), operation);
  return pattern === undefined ? { name, bytes } : { name, bytes, pattern };
}

/** RFC 4511 section 4.5.1: this object only, no aliases, at most one entry and five seconds, whatever it is; these attributes. */
export function search(base: string, attributes: readonly string[]): Buffer {
  const limits = Buffer.from('0a01000a0100020101020105010100', 'hex');
  const names = attributes.map((name) => element(BER.octets, name));
  return element(
    0x63,
    element(BER.octets, base),
    limits,
    element(0x87, 'objectClass'),
    element(BER.sequence, ...names),
  );
}

/** RFC 4513 section 5.1.1: no name and no password. */
const BIND = request(1, 'anonymous bind', element(0x60, integer(3), element(BER.octets), element(0x80)));

const ROOT_ATTRIBUTES = ['objectClass', 'namingContexts', 'defaultNamingContext', 'supportedExtension'];
ROOT_ATTRIBUTES.push('supportedCapabilities', 'vendorName', 'vendorVersion');
const READ_ROOT = request(2, 'read the root DSE', search('', ROOT_ATTRIBUTES));

/** No attributes (`1.1`, RFC 4511 section 4.5.1.8): that the entry is given at all is enough. */
export function buildRead(base: string): Question {
  const pattern = /^0[^]{1,3}\x02\x01\x03c[^]{5,400}\x87\x0bobjectClass0\x05\x04\x031\.1$/;
  return request(3, 'read a naming context, without attributes', search(base, ['1.1']), pattern);
}

const START_TLS_OID = '1.3.6.1.4.1.1466.20037';
const START_TLS = request(4, 'StartTLS', element(0x77, element(0x80, START_TLS_OID)));
const UNBIND = request(5, 'unbind', element(0x42));

export const ldap: Check = {
  name: 'ldap',
  ports: [389, 636, 3268, 3269],
  likelihood: 'occasional',
  effect: 'session',
  speaksFirst: 'client',
  sends: [BIND, READ_ROOT, buildRead('dc=example'), START_TLS, UNBIND],
  source: 'RFC 4511, RFC 4512 section 5.1 (root DSE), RFC 4513',
  reading:
    'An answer to the anonymous bind proves LDAP. A naming context that is given to a stranger means that no credentials are needed; a denial, or one that the server names and then hides, that they are. The root DSE is for everybody, so that it alone leaves access unknown.',
  recognizes: (bytes) => parse(bytes)[0] !== undefined,
  async beginTls(conversation) {
    return resultOf(await ask(conversation, START_TLS, 4), EXTENDED_RESPONSE)?.code === 0;
  },
  async run(conversation) {
    const plain = await askDirectory(conversation);
    if (plain === undefined) return undefined;
    const offered = await offerTls(conversation, plain);
    const wantsTls = plain.codes.includes(CONFIDENTIALITY_REQUIRED);
    const isSecured = offered === true && conversation.tls !== undefined;
    const said = (isSecured && wantsTls ? await askDirectory(conversation) : undefined) ?? plain;
    conversation.sayGoodbye(UNBIND);
    return {
      ...productOf(said.root),
      confidence: 10,
      access: accessOf(said),
      details: {
        ...anonymousBindOf(said.codes[0]),
        ...(offered === undefined ? {} : { 'ldap.tls': wantsTls ? 'required' : offered ? 'optional' : 'unsupported' }),
      },
    };
  },
};

/** What was found out about a directory: whether an entry was given, and every result. */
interface Directory {
  readonly root: ReadonlyMap<string, readonly string[]>;
  readonly entryGiven: boolean;
  readonly codes: readonly number[];
}

const OPERATIONS_ERROR = 1;
const CONFIDENTIALITY_REQUIRED = 13;
/** strongerAuthRequired, noSuchObject, inappropriateAuthentication, insufficientAccessRights. */
const DENIALS: ReadonlySet<number> = new Set([8, 32, 48, 50]);
const MOST_CONTEXTS = 3;
const LONGEST_NAME = 250;

/** A refused bind leaves the session anonymous, and does not keep every server from answering: the questions are asked all the same. */
async function askDirectory(conversation: Conversation): Promise<Directory | undefined> {
  const bind = resultOf(await ask(conversation, BIND, 1), BIND_RESPONSE);
  if (bind === undefined) return undefined;
  const codes = [bind.code];
  const reply = await ask(conversation, READ_ROOT, 2);
  const root = parseEntry(reply.find(({ tag }) => tag === ENTRY)?.body ?? Buffer.alloc(0));
  codes.push(...codesOf(reply));
  // The root DSE is meant for everybody; what lies below the contexts that it names is not.
  const names = new Set([...(root.get('defaultnamingcontext') ?? []), ...(root.get('namingcontexts') ?? [])]);
  const contexts = [...names].filter((name) => name !== '' && Buffer.byteLength(name) <= LONGEST_NAME);
  for (const context of contexts.slice(0, MOST_CONTEXTS)) {
    const read = await ask(conversation, buildRead(context), 3);
    if (read.some(({ tag }) => tag === ENTRY)) return { root, codes, entryGiven: true };
    codes.push(...codesOf(read));
  }
  return { root, codes, entryGiven: false };
}

/** The operationsError of Active Directory, and of Samba in its place, names what is missing; any other one is a server in trouble. */
function codesOf(reply: readonly LdapMessage[]): readonly number[] {
  const result = resultOf(reply, SEARCH_DONE);
  if (result === undefined) return [];
  return [result.code === OPERATIONS_ERROR && /\bbind\b|authenticat/i.test(result.text) ? 8 : result.code];
}

function resultOf(reply: readonly LdapMessage[], wanted: number): LdapMessage['result'] {
  return reply.find(({ tag }) => tag === wanted)?.result;
}

/** A context that the server names itself and then knows nothing of is hidden from strangers. */
function accessOf({ entryGiven, codes }: Directory): Access {
  if (entryGiven) return 'none-required';
  return codes.some((code) => DENIALS.has(code)) ? 'required' : 'unknown';
}

async function ask(conversation: Conversation, question: Question, id: number): Promise<readonly LdapMessage[]> {
  const isOver = (bytes: Buffer): boolean => parse(bytes).some((message) => message.id === id && message.tag !== ENTRY);
  return parse(await conversation.ask(question, isOver)).filter((message) => message.id === id);
}

/** RFC 4511 section 4.14, asked last, so that everything before shows what is said without TLS. `undefined` inside TLS. */
async function offerTls(conversation: Conversation, { root }: Directory): Promise<boolean | undefined> {
  if (conversation.tls !== undefined) return undefined;
  // Samba lists no extensions at all.
  if (root.get('supportedextension')?.includes(START_TLS_OID) === false) return false;
  const result = resultOf(await ask(conversation, START_TLS, 4), EXTENDED_RESPONSE);
  if (result?.code !== 0) return false;
  await conversation.startTls();
  return true;
}

/** success; strongerAuthRequired, inappropriateAuthentication, unwillingToPerform. Whoever is busy or wants TLS first tells nothing. */
function anonymousBindOf(code: number | undefined): Facts {
  if (code === 0) return { 'ldap.anonymous_bind': true };
  return code === 8 || code === 48 || code === 53 ? { 'ldap.anonymous_bind': false } : {};
}

/** RFC 3045 for those who say it; OpenLDAP's class of the root DSE, and Active Directory's capability ([MS-ADTS] 3.1.1.3.4.3.1). */
function productOf(root: Directory['root']): Pick<Answer, 'product' | 'version'> {
  const vendor = root.get('vendorname')?.[0];
  const version = root.get('vendorversion')?.[0];
  if (vendor !== undefined)
    return { product: printable(vendor, 80), version: version === undefined ? null : printable(version, 80) };
  if (root.get('objectclass')?.includes('OpenLDAProotDSE') === true) return { product: 'OpenLDAP', version: null };
  const isActiveDirectory = root.get('supportedcapabilities')?.includes('1.2.840.113556.1.4.800') === true;
  return { product: isActiveDirectory ? 'Active Directory' : null, version: null };
}
