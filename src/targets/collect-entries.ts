import { UsageError } from '../model/errors.ts';
import { printable } from '../model/printable.ts';
import type { Entry } from './inventories/entry.ts';
import { locate } from './inventories/entry.ts';
import { readPlainList } from './inventories/plain-list.ts';
import { formatOfFile, readInventory } from './inventories/read-inventory.ts';
import type { InputFile, Sources } from './sources.ts';
import { parseRanges } from './target-form.ts';

/** What no inventory that people maintain comes near; the text and its entries are held in memory. */
const MAX_CHARACTERS = 64 * 1024 * 1024;

/** Entries in the order they were asked for, and the files they came from. */
export interface Collected {
  readonly entries: readonly Entry[];
  readonly inputs: readonly InputFile[];
  /** Inputs that named nothing: more often a failed export than a wish. */
  readonly warnings: readonly string[];
}

/** The targets of a command line: `-`, inventory files, or targets themselves. @throws UsageError */
export async function collectTargets(texts: readonly string[], sources: Sources): Promise<Collected> {
  const at = { file: 'command line' };
  const collected = [];
  for (const text of texts.map((item) => item.trim())) {
    if (text === '-') collected.push(readInput(await readStdin(sources), readPlainList));
    else if (isAddressForm(text)) collected.push({ entries: [{ text, labels: {}, at }], inputs: [], warnings: [] });
    else if (await sources.isFile(text)) {
      collected.push(readInput({ kind: 'targets', path: text, text: await sources.readText(text) }, readInventory));
    } else {
      refuseMissingFile(text);
      collected.push({ entries: [{ text, labels: {}, at }], inputs: [], warnings: [] });
    }
  }
  return join(collected);
}

/** What `--exclude` and `--exclude-file` name; the files are plain lists. @throws UsageError */
export async function collectExclusions(
  request: { readonly exclude: readonly string[]; readonly excludeFiles: readonly string[] },
  sources: Sources,
): Promise<Collected> {
  const at = { file: '--exclude' };
  const collected: Collected[] = [
    { entries: request.exclude.map((text) => ({ text: text.trim(), labels: {}, at })), inputs: [], warnings: [] },
  ];
  for (const path of request.excludeFiles) {
    if (!(await sources.isFile(path)))
      throw new UsageError(`no such file: ${printable(path)}`, { at: { file: '--exclude-file' } });
    collected.push(readInput({ kind: 'exclude', path, text: await sources.readText(path) }, readPlainList));
  }
  return join(collected);
}

async function readStdin(sources: Sources): Promise<InputFile> {
  return { kind: 'targets', path: '-', text: await sources.readStdin() };
}

function readInput(input: InputFile, read: (file: string, text: string) => readonly Entry[]): Collected {
  const file = input.path === '-' ? 'standard input' : input.path;
  if (input.text.length > MAX_CHARACTERS) throw new UsageError('larger than 64 MiB', { at: { file } });
  if (input.text.includes('\0')) throw new UsageError('not a text file', { at: { file } });
  const entries = read(file, input.text);
  const what = input.kind === 'exclude' ? 'exclusions' : 'targets';
  return { entries, inputs: [input], warnings: entries.length > 0 ? [] : [`${printable(file)} names no ${what}`] };
}

function isAddressForm(text: string): boolean {
  return locate({ file: 'command line' }, () => parseRanges(text)) !== undefined;
}

function refuseMissingFile(text: string): void {
  const isPath = /^[.~]?[\\/]|[\\/]/.test(text) && !/^[\d.:a-f]+\/[\d.]*$/i.test(text) && !text.includes('://');
  if (!isPath && formatOfFile(text) === undefined) return;
  throw new UsageError(`no such file: ${printable(text)}`, {
    at: { file: 'command line' },
    hint: 'expected an inventory file or a target',
  });
}

function join(collected: readonly Collected[]): Collected {
  return {
    entries: collected.flatMap(({ entries }) => entries),
    inputs: collected.flatMap(({ inputs }) => inputs),
    warnings: collected.flatMap(({ warnings }) => warnings),
  };
}
