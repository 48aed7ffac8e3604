import type { SourcePosition } from '../../model/errors.ts';
import { ConfigError, UsageError } from '../../model/errors.ts';
import { printable } from '../../model/printable.ts';
import type { YamlDocument } from '../../model/yaml-document.ts';
import { parseYaml } from '../../model/yaml-document.ts';
import type { Entry } from './entry.ts';
import { limitEntries } from './entry.ts';
import { readStructure } from './structure.ts';

/** Longer texts are read without positions: the YAML parser takes about a hundred times as long as JSON.parse. */
const MAX_LOCATED = 512 * 1024;

/** A JSON array of texts or objects, or an object that holds one under `targets` or `hosts`. */
export function readJson(file: string, text: string): readonly Entry[] {
  return readStructure(parseJson(file, text));
}

/** One JSON text or object a line. */
export function readNdjson(file: string, text: string): readonly Entry[] {
  const entries: Entry[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.replace(/^\ufeff/, '').trim() === '') continue;
    const at = { file, line: index + 1 };
    const value = parseText(line, (offset) => (offset === undefined ? at : { ...at, column: offset + 1 }));
    entries.push(...readStructure({ file, value: [value], positionOf: () => at }));
    limitEntries(entries.length, at);
  }
  return entries;
}

/** JSON by the platform's own parser; small files also by the YAML parser, which knows where values stand. */
function parseJson(file: string, text: string): YamlDocument {
  const value = parseText(text, (offset) => {
    if (offset === undefined) return positionOfMistake(file, text);
    const before = text.slice(0, offset).split('\n');
    return { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  });
  const document: YamlDocument = { file, value, positionOf: () => ({ file }) };
  if (text.length > MAX_LOCATED) return document;
  const located = readAsYaml(file, text);
  if (located instanceof ConfigError) throw new UsageError(located.message, { at: located.at, cause: located });
  return { ...document, positionOf: (path, key) => located.positionOf(path, key) };
}

/** The YAML parser's view of a JSON text: where values stand, or what it has against it, such as keys that occur twice. */
function readAsYaml(file: string, text: string): YamlDocument | ConfigError {
  try {
    return parseYaml(file, text);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
}

/** Where the YAML parser stumbles too, else only the file: it forgives more than JSON allows. */
function positionOfMistake(file: string, text: string): SourcePosition {
  const located = text.length > MAX_LOCATED ? undefined : readAsYaml(file, text);
  return (located instanceof ConfigError ? located.at : undefined) ?? { file };
}

/** @param locate turns an offset into its position; V8 tells the offset only in some of its messages */
function parseText(text: string, locate: (offset: number | undefined) => SourcePosition): unknown {
  try {
    const value: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
    return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const offset = / at position (\d+)/.exec(error.message)?.[1];
    const at = locate(offset === undefined ? undefined : Number(offset));
    throw new UsageError(printable(error.message.replace(/ in JSON at position.*$/s, ''), 128), { at, cause: error });
  }
}
