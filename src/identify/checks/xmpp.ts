import { printable } from '../../model/printable.ts';
import type { Answer, Check } from '../check.ts';
import type { Conversation } from '../conversation.ts';
import type { Question } from '../question.ts';

/** What a server offers after the stream header (RFC 6120 section 4.3). */
export interface XmppFeatures {
  readonly tls: 'required' | 'offered' | 'none';
  readonly mechanisms: readonly string[];
  /** The stream error, such as `host-unknown`. */
  readonly error: string | undefined;
}

const STREAM = 'http://etherx.jabber.org/streams';

/** A stream header of RFC 6120 section 4.7, with features or an error behind it. */
export function parse(bytes: Buffer): XmppFeatures | undefined {
  const text = bytes.toString('latin1', 0, 16_384);
  if (!isStream(text)) return undefined;
  const error = /<stream:error[^<>]*><([a-z-]{3,40})/.exec(text)?.[1];
  const features = between(text, '<stream:features', '</stream:features>');
  if (features === undefined && error === undefined && !text.includes('<stream:features/>')) return undefined;
  const starttls =
    between(features ?? '', '<starttls', '</starttls>') ?? (features?.includes('<starttls') === true ? '' : undefined);
  const offered = starttls?.includes('<required') === true ? 'required' : 'offered';
  const names = [...(features ?? '').matchAll(/<mechanism>([A-Z0-9_-]{1,32})<\/mechanism>/g)].map(
    (match) => match[1] ?? '',
  );
  return { tls: starttls === undefined ? 'none' : offered, mechanisms: names.slice(0, 16).sort(), error };
}

function isStream(text: string): boolean {
  return /^(?:<\?xml [^<>]{1,80}\?>\s{0,4})?<stream:stream /.test(text) && text.includes(STREAM);
}

function between(text: string, from: string, to: string): string | undefined {
  const start = text.indexOf(from);
  const end = start < 0 ? -1 : text.indexOf(to, start);
  return end < 0 ? undefined : text.slice(start, end);
}

function buildStream(host: string): Question {
  // Names of hosts need no escaping in XML; whatever else there may be is not a name that a server could have.
  const to = /^[\w.:-]{1,255}$/.test(host) ? host : 'localhost';
  return {
    name: 'stream',
    bytes: Buffer.from(
      `<?xml version='1.0'?><stream:stream to='${to}' version='1.0' xmlns='jabber:client' xmlns:stream='${STREAM}'>`,
    ),
    pattern:
      /^<\?xml version='1\.0'\?><stream:stream to='[\w.:-]{1,255}' version='1\.0' xmlns='jabber:client' xmlns:stream='http:\/\/etherx\.jabber\.org\/streams'>$/,
  };
}

const STARTTLS: Question = {
  name: 'starttls',
  bytes: Buffer.from(`<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>`),
};
const END: Question = { name: 'end of stream', bytes: Buffer.from('</stream:stream>') };

export const xmpp: Check = {
  name: 'xmpp',
  ports: [5222, 5223],
  likelihood: 'betrayed',
  effect: 'session',
  speaksFirst: 'client',
  sends: [buildStream('lab.example'), STARTTLS, END],
  source: 'RFC 6120 (XMPP core): streams, STARTTLS, SASL; RFC 4505 (ANONYMOUS)',
  reading:
    'A stream with features, or with an error, proves XMPP. Where mechanisms are offered and ANONYMOUS is not among them, credentials are required; otherwise access stays unknown, because only a login would tell what ANONYMOUS is good for.',
  recognizes: (bytes) => isStream(bytes.toString('latin1', 0, 1024)),
  async run(conversation) {
    const outside = await askFeatures(conversation);
    if (outside === undefined) return undefined;
    const inside = outside.tls === 'required' ? await askInside(conversation) : undefined;
    conversation.sayGoodbye(END);
    return answerOf(outside, inside?.mechanisms ?? outside.mechanisms);
  },
};

async function askFeatures(conversation: Conversation): Promise<XmppFeatures | undefined> {
  return conversation.askFor(buildStream(conversation.host), parse);
}

/** Servers that want TLS name their mechanisms inside only. */
async function askInside(conversation: Conversation): Promise<XmppFeatures | undefined> {
  const reply = await conversation.ask(STARTTLS, (bytes) => bytes.includes('>'));
  if (!reply.toString('latin1', 0, 64).startsWith('<proceed') || !(await conversation.startTls())) return undefined;
  return askFeatures(conversation);
}

/** ANONYMOUS may lead to nothing but the server itself: what it is good for only a login would tell. */
function answerOf(outside: XmppFeatures, mechanisms: readonly string[]): Answer {
  const isKnown = mechanisms.length > 0;
  return {
    product: null,
    version: null,
    confidence: 10,
    access: isKnown && !mechanisms.includes('ANONYMOUS') ? 'required' : 'unknown',
    details: {
      ...(outside.error === undefined ? { 'xmpp.tls': outside.tls } : {}),
      ...(isKnown ? { 'xmpp.mechanisms': mechanisms.map((name) => printable(name, 32)) } : {}),
    },
  };
}
