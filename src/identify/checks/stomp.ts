import { printable } from '../../model/printable.ts';
import type { Access } from '../../model/service.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';
import { splitProduct } from '../split-product.ts';

/** A frame that a server answers CONNECT with. */
export interface StompFrame {
  readonly command: 'CONNECTED' | 'ERROR';
  readonly server: string | undefined;
  /** Why not, headers and body. */
  readonly text: string;
}

/** STOMP 1.2, "STOMP Frames": command, headers, an empty line, body, NUL. */
export function parse(bytes: Buffer): StompFrame | undefined {
  const text = bytes.toString('latin1', 0, 8192);
  const end = text.indexOf('\0');
  const match = /^(CONNECTED|ERROR)\r?\n(?:[\w-]{1,64}:[^\n]*\n)+\r?\n/.exec(text);
  if (match === null || end < 0) return undefined;
  const command = match[1] === 'CONNECTED' ? 'CONNECTED' : 'ERROR';
  const server = /\nserver:([^\r\n]{1,80})/.exec(match[0])?.[1];
  return { command, server, text: text.slice(0, end) };
}

const CONNECT: Question = {
  name: 'CONNECT without credentials',
  bytes: Buffer.from('CONNECT\naccept-version:1.0,1.1,1.2\nhost:/\n\n\0'),
};
const DISCONNECT: Question = { name: 'DISCONNECT', bytes: Buffer.from('DISCONNECT\n\n\0') };

export const stomp: Check = {
  name: 'stomp',
  ports: [61613, 61614],
  likelihood: 'rare',
  effect: 'session',
  speaksFirst: 'client',
  sends: [CONNECT, DISCONNECT],
  source: 'STOMP 1.2 specification: CONNECT, CONNECTED, ERROR, DISCONNECT',
  reading:
    'CONNECTED or ERROR in a complete frame proves STOMP. CONNECTED means that no credentials are needed, an ERROR with words about credentials or a login that they are; any other ERROR leaves access unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const frame = await conversation.askFor(CONNECT, parse);
    if (frame === undefined) return undefined;
    if (frame.command === 'CONNECTED') conversation.sayGoodbye(DISCONNECT);
    const named =
      frame.server === undefined ? { product: null, version: null } : splitProduct(printable(frame.server, 80), /\//);
    return { ...named, confidence: 10, access: accessOf(frame), details: {} };
  },
};

/** STOMP has no error codes; the words of ActiveMQ, Artemis, RabbitMQ and Apollo all come down to these. */
function accessOf(frame: StompFrame): Access {
  if (frame.command === 'CONNECTED') return 'none-required';
  const refused = /password|credential|authenticat|not authorized|access refused|security|login/i.test(frame.text);
  return refused ? 'required' : 'unknown';
}
