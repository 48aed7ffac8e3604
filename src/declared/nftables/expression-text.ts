import { isObject } from '../json-place.ts';

/** Real rules nest four levels; the limit keeps hostile ones off the stack. */
const MAX_DEPTH = 12;
const MAX_ITEMS = 16;

/** An expression of nft's JSON as nft's own language writes it. What is not known stays JSON. */
export function expressionText(value: unknown, depth = 0): string {
  const inner = (part: unknown): string => expressionText(part, depth + 1);
  if (depth > MAX_DEPTH) return '...';
  if (Array.isArray(value)) return joined(value.map(inner), ', ');
  if (!isObject(value)) return value === true ? 'exists' : value === false ? 'missing' : String(value);
  const [[key, content] = ['', undefined]] = Object.entries(value);
  if (Array.isArray(content)) return listText(key, content.slice(0, MAX_ITEMS + 1).map(inner));
  if (!isObject(content)) return compact(value);
  const { [key]: _, ...rest } = value;
  if (Object.keys(rest).length > 0) return compact(value);
  return objectText(key, content, inner) ?? compact(value);
}

function listText(key: string, parts: readonly string[]): string {
  switch (key) {
    case 'range':
      return parts.join('-');
    case 'set':
      return `{ ${joined(parts, ', ')} }`;
    case 'concat':
      return joined(parts, ' . ');
    case '&':
      return `${parts[0] ?? ''} & (${(parts[1] ?? '').replaceAll(', ', ' | ')}) ==`;
    default:
      return joined(parts, ` ${key} `);
  }
}

function objectText(
  key: string,
  content: Readonly<Record<string, unknown>>,
  inner: (part: unknown) => string,
): string | undefined {
  const name = String(content['key'] ?? '');
  switch (key) {
    case 'payload':
      if (content['protocol'] === undefined) {
        return `@${String(content['base'])},${String(content['offset'])},${String(content['len'])}`;
      }
      return `${String(content['protocol'])} ${String(content['field'])}`;
    case 'meta':
      return /^[io]if(?:name)?$/.test(name) ? name : `meta ${name}`;
    case 'ct':
      return content['dir'] === undefined ? `ct ${name}` : `ct ${String(content['dir'])} ${name}`;
    case 'prefix':
      return `${inner(content['addr'])}/${String(content['len'])}`;
    case 'elem':
      return inner(content['val']);
    case 'fib':
      return `fib ${[content['flags']].flat().map(String).join(' . ')} ${String(content['result'])}`;
    default:
      return undefined;
  }
}

function joined(parts: readonly string[], separator: string): string {
  return parts.length > MAX_ITEMS ? [...parts.slice(0, MAX_ITEMS), '...'].join(separator) : parts.join(separator);
}

/** @returns at most 200 characters */
function compact(value: unknown): string {
  const text = JSON.stringify(value) ?? '';
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}
