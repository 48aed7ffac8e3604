import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** The answer to `host:version` (AOSP adb OVERVIEW.TXT, SERVICES.TXT): `OKAY`, four hex digits of length, four of version. */
export function parse(bytes: Buffer): { readonly version: string } | undefined {
  const version = /^OKAY0004([0-9a-f]{4})$/.exec(bytes.toString('latin1', 0, 64))?.[1];
  return version === undefined ? undefined : { version: String(parseInt(version, 16)) };
}

const VERSION: Question = { name: 'host:version', bytes: Buffer.from('000chost:version') };

export const adbServer: Check = {
  name: 'adb-server',
  ports: [5037],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'client',
  sends: [VERSION],
  source: 'AOSP packages/modules/adb: OVERVIEW.TXT, SERVICES.TXT (host:version)',
  reading:
    'A version of four hexadecimal digits behind OKAY proves the server. The protocol has no authentication and gives the use of all devices of the host, so that no credentials are needed.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const reply = parse(await conversation.ask(VERSION, (bytes) => bytes.length >= 12));
    // There is no authentication in this protocol: all devices of the host can be used through it.
    return reply && { product: null, version: reply.version, confidence: 10, access: 'none-required', details: {} };
  },
};
