import { printable } from '../../model/printable.ts';
import type { Check } from '../check.ts';
import type { Question } from '../question.ts';

/** What a daemon listed. */
export interface RsyncList {
  /** Names of the modules. */
  readonly modules: readonly string[];
  /** Whether the list ended as it should, not with an error. */
  readonly complete: boolean;
}

const GREETING = /^@RSYNCD: \d{1,3}(?:\.\d{1,3})?(?: [\x20-\x7e]{0,200})?\n/;

/** A greeting, perhaps followed by a message of the day, then a module a line (its name padded, a tab, a comment), and the end or an error. */
export function parse(bytes: Buffer): RsyncList | undefined {
  const lines = bytes.toString('utf8').split('\n');
  const end = lines.findIndex((line) => /^@(?:RSYNCD: EXIT|ERROR)/.test(line));
  if (end < 0) return undefined;
  const modules = lines.slice(0, end).flatMap((line) => {
    const tab = line.indexOf('\t');
    const name = line.slice(0, Math.max(tab, 0)).trimEnd();
    return name === '' || name.startsWith('@') ? [] : [name];
  });
  return { modules, complete: lines[end]?.startsWith('@RSYNCD') === true };
}

/** Version 31 needs no list of digests (that began with 32); an empty name asks for the modules. */
const LIST: Question = { name: 'list of modules', bytes: Buffer.from('@RSYNCD: 31.0\n\n') };

const MODULES_KEPT = 50;

export const rsync: Check = {
  name: 'rsync',
  ports: [873],
  likelihood: 'occasional',
  effect: 'none',
  speaksFirst: 'server',
  sends: [LIST],
  source: 'rsync: csprotocol.txt, rsyncd.conf(5), clientserver.c',
  reading:
    'The greeting proves the daemon. Every module decides for itself whom it serves, and none is selected, so that access stays unknown.',
  recognizes: (bytes) => GREETING.test(bytes.toString('latin1', 0, 256)),
  async run(conversation) {
    const greeting = await conversation.listen((bytes) => bytes.includes('\n'));
    if (!GREETING.test(greeting.toString('latin1', 0, 256))) return undefined;
    const list = await conversation.askFor(LIST, parse);
    return {
      product: null,
      version: null,
      confidence: list === undefined ? 8 : 10,
      // Every module decides for itself whom it serves, and selecting one is more than asking.
      access: 'unknown',
      details:
        list?.complete === true
          ? { 'rsync.modules': list.modules.slice(0, MODULES_KEPT).map((name) => printable(name, 80)) }
          : {},
    };
  },
};
