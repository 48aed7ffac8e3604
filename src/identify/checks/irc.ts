import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** A server's reply to CAP LS: `:server CAP * LS [*] :capabilities`. */
export function parse(bytes: Buffer): boolean {
  return /(?:^|\n):[^\s:]{1,128} CAP \S{1,64} LS (?:\* )?:?[^\r\n]*\r?\n/.test(bytes.toString('latin1', 0, 4096));
}

/** What servers say by themselves, or to a language that they do not know (RFC 1459 sections 2.3, 4.1). */
export function parseGreeting(bytes: Buffer): boolean {
  const text = bytes.toString('latin1', 0, 512);
  return (
    /^:[^\s:]{1,128} (?:NOTICE (?:AUTH|\*) :\*\*\* |(?:451|421) \S{1,64} [^\r\n]*:)/.test(text) ||
    text.startsWith('NOTICE AUTH :*** ') ||
    /^ERROR :(?:"?Oops, HTTP request received|Closing Link: )/.test(text)
  );
}

/** Asks before anybody has a name, so that nobody appears on the network. */
const CAP: Question = { name: 'CAP LS', bytes: Buffer.from('CAP LS 302\r\n') };
const QUIT: Question = { name: 'QUIT', bytes: Buffer.from('QUIT\r\n') };

export const irc: Check = {
  name: 'irc',
  ports: [6660, 6661, 6662, 6663, 6664, 6665, 6666, 6667, 6668, 6669, 6697],
  likelihood: 'betrayed',
  effect: 'none',
  speaksFirst: 'client',
  sends: [CAP, QUIT],
  source: 'RFC 1459, RFC 2812; IRCv3 capability negotiation',
  reading:
    'The answer to CAP LS, or a notice or error that only a server writes, proves IRC. Whom it lets in is told only to those who give a name, which is not done, so that access stays unknown.',
  recognizes: parseGreeting,
  async run(conversation) {
    const reply = await conversation.ask(
      CAP,
      (bytes) => parse(bytes) || /(?:^|\n):\S{1,128} 4\d\d /.test(bytes.toString('latin1', 0, 4096)),
    );
    conversation.sayGoodbye(QUIT);
    if (parse(reply)) return { product: null, version: null, confidence: 10, access: 'unknown', details: {} };
    // Servers of old do not know CAP.
    return parseGreeting(reply)
      ? { product: null, version: null, confidence: 8, access: 'unknown', details: {} }
      : undefined;
  },
};
