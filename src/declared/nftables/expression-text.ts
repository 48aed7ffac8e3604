import { isObject, plainText } from '../json-place.ts';

/** Real rules nest four levels; the limit keeps hostile ones off the stack. */
const MAX_DEPTH = 12;
const MAX_ITEMS = 16;

/** An expression of nft's JSON as nft's own language writes it. What is not known stays JSON. */
export function expressionText(value: unknown, depth = 0): string {
  const inner = (part: unknown): string => expressionText(part, depth + 1);
  if (depth > MAX_DEPTH) return '...';
  if (Array.isArray(value)) return joined(value.map(inner), ', ');
  if (!isObject(value)) return value === true ? 'exists' : value === false ? 'missing' : plainText(value);
  const [[key, content] = ['', undefined]] = Object.entries(value);
  if (Array.isArray(content)) return listText(key, content.slice(0, MAX_ITEMS + 1).map(inner));
  if (!isObject(content)) return plainText(value);
  const { [key]: _, ...rest } = value;
  if (Object.keys(rest).length > 0) return plainText(value);
  return objectText(key, content, inner) ?? plainText(value);
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
  const name = plainText(content['key'] ?? '');
  switch (key) {
    case 'payload':
      if (content['protocol'] === undefined) {
        return `@${plainText(content['base'])},${plainText(content['offset'])},${plainText(content['len'])}`;
      }
      return `${plainText(content['protocol'])} ${plainText(content['field'])}`;
    case 'meta':
      return /^[io]if(?:name)?$/.test(name) ? name : `meta ${name}`;
    case 'ct':
      return content['dir'] === undefined ? `ct ${name}` : `ct ${plainText(content['dir'])} ${name}`;
    case 'prefix':
      return `${inner(content['addr'])}/${plainText(content['len'])}`;
    case 'elem':
      return inner(content['val']);
    case 'fib':
      return `fib ${[content['flags']].flat().map(plainText).join(' . ')} ${plainText(content['result'])}`;
    default:
      return undefined;
  }
}

function joined(parts: readonly string[], separator: string): string {
  return parts.length > MAX_ITEMS ? [...parts.slice(0, MAX_ITEMS), '...'].join(separator) : parts.join(separator);
}
