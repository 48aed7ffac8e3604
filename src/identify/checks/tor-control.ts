import { printable } from '../../model/printable.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** Who may control a Tor, and which version it is. */
export interface ProtocolInfo {
  readonly methods: readonly string[];
  readonly version: string | null;
}

/** control-spec section 3.21: `250-PROTOCOLINFO 1`, `250-AUTH METHODS=...`, `250-VERSION Tor="..."`, `250 OK`. */
export function parse(bytes: Buffer): ProtocolInfo | undefined {
  const text = bytes.toString('latin1', 0, 4096);
  const methods = /^250-AUTH METHODS=([A-Z]+(?:,[A-Z]+){0,8})/m.exec(text)?.[1];
  if (!text.startsWith('250-PROTOCOLINFO 1\r\n') || methods === undefined || !/^250 OK\r$/m.test(text))
    return undefined;
  const version = /^250-VERSION Tor="([^"]{1,80})"/m.exec(text)?.[1];
  return { methods: methods.split(','), version: version === undefined ? null : printable(version, 80) };
}

const PROTOCOLINFO: Question = { name: 'PROTOCOLINFO', bytes: Buffer.from('PROTOCOLINFO 1\r\n') };
const QUIT: Question = { name: 'QUIT', bytes: Buffer.from('QUIT\r\n') };

export const torControl: Check = {
  name: 'tor-control',
  ports: [9051, 9151],
  likelihood: 'betrayed',
  effect: 'none',
  speaksFirst: 'client',
  sends: [PROTOCOLINFO, QUIT],
  source: 'Tor control-spec sections 3.21 and 2.3',
  reading:
    'The answer to PROTOCOLINFO proves Tor. With the method NULL no credentials are needed, without it they are.',
  recognizes: (bytes) => bytes.toString('latin1', 0, 64).startsWith('514 Authentication required.\r\n'),
  async run(conversation) {
    const info = await conversation.askFor(PROTOCOLINFO, parse);
    if (info === undefined) return undefined;
    conversation.sayGoodbye(QUIT);
    const access = info.methods.includes('NULL') ? 'none-required' : 'required';
    return { product: 'Tor', version: info.version, confidence: 10, access, details: {} };
  },
};
