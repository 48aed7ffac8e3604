import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** What a server says to somebody whom it does not listen to: a byte 1, its name, why, and the end of the line. */
export function parse(bytes: Buffer): string | undefined {
  return /^\x01rlogind: ([\x20-\x7e]{1,200})\r?\n/.exec(bytes.toString('latin1', 0, 256))?.[1];
}

/** RFC 1282 begins with a zero; the names, which would follow, are not sent. */
const ZERO: Question = { name: 'zero', bytes: Buffer.of(0) };

export const rlogin: Check = {
  name: 'rlogin',
  ports: [513],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'client',
  sends: [ZERO],
  source: 'RFC 1282; rlogind of 4.4BSD and its descendants, which refuse who calls from a port above 1023',
  reading:
    'The refusal of who calls from a port above 1023 proves the daemon. An administrator of any machine can call from a lower one, which is not tried, so that access stays unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const reason = await conversation.askFor(ZERO, parse);
    if (reason === undefined) return undefined;
    // The refusal is of our port's number, which an administrator of any machine can choose.
    return { product: null, version: null, confidence: 8, access: 'unknown', details: {} };
  },
};
