import { printable } from '../../model/printable.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** The answer to a T3 greeting: HELO with the server's version, or a filter's refusal. */
export type T3Reply = { readonly version: string } | { readonly version: null };

/** WebLogic's T3: `HELO:version.flag`, lines of parameters, an empty line; a connection filter refuses in words. */
export function parse(bytes: Buffer): T3Reply | undefined {
  const text = bytes.toString('latin1', 0, 1024);
  const version = /^HELO:(\d{1,3}(?:\.\d{1,6}){2,5})\.(?:true|false)\n(?:[A-Z]{2,8}:[^\n]{0,80}\n){1,20}\n/.exec(
    text,
  )?.[1];
  if (version !== undefined) return { version: printable(version, 40) };
  return /Connection rejected, filter blocked Socket, weblogic\.security\.net\.FilterException/.test(text)
    ? { version: null }
    : undefined;
}

const HELLO: Question = { name: 't3', bytes: Buffer.from('t3 12.2.1\nAS:255\nHL:19\nMS:10000000\n\n') };

export const weblogic: Check = {
  name: 'weblogic',
  ports: [7001, 7002],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'client',
  sends: [HELLO],
  source: 'Oracle Fusion Middleware: WebLogic T3 (connection filters, NetworkChannels); bytes of public T3 clients',
  reading:
    "HELO with a version proves WebLogic's T3; credentials are asked for later, which is not tried, so that access stays unknown. A connection filter's rejection means that this source is refused.",
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const reply = await conversation.askFor(HELLO, parse);
    if (reply === undefined) return undefined;
    const access = reply.version === null ? 'refused-by-acl' : 'unknown';
    return { product: 'WebLogic', version: reply.version, confidence: 10, access, details: {} };
  },
};
