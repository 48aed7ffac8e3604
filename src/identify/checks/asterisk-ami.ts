import { printable } from '../../model/printable.ts';
import type { Check } from '../check.ts';

/** The greeting of the manager interface and its version, which is not Asterisk's. */
export function parse(bytes: Buffer): { readonly version: string } | undefined {
  const version = /^Asterisk Call Manager\/(\d[\w.]{0,40})\r?\n/.exec(bytes.toString('latin1', 0, 128))?.[1];
  return version === undefined ? undefined : { version };
}

export const asteriskAmi: Check = {
  name: 'asterisk-ami',
  ports: [5038],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'server',
  sends: [],
  source: 'Asterisk documentation, "Asterisk Manager Interface (AMI)"',
  reading:
    'The greeting names the interface and its version; the first action must be a login, so that credentials are required.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const greeting = await conversation.listenFor(parse);
    if (greeting === undefined) return undefined;
    const product = 'Asterisk Call Manager';
    // The first action must be Login.
    return { product, version: printable(greeting.version, 80), confidence: 8, access: 'required', details: {} };
  },
};
