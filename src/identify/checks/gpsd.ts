import { printable } from '../../model/printable.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** gpsd_json(5): a VERSION object greets. */
export function parse(bytes: Buffer): { readonly release: string } | undefined {
  const line = /^\{"class":"VERSION","release":"([\w.~+-]{1,80})",[^\r\n]{0,400}\}\r?\n/.exec(
    bytes.toString('latin1', 0, 600),
  );
  return line?.[1] === undefined ? undefined : { release: line[1] };
}

/** The list of receivers, perhaps an empty one. */
export function parseDevices(bytes: Buffer): boolean {
  return /^\{"class":"DEVICES","devices":\[[^\r\n]*\]/.test(bytes.toString('latin1', 0, 4096));
}

const DEVICES: Question = { name: '?DEVICES', bytes: Buffer.from('?DEVICES;\n') };

export const gpsd: Check = {
  name: 'gpsd',
  ports: [2947],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'server',
  sends: [DEVICES],
  source: 'gpsd_json(5)',
  reading:
    'The greeting names the release. A list of receivers means that no credentials are needed, because the protocol has no authentication; without it access stays unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const greeting = await conversation.listenFor(parse);
    if (greeting === undefined) return undefined;
    const told = parseDevices(await conversation.ask(DEVICES, (bytes) => bytes.includes('\n')));
    const version = printable(greeting.release, 80);
    // There is no authentication in this protocol.
    return { product: 'gpsd', version, confidence: 10, access: told ? 'none-required' : 'unknown', details: {} };
  },
};
