import { isObject, plainText } from '../json-place.ts';
import { expressionText } from './expression-text.ts';

/** The statements of a rule in nft's own language, without counters and logs, which decide nothing. */
export function ruleText(statements: readonly unknown[]): string {
  return statements
    .map(statementText)
    .filter((text) => text !== '')
    .join(' ');
}

/** One statement in nft's own language. */
export function statementText(statement: unknown): string {
  if (!isObject(statement)) return expressionText(statement);
  const [[name, content] = ['', undefined]] = Object.entries(statement);
  if (SILENT.has(name)) return '';
  if (!isObject(content)) return content === null ? name : expressionText(statement);
  switch (name) {
    case 'match':
      return matchText(content);
    case 'jump':
    case 'goto':
      return `${name} ${plainText(content['target'])}`;
    case 'vmap':
      return `${expressionText(content['key'])} vmap ${mapText(content['data'])}`;
    case 'reject':
      return rejectText(content);
    case 'limit':
      return `limit rate ${content['inv'] === true ? 'over ' : ''}${plainText(content['rate'])}/${plainText(content['per'])}`;
    case 'dnat':
    case 'snat':
      return `${name} to ${expressionText(content['addr'] ?? '')}${content['port'] === undefined ? '' : `:${expressionText(content['port'])}`}`;
    case 'redirect':
      return `redirect to :${expressionText(content['port'] ?? '?')}`;
    case 'xt':
      return `xt ${plainText(content['type'])} ${plainText(content['name'])}`;
    default:
      return expressionText(statement);
  }
}

const SILENT = new Set(['counter', 'log']);

function matchText({ op, left, right }: Readonly<Record<string, unknown>>): string {
  const operator = op === '==' || op === 'in' || op === undefined ? '' : `${plainText(op)} `;
  const quoted = isObject(left) && isObject(left['meta']) && typeof right === 'string' && isName(left['meta']['key']);
  return `${expressionText(left)} ${operator}${quoted ? `"${right}"` : expressionText(right)}`;
}

function isName(key: unknown): boolean {
  return key === 'iifname' || key === 'oifname';
}

function mapText(data: unknown): string {
  const entries = isObject(data) ? data['set'] : undefined;
  if (!Array.isArray(entries)) return expressionText(data);
  const shown = entries.slice(0, 16).map((entry: unknown) => {
    const [key, verdict]: readonly unknown[] = Array.isArray(entry) ? entry : [entry];
    return `${expressionText(key)} : ${statementText(verdict)}`;
  });
  return `{ ${shown.join(', ')}${entries.length > 16 ? ', ...' : ''} }`;
}

function rejectText({ type, expr }: Readonly<Record<string, unknown>>): string {
  if (type === undefined) return 'reject';
  return `reject with ${plainText(type)}${expr === undefined ? '' : ` ${plainText(expr)}`}`;
}
