import type { ErrorObject } from 'ajv';
import { Composer, isAlias, isMap, isNode, isPair, isScalar, isSeq, Lexer, LineCounter, Parser, visit } from 'yaml';
import type { CST, Document, Node, Pair, YAMLMap } from 'yaml';
import type { SourcePosition } from './errors.ts';
import { ConfigError, InternalError } from './errors.ts';
import { printable } from './printable.ts';
import { describeErrors } from './schema-errors.ts';

/** A key or an index for every level from the top. */
export type YamlPath = readonly (string | number)[];

/** One parsed YAML file that still knows where each value stood. */
export interface YamlDocument {
  /** As given to `parseYaml`; shown in errors. */
  readonly file: string;
  /** Plain maps, arrays and scalars; null for an empty file. */
  readonly value: unknown;
  /** Where the value at a path starts, or its key with `key`; the nearest enclosing value where the path does not exist. */
  positionOf(path: YamlPath, key?: boolean): SourcePosition;
}

/** One thing that a schema has against a document. */
export interface SchemaProblem {
  readonly at: SourcePosition;
  /** Names the place as a JSON pointer: `/ranges/2 must be string, not 12`. */
  readonly message: string;
  /** `did you mean "ranges"?`, or the keys that are known. */
  readonly hint?: string;
}

/**
 * The errors of an ajv validation with their positions in the text, in document order.
 * Compile the schema with `allErrors: true` to get all of them and with `verbose: true` to get hints for unknown keys.
 */
export function explainErrors(document: YamlDocument, errors: readonly ErrorObject[]): readonly SchemaProblem[] {
  return describeErrors(errors, document.value)
    .map(({ path, key, ...problem }) => ({ at: document.positionOf(path, key), ...problem }))
    .sort((a, b) => (a.at.line ?? 0) - (b.at.line ?? 0) || (a.at.column ?? 0) - (b.at.column ?? 0));
}

/** Bounds the cost of parsing: measured, 1 MiB takes one second, five where it is all brackets, and 200 MiB of memory. */
const MAX_YAML_CHARACTERS = 4 * 1024 * 1024;
/** Each alias is looked up by a walk over the document; with the expansion limit of the library this also stops alias bombs. */
const MAX_ALIASES = 100;

/** Composing descends recursively and overflows the stack at some hundreds of levels, in V8 even fatally. */
const MAX_DEPTH = 100;

/**
 * Reads one YAML 1.2 document (core schema; JSON is a subset).
 * @throws ConfigError with file, line and column for bad syntax, duplicate or non-scalar keys, unknown tags, several documents,
 *   unresolved or excessive aliases, more than 100 levels of nesting and texts above 4 MiB
 */
export function parseYaml(file: string, text: string): YamlDocument {
  if (text.length > MAX_YAML_CHARACTERS) throw new ConfigError('YAML text is larger than 4 MiB', { at: { file } });
  const lines = new LineCounter();
  const position = (offset: number): SourcePosition => {
    const { line, col } = lines.linePos(offset);
    return line === 0 ? { file } : { file, line, column: col };
  };
  const document = compose(text, { lines, position });
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem !== undefined) {
    throw new ConfigError(printable(problem.message), { at: position(problem.pos[0]), cause: problem });
  }
  rejectUnsafe(document, (message, node) => {
    throw new ConfigError(message, { at: position(startOf(node) ?? 0) });
  });
  const childOf = childFinder();
  return {
    file,
    value: toValue(document, file),
    positionOf: (path, key = false) =>
      position(startOf(nodeAt({ document, childOf }, path, key)) ?? startOf(document.contents) ?? 0),
  };
}

interface Source {
  readonly lines: LineCounter;
  readonly position: (offset: number) => SourcePosition;
}

/** Parsing keeps its own stack, so the depth can be measured before anything recursive runs. */
function compose(text: string, { lines, position }: Source): Document {
  const parsed = parseTokens(text, lines);
  const deep = parsed.deep ?? tooDeep(parsed.tokens)?.offset;
  if (deep !== undefined) throw new ConfigError(`nested more than ${MAX_DEPTH} levels deep`, { at: position(deep) });
  const stray = parsed.tokens.find((token) => token.type === 'error');
  if (stray !== undefined) throw new ConfigError(printable(stray.message), { at: position(stray.offset) });
  // The library's own check for unique keys compares every pair of keys; rejectUnsafe does it in linear time.
  const composer = new Composer({ prettyErrors: false, uniqueKeys: false });
  stopAtFirstMistake(composer, position);
  const [document, second] = composer.compose(parsed.tokens, true, text.length);
  if (document === undefined) throw new InternalError('YAML was composed to no document');
  if (second !== undefined) {
    throw new ConfigError('more than one YAML document; one is expected', { at: position(second.range[0]) });
  }
  return document;
}

/** What the composer says it is about: an offset, a span or a token. */
type Mistake = number | readonly [number, ...number[]] | { readonly offset: number };

/**
 * The composer collects an error with a stack trace for every bad token, which hostile text turns into gigabytes. Its handler is no
 * public interface; should it be renamed, errors are collected again and found by the caller. It may be called again with the error
 * it has thrown, hence the memory.
 */
function stopAtFirstMistake(composer: Composer, position: Source['position']): void {
  let first: ConfigError | undefined;
  Object.defineProperty(composer, 'onError', {
    value: (mistake: Mistake, _code: string, message: string) => {
      const offset = typeof mistake === 'number' ? mistake : 'offset' in mistake ? mistake.offset : mistake[0];
      first ??= new ConfigError(printable(message), { at: position(offset) });
      throw first;
    },
  });
}

interface Parsed {
  readonly tokens: readonly CST.Token[];
  /** Where parsing was given up. */
  readonly deep?: number;
}

/** What `Parser.parse` does, but it stops where brackets or the indicators of one line nest too deeply, before that costs memory. */
function parseTokens(text: string, lines: LineCounter): Parsed {
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  lines.addNewLine(0);
  let brackets = 0;
  let indicators = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme === '[' || lexeme === '{') brackets++;
    else if (lexeme === ']' || lexeme === '}') brackets--;
    else if (lexeme === '-' || lexeme === '?') indicators++;
    else if (lexeme.endsWith('\n')) indicators = 0;
    if (brackets + indicators > MAX_DEPTH) return { tokens, deep: parser.offset };
    tokens.push(...parser.next(lexeme));
  }
  return { tokens: [...tokens, ...parser.end()] };
}

/** A token below the deepest allowed level, if there is one. */
function tooDeep(tokens: readonly CST.Token[]): CST.Token | undefined {
  const open = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (depth > MAX_DEPTH) return token;
    if (token.type === 'document' && token.value !== undefined) open.push({ token: token.value, depth });
    if (!('items' in token)) continue;
    for (const { key, value } of token.items) {
      for (const child of [key, value]) if (child) open.push({ token: child, depth: depth + 1 });
    }
  }
  return undefined;
}

function rejectUnsafe(document: Document, fail: (message: string, node: unknown) => never): void {
  let aliases = 0;
  visit(document, {
    Alias(_, alias) {
      if (++aliases > MAX_ALIASES) fail(`more than ${MAX_ALIASES} aliases`, alias);
      if (alias.resolve(document) === undefined) fail(`unknown anchor "${printable(alias.source, 64)}"`, alias);
    },
    Map(_, map) {
      const seen = new Set<string>();
      for (const { key } of map.items) {
        if (!isScalar(key)) fail('a key must be a plain text', key ?? map);
        const name = String(key.value);
        if (seen.has(name)) fail(`duplicate key "${printable(name, 64)}"`, key);
        seen.add(name);
      }
    },
  });
}

function toValue(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    // ReferenceError is how the library reports aliases that would expand to too much.
    if (!(error instanceof ReferenceError)) throw error;
    throw new ConfigError(printable(error.message), { at: { file }, cause: error });
  }
}

interface Lookup {
  readonly document: Document;
  readonly childOf: (parent: unknown, step: string | number) => Pair | Node | undefined;
}

/** The node at a path, or the last one on the way that exists. */
function nodeAt({ document, childOf }: Lookup, path: YamlPath, key: boolean): unknown {
  let node: unknown = document.contents;
  for (const [depth, step] of path.entries()) {
    const child = childOf(isAlias(node) ? node.resolve(document) : node, step);
    if (child === undefined) return node;
    if (!isPair(child)) node = child;
    else node = (key && depth === path.length - 1) || child.value === null ? child.key : child.value;
  }
  return node;
}

/** Finds children by key or index; each map is indexed once, because inventories ask for the position of every entry. */
function childFinder(): Lookup['childOf'] {
  const indices = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();
  return (parent, step) => {
    if (isMap(parent)) {
      const index = indices.get(parent) ?? new Map(parent.items.map((pair) => [keyText(pair), pair]));
      indices.set(parent, index);
      return index.get(String(step));
    }
    const child: unknown = isSeq(parent) ? parent.items[Number(step)] : undefined;
    return isNode(child) ? child : undefined;
  };
}

function keyText({ key }: Pair): string {
  return String(isScalar(key) ? key.value : key);
}

/** Where a node starts in the text. */
function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
