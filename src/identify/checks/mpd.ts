import type { Access } from '../../model/service.ts';
import { printable } from '../../model/printable.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** MPD protocol, "Responses": `OK MPD version` greets. */
export function parse(bytes: Buffer): { readonly version: string } | undefined {
  const version = /^OK MPD (\d[\w.]{0,40})\n/.exec(bytes.toString('latin1', 0, 64))?.[1];
  return version === undefined ? undefined : { version };
}

/** The end of a response: `OK`, or `ACK [error@command] {command} text`; error 4 is a missing permission. */
export function parseEnd(bytes: Buffer): 'ok' | 'denied' | 'error' | undefined {
  const text = bytes.toString('latin1');
  const code = /^ACK \[(\d{1,3})@\d{1,5}\] /.exec(text)?.[1];
  if (code !== undefined) return code === '4' ? 'denied' : 'error';
  return /(?:^|\n)OK\n$/.test(text) ? 'ok' : undefined;
}

const STATUS: Question = { name: 'status', bytes: Buffer.from('status\n') };
const CLOSE: Question = { name: 'close', bytes: Buffer.from('close\n') };

const ACCESS = { ok: 'none-required', denied: 'required', error: 'unknown' } as const satisfies Record<string, Access>;

export const mpd: Check = {
  name: 'mpd',
  ports: [6600],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'server',
  sends: [STATUS, CLOSE],
  source: 'Music Player Daemon protocol',
  reading:
    'The greeting proves MPD. An answered status means that no credentials are needed, error 4 (permission) that they are; any other error leaves access unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const greeting = await conversation.listenFor(parse);
    if (greeting === undefined) return undefined;
    const end = await conversation.askFor(STATUS, parseEnd);
    conversation.sayGoodbye(CLOSE);
    // The version is the protocol's.
    const version = printable(greeting.version, 80);
    return {
      product: 'MPD',
      version,
      confidence: 10,
      access: end === undefined ? 'unknown' : ACCESS[end],
      details: {},
    };
  },
};
