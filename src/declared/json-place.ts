import { ConfigError } from '../model/errors.ts';
import { printable } from '../model/printable.ts';

/** A value inside a JSON file, and where it stands: `SecurityGroups[0].IpPermissions`. */
export interface JsonPlace {
  readonly file: string;
  readonly path: string;
  /** Undefined where the file has nothing there. */
  readonly value: unknown;
}

/** A rule file is a few megabytes at most; the limit bounds the memory. */
const MAX_CHARACTERS = 64 * 1024 * 1024;

/** Keeps everything that descends into values off the end of the stack. */
const MAX_DEPTH = 200;

function isDeep(text: string): boolean {
  let [depth, quoted] = [0, false];
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (character === '"') quoted = !quoted;
    else if (quoted && character === '\\') index++;
    else if (!quoted && (character === '[' || character === '{')) depth++;
    else if (!quoted && (character === ']' || character === '}')) depth--;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}

/** @throws ConfigError with line and column where the text is no JSON and the platform tells where */
export function parseJson(file: string, text: string): JsonPlace {
  if (text.length > MAX_CHARACTERS) throw new ConfigError('JSON text is larger than 64 MiB', { at: { file } });
  const plain = text.replace(/^\ufeff/, '');
  if (isDeep(plain)) throw new ConfigError(`JSON nests more than ${MAX_DEPTH} deep`, { at: { file } });
  try {
    return { file, path: '', value: JSON.parse(plain) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const offset = / at position (\d+)/.exec(error.message)?.[1];
    const before = plain.slice(0, Number(offset)).split('\n');
    const position =
      offset === undefined ? { file } : { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
    throw new ConfigError(printable(error.message.replace(/ in JSON at position.*$/s, ''), 128), {
      at: position,
      cause: error,
    });
  }
}

/** Refuses a value. */
export function wrong({ file, path, value }: JsonPlace, expected: string): ConfigError {
  const found = value === undefined ? 'missing' : printable(JSON.stringify(value)?.slice(0, 200) ?? '', 48);
  return new ConfigError(`${printable(path, 200) || 'the top level'} must be ${expected}, not ${found}`, {
    at: { file },
  });
}

/** What an object holds under a key; the place exists where the key does not. */
export function at(place: JsonPlace, key: string): JsonPlace {
  const { file, path, value } = place;
  const next = path === '' ? key : `${path}.${key}`;
  return {
    file,
    path: next,
    value: isObject(value) && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined,
  };
}

/** The items of a list; none where there is no value at all. @throws ConfigError for anything but a list */
export function itemsOf(place: JsonPlace): readonly JsonPlace[] {
  const { file, path, value } = place;
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw wrong(place, 'a list');
  return value.map((item: unknown, index) => ({ file, path: `${path}[${index}]`, value: item }));
}

/** @throws ConfigError for anything but an object */
export function objectAt(place: JsonPlace): JsonPlace {
  if (!isObject(place.value)) throw wrong(place, 'an object');
  return place;
}

/** @throws ConfigError for anything but a text */
export function textAt(place: JsonPlace): string {
  if (typeof place.value !== 'string') throw wrong(place, 'a text');
  return place.value;
}

/** A text, or null where there is none. @throws ConfigError for anything else */
export function textOrNone(place: JsonPlace): string | null {
  return place.value === undefined || place.value === null ? null : textAt(place);
}

/** Whether a value is an object with keys. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A scalar as text, anything else as JSON of at most 200 characters: what a file holds is never asked for its own `toString`. */
export function plainText(value: unknown): string {
  if (typeof value === 'string') return value;
  const text = JSON.stringify(value) ?? '';
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}
