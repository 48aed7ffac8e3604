import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** An instruction: its name and what belongs to it. */
export type GuacamoleInstruction = readonly string[];

const MOST_ELEMENTS = 512;

/** The Guacamole protocol, "Design": `LENGTH.VALUE,LENGTH.VALUE;`, the length counted in characters. */
export function parse(bytes: Buffer): GuacamoleInstruction | undefined {
  const text = bytes.toString('utf8', 0, 16_384);
  const elements: string[] = [];
  let at = 0;
  while (elements.length < MOST_ELEMENTS) {
    const digits = /^(\d{1,5})\./.exec(text.slice(at, at + 6))?.[1];
    if (digits === undefined) return undefined;
    const from = at + digits.length + 1;
    const end = from + Number(digits);
    const separator = text[end];
    if (separator !== ',' && separator !== ';') return undefined;
    elements.push(text.slice(from, end));
    if (separator === ';') return elements;
    at = end + 1;
  }
  return undefined;
}

/** What every guacd can do; nothing is connected to before its arguments follow. */
const SELECT: Question = { name: 'select vnc', bytes: Buffer.from('6.select,3.vnc;') };
const DISCONNECT: Question = { name: 'disconnect', bytes: Buffer.from('10.disconnect;') };

export const guacd: Check = {
  name: 'guacd',
  ports: [4822],
  likelihood: 'rare',
  effect: 'session',
  speaksFirst: 'client',
  sends: [SELECT, DISCONNECT],
  source: 'Apache Guacamole manual, "The Guacamole protocol": design and handshake',
  reading:
    "The names of a connection's arguments, or an error with its status, prove guacd. It has no authentication: whoever is asked for arguments needs no credentials. An error leaves access unknown.",
  recognizes: (bytes) => isAnswer(parse(bytes)),
  async run(conversation) {
    const instruction = await conversation.askFor(SELECT, parse);
    if (!isAnswer(instruction)) return undefined;
    conversation.sayGoodbye(DISCONNECT);
    // There is no authentication: who is asked for the arguments of a connection may open it.
    const access = instruction?.[0] === 'args' ? 'none-required' : 'unknown';
    return { product: 'Apache Guacamole guacd', version: null, confidence: 10, access, details: {} };
  },
};

/** The names of arguments, or an error with its text and the number of its status. */
function isAnswer(instruction: GuacamoleInstruction | undefined): boolean {
  if (instruction?.[0] === 'args') return instruction.length > 1;
  return instruction?.[0] === 'error' && instruction.length === 3 && /^\d{1,5}$/.test(instruction[2] ?? '');
}
