import { printable } from '../../model/printable.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** The server's statistics (beanstalkd protocol.txt, "stats"): `OK <bytes>`, and a YAML document with `current-jobs-urgent` on top. */
export function parse(bytes: Buffer): { readonly version: string | null } | undefined {
  const text = bytes.toString('latin1', 0, 8192);
  const match = /^OK (\d{1,5})\r\n---\ncurrent-jobs-urgent: \d+\n/.exec(text);
  if (match === null) return undefined;
  const version = /\nversion: "?([\w.+-]{1,40})"?\n/.exec(text)?.[1];
  return { version: version === undefined ? null : printable(version, 40) };
}

const STATS: Question = { name: 'stats', bytes: Buffer.from('stats\r\n') };
const QUIT: Question = { name: 'quit', bytes: Buffer.from('quit\r\n') };

export const beanstalkd: Check = {
  name: 'beanstalkd',
  ports: [11300],
  likelihood: 'betrayed',
  effect: 'none',
  speaksFirst: 'client',
  sends: [STATS, QUIT],
  source: 'beanstalkd doc/protocol.txt',
  reading:
    'Statistics prove beanstalkd. The protocol has no authentication, and they were given, so that no credentials are needed.',
  recognizes: (bytes) => parse(bytes) !== undefined || bytes.toString('latin1', 0, 17) === 'UNKNOWN_COMMAND\r\n',
  async run(conversation) {
    const stats = parse(await conversation.ask(STATS, isWhole));
    if (stats === undefined) return undefined;
    conversation.sayGoodbye(QUIT);
    // There is no authentication in this protocol.
    return { product: 'beanstalkd', version: stats.version, confidence: 10, access: 'none-required', details: {} };
  },
};

function isWhole(bytes: Buffer): boolean {
  const length = /^OK (\d{1,5})\r\n/.exec(bytes.toString('latin1', 0, 16));
  return length === null ? bytes.includes('\n') : bytes.length >= length[0].length + Number(length[1]);
}
