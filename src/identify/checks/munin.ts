import { printable } from '../../model/printable.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** The greeting of a node names it. */
export function parse(bytes: Buffer): { readonly node: string } | undefined {
  const node = /^# munin node at ([^\r\n]{1,255})\r?\n/.exec(bytes.toString('latin1', 0, 300))?.[1];
  return node === undefined ? undefined : { node };
}

/** `munins node on NAME version: 2.0.73` */
export function parseVersion(bytes: Buffer): string | undefined {
  return /^munins node on [^\r\n]{1,255} version: ([\w.~+-]{1,80})\r?\n/.exec(bytes.toString('latin1', 0, 400))?.[1];
}

const VERSION: Question = { name: 'version', bytes: Buffer.from('version\n') };
const QUIT: Question = { name: 'quit', bytes: Buffer.from('quit\n') };

/** A node starts a process and looks up our name before it greets. */
const GREETING_MS = 5000;

export const munin: Check = {
  name: 'munin',
  ports: [4949],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'server',
  sends: [VERSION, QUIT],
  source: 'Munin guide, "Data exchange between master and node"',
  reading:
    'The greeting names the node. An answered version means that no credentials are needed, because nothing is asked of who may connect; without it access stays unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    if ((await conversation.listenFor(parse, GREETING_MS)) === undefined) return undefined;
    const version = parseVersion(await conversation.ask(VERSION, (bytes) => bytes.includes('\n')));
    conversation.sayGoodbye(QUIT);
    return {
      product: 'Munin',
      version: version === undefined ? null : printable(version, 80),
      confidence: version === undefined ? 8 : 10,
      // Nothing is asked of who may connect, and commands are answered.
      access: version === undefined ? 'unknown' : 'none-required',
      details: {},
    };
  },
};
