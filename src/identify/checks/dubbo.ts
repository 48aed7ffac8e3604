import type { Check } from '../check.ts';
import type { Question } from '../question.ts';
import type { Conversation } from '../conversation.ts';

const ID = Buffer.from('706f727472656576', 'hex');

/** A response to a heartbeat: magic dabb, event without the request bit, status 20 (OK), our id, and a body that is there. */
export function parse(bytes: Buffer): boolean {
  if (bytes.length < 17 || bytes.readUInt16BE(0) !== 0xdabb) return false;
  const flags = bytes[2] ?? 0;
  const isReply = (flags & 0x80) === 0 && (flags & 0x20) !== 0 && bytes[3] === 20;
  return isReply && bytes.subarray(4, 12).equals(ID) && bytes.readUInt32BE(12) <= 16;
}

/** The prompt of the telnet console, which Dubbo before 3 has on the same port. */
export function parsePrompt(bytes: Buffer): boolean {
  return /(?:^|\n)dubbo>\s?$/.test(bytes.toString('latin1', 0, 4096));
}

/** Request, two ways, event; Hessian 2 (serialization 2), whose `N` is null. */
const HEARTBEAT: Question = {
  name: 'heartbeat',
  bytes: Buffer.concat([Buffer.from('dabbe200', 'hex'), ID, Buffer.from('000000014e', 'hex')]),
};
const ENTER: Question = { name: 'an empty line', bytes: Buffer.from('\r\n') };

export const dubbo: Check = {
  name: 'dubbo',
  ports: [20880, 20881],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'client',
  sends: [HEARTBEAT, ENTER],
  source: 'Apache Dubbo: Dubbo protocol specification (header, heartbeat event); telnet command reference',
  reading:
    'The answer to a heartbeat proves Dubbo. Where its console shows a prompt, no credentials are needed; without one access stays unknown, because services may have an authentication of their own.',
  recognizes: parsePrompt,
  async run(conversation) {
    if (!parse(await conversation.ask(HEARTBEAT, (bytes) => bytes.length >= 17))) return undefined;
    // The console has no authentication; services behind the protocol may have their own.
    const access = (await hasConsole(conversation)) ? 'none-required' : 'unknown';
    return { product: 'Dubbo', version: null, confidence: 10, access, details: {} };
  },
};

async function hasConsole(conversation: Conversation): Promise<boolean> {
  await using fresh = await conversation.again();
  return fresh !== undefined && parsePrompt(await fresh.ask(ENTER, parsePrompt));
}
