import { printable } from '../../model/printable.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';
import { hasLine } from '../line-end.ts';

const WORD = 'portreeve';

/** ECHO_RES with what was sent (Gearman PROTOCOL, "Binary Packet"): `\0RES`, type 17, length, data. */
export function parse(bytes: Buffer): boolean {
  return bytes.toString('latin1') === `\0RES\0\0\0\x11\0\0\0\x09${WORD}`;
}

/** The administrative `version`; servers other than gearmand write the number alone. */
export function parseVersion(bytes: Buffer): string | null {
  const version = /^(?:OK )?v?(\d[\w.+-]{0,39})\r?\n/.exec(bytes.toString('latin1', 0, 64))?.[1];
  return version === undefined ? null : printable(version, 40);
}

const ECHO: Question = { name: 'ECHO_REQ', bytes: Buffer.from(`\0REQ\0\0\0\x10\0\0\0\x09${WORD}`, 'latin1') };
const VERSION: Question = { name: 'version', bytes: Buffer.from('version\n') };

export const gearman: Check = {
  name: 'gearman',
  ports: [4730],
  likelihood: 'betrayed',
  effect: 'none',
  speaksFirst: 'client',
  sends: [ECHO, VERSION],
  source: 'Gearman PROTOCOL document: binary packet ECHO_REQ, administrative protocol',
  reading:
    'The echo of what was sent proves Gearman. The protocol has no authentication, so that no credentials are needed.',
  recognizes: (bytes) => bytes.toString('latin1', 0, 64).startsWith('ERR UNKNOWN_COMMAND Unknown+server+command'),
  async run(conversation) {
    if (!parse(await conversation.ask(ECHO, (bytes) => bytes.length >= 12 + WORD.length))) return undefined;
    const version = parseVersion(await conversation.ask(VERSION, hasLine));
    // There is no authentication in this protocol.
    return { product: null, version, confidence: 10, access: 'none-required', details: {} };
  },
};
