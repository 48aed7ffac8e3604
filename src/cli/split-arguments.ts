import { UsageError } from '../model/errors.ts';
import { printable } from '../model/printable.ts';
import { COMPLETION_REQUEST, createCommandTree } from './command-tree.ts';

/** The texts given for each option, in the order given; switches are `true` or `false`. */
export type OptionTexts = ReadonlyMap<string, readonly string[]>;

/** The command line split by yargs: words, and the texts of each option. */
export interface SplitArguments {
  readonly words: readonly string[];
  readonly options: OptionTexts;
  /** Help, version or completions, where one of them was asked for. */
  readonly output: string | undefined;
  /** What yargs itself found wrong. */
  readonly complaint: string | undefined;
}

/** yargs gives the value of an alias under both names. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['p', 'ports'],
  ['q', 'quiet'],
  ['today', 'as-of'],
]);

/** Lets yargs split the arguments and make help texts. @throws UsageError for names that yargs cannot carry */
export function splitArguments(argv: readonly string[], version: string): SplitArguments {
  rejectReserved(argv);
  let output = '';
  let complaint: string | undefined;
  let parsed: Readonly<Record<string, unknown>> = {};
  const tree = createCommandTree(argv, version).fail((message, error) => {
    // yargs hands over its own mistakes as a message; an error without one is a bug.
    if (!message && error instanceof Error) throw error;
    complaint ??= message;
  });
  // Completion calls back twice, the inner parse first; the last output is the whole.
  void tree.parse([...argv], {}, (_error, found, text) => {
    parsed = found;
    output = text;
  });
  const { _: words, ...options } = parsed;
  const texts = Object.entries(options).filter(([name]) => name !== '$0' && !isTwin(name, options));
  return {
    words: [words ?? []].flat().map(String),
    options: new Map(texts.map(([name, value]) => [name, [value].flat().map(String)])),
    output: output !== '' || argv[0] === COMPLETION_REQUEST ? output : undefined,
    complaint,
  };
}

function isTwin(name: string, options: object): boolean {
  const full = ALIASES.get(name);
  return full !== undefined && Object.hasOwn(options, full);
}

/**
 * yargs keeps options in plain objects: it fails on names that every object has (`--constructor`), and takes `--_` and `--$0` for
 * its own, so that they would be ignored.
 */
function rejectReserved(argv: readonly string[]): void {
  for (const argument of argv) {
    const name = /^--?([^=]*)/.exec(argument)?.[1];
    if (name === undefined || !(name in {} || name.startsWith('_') || name.startsWith('$'))) continue;
    throw new UsageError(`unknown option ${printable(argument, 64)}`, { hint: 'see portreeve --help' });
  }
}
