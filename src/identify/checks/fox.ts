import { printable } from '../../model/printable.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** Fields of a station's hello by name, such as `app.version`. */
export type FoxHello = ReadonlyMap<string, string>;

const FIELDS_KEPT = 50;

/**
 * A station's hello in Niagara Fox: `fox a 0 REPLY fox hello` (a client's begins with `fox a 1`), then one `name=type:value` a line in braces, and `;;`. What is not in the form `name=s:value`
 * is left out.
 */
export function parse(bytes: Buffer): FoxHello | undefined {
  const text = bytes.toString('latin1');
  const head = /^fox a 0 -?\d{1,10} fox hello\n\{\n/.exec(text);
  const end = text.indexOf('\n};;');
  if (head === null || end < 0) return undefined;
  const fields = new Map<string, string>();
  for (const line of text.slice(head[0].length, end).split('\n', FIELDS_KEPT)) {
    const equals = line.indexOf('=');
    if (equals > 0 && line.startsWith('s:', equals + 1)) fields.set(line.slice(0, equals), line.slice(equals + 3));
  }
  return fields.has('fox.version') ? fields : undefined;
}

const HELLO: Question = {
  name: 'fox hello',
  bytes: Buffer.from('fox a 1 -1 fox hello\n{\nfox.version=s:1.0\nid=i:1\n};;\n'),
};

export const fox: Check = {
  name: 'fox',
  ports: [1911, 4911],
  likelihood: 'rare',
  group: 'ics',
  effect: 'none',
  speaksFirst: 'client',
  sends: [HELLO],
  source: 'Niagara Fox as the Wireshark dissector and published captures show it; Tridium publishes no specification',
  reading: 'A station says hello before any login, so that its version is known and access is not.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const hello = await conversation.askFor(HELLO, parse);
    if (hello === undefined) return undefined;
    const brand = hello.get('brandId') ?? '';
    return {
      product: brand === '' ? 'Niagara' : `Niagara (${printable(brand, 40)})`,
      version: printable(hello.get('app.version') ?? '', 80) || null,
      confidence: 10,
      access: 'unknown',
      details: {},
    };
  },
};
