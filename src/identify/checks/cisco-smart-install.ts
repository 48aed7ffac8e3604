import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

const LENGTH = 24;

/** The answer of a Smart Install client to somebody who asks as a director would: six words, of which the first, third and fourth are always the same. */
export function parse(bytes: Buffer): 'client' | undefined {
  if (bytes.length !== LENGTH) return undefined;
  const words = [0, 8, 12].map((at) => bytes.readUInt32BE(at));
  return words.join() === '4,3,8' ? 'client' : undefined;
}

/** Asks whether somebody is there, and has nothing done. */
const PRESENCE: Question = {
  name: 'is a Smart Install client there',
  bytes: Buffer.from('000000010000000100000004000000080000000100000000', 'hex'),
};

export const ciscoSmartInstall: Check = {
  name: 'cisco-smart-install',
  ports: [4786],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'client',
  sends: [PRESENCE],
  source: 'Cisco security advisory cisco-sa-20170214-smi, and the presence check that Cisco Talos published with it',
  reading:
    'The answer of a client to what a director asks proves Smart Install. The protocol has no authentication, so that no credentials are needed.',
  recognizes: () => false,
  async run(conversation) {
    const reply = parse(await conversation.ask(PRESENCE, (bytes) => bytes.length >= LENGTH));
    if (reply === undefined) return undefined;
    // The protocol has no authentication: whoever is answered may replace the configuration.
    return {
      product: 'Cisco Smart Install',
      version: null,
      confidence: 10,
      access: 'none-required',
      details: {},
    };
  },
};
