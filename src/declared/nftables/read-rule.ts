import type { Condition } from '../box.ts';
import { ALWAYS, both, unsure } from '../box.ts';
import { isObject, plainText } from '../json-place.ts';
import type { Effect } from '../program-builder.ts';
import type { Answer, Verdict } from '../program.ts';
import { bare } from './named-sets.ts';
import type { Scope } from './read-match.ts';
import { keyCondition, readMatch } from './read-match.ts';
import { statementText } from './statement-text.ts';

/** What a rule does, statement by statement (libnftables-json(5), "statements"). */
export function readRule(statements: readonly unknown[], scope: RuleScope): readonly Effect[] {
  const effects: Effect[] = [];
  let condition: Condition = ALWAYS;
  for (const statement of statements) {
    const read = readStatement(statement, scope);
    if (read.asks !== undefined) condition = both(condition, read.asks);
    for (const effect of read.effects ?? []) {
      effects.push({ condition: both(condition, effect.condition), verdict: effect.verdict });
    }
    if (read.ends === true) break;
  }
  return effects;
}

export interface RuleScope extends Scope {
  /** The name under which a chain of the same table is known. */
  readonly chainName: (chain: string) => string;
}

interface ReadStatement {
  /** What the rest of the rule waits for. */
  readonly asks?: Condition;
  readonly effects?: readonly Effect[];
  /** Whether nothing after it in the rule is reached. */
  readonly ends?: boolean;
}

/** Statements that change nothing about where a packet goes. */
const WITHOUT_EFFECT = new Set(
  'counter,log,comment,set,map,last,secmark,dup,flow,audit,ct helper,ct timeout,ct expectation'.split(','),
);

/** Statements that let only some packets go on, which cannot be told from outside. */
const UNSURE_MATCHES = new Set(['limit', 'quota', 'ct count', 'meter', 'connlimit']);

const REWRITES = 'it rewrites the destination, so that another rule and another host decide';

function readStatement(statement: unknown, scope: RuleScope): ReadStatement {
  if (!isObject(statement)) return ends(unknownVerdict(statement));
  const [[name, content] = ['', undefined]] = Object.entries(statement);
  const fields = isObject(content) ? content : {};
  if (WITHOUT_EFFECT.has(name)) return {};
  if (UNSURE_MATCHES.has(name)) return { asks: unsure(statementText(statement)) };
  switch (name) {
    case 'match':
      return { asks: readMatch(fields, scope) };
    case 'vmap':
      return { effects: readVerdictMap(fields, scope) };
    case 'xt':
      return readExtension(fields, statement);
    case 'mangle':
      return rewritesDestination(fields['key']) ? ends({ to: 'unknown', why: REWRITES }) : {};
    default: {
      const verdict = readVerdict(statement, scope);
      return verdict === null ? { ends: true } : ends(verdict);
    }
  }
}

function rewritesDestination(key: unknown): boolean {
  const payload = isObject(key) ? key['payload'] : undefined;
  return isObject(payload) && payload['field'] !== 'dscp' && payload['field'] !== 'ttl' && payload['field'] !== 'ecn';
}

function ends(verdict: Verdict): ReadStatement {
  return { effects: [{ condition: ALWAYS, verdict }], ends: true };
}

/** A verdict statement; null for `continue`, which ends a rule and decides nothing. */
function readVerdict(statement: unknown, { chainName }: RuleScope): Verdict | null {
  const [[name, content] = ['', undefined]] = isObject(statement) ? Object.entries(statement) : [];
  switch (name) {
    // Rewritten sources leave the way of a packet as it is.
    case 'accept':
    case 'snat':
    case 'masquerade':
      return { to: 'allow' };
    case 'drop':
      return { to: 'deny', answer: 'none' };
    case 'reject':
      return { to: 'deny', answer: answerOf(content) };
    case 'return':
      return { to: 'return' };
    case 'continue':
      return null;
    case 'jump':
    case 'goto':
      return { to: name, chain: chainName(isObject(content) ? plainText(content['target']) : '') };
    case 'dnat':
    case 'redirect':
    case 'tproxy':
    case 'fwd':
      return { to: 'unknown', why: REWRITES };
    default:
      return unknownVerdict(statement);
  }
}

function unknownVerdict(statement: unknown): Verdict {
  return { to: 'unknown', why: `what ${statementText(statement)} does is not modelled` };
}

function answerOf(content: unknown): Answer {
  if (!isObject(content) || content['type'] === undefined) return 'port-unreachable';
  if (content['type'] === 'tcp reset') return 'reset';
  const code = content['expr'] ?? 'port-unreachable';
  return code === 'port-unreachable' ? 'port-unreachable' : 'prohibited';
}

function readVerdictMap({ key, data }: Readonly<Record<string, unknown>>, scope: RuleScope): readonly Effect[] {
  const text = statementText({ vmap: { key, data } });
  const elements = elementsOf(data, scope);
  if (elements === null)
    return [{ condition: unsure(text), verdict: { to: 'unknown', why: 'the map changes by itself' } }];
  return elements.flatMap((element) => {
    const [value, verdict]: readonly unknown[] = Array.isArray(element) ? element : [undefined, element];
    const read = readVerdict(verdict, scope);
    const condition = keyCondition(key, value, text);
    // `continue` leaves the map without deciding; the entries speak of different packets, so that those after it do not match either.
    return read === null ? [] : [{ condition, verdict: read }];
  });
}

function isRest(entry: unknown): boolean {
  return Array.isArray(entry) && bare(entry[0]) === '*';
}

/** Entries with the one for all other keys last. */
function elementsOf(data: unknown, { table, sets }: RuleScope): readonly unknown[] | null {
  const inline = isObject(data) && Array.isArray(data['set']) ? data['set'] : null;
  const entries: readonly unknown[] | null = typeof data === 'string' ? (sets.elementsOf(table, data) ?? null) : inline;
  return entries && [...entries.filter((entry) => !isRest(entry)), ...entries.filter(isRest)];
}

/** Extensions of iptables that nft can name but not read. */
function readExtension({ type, name }: Readonly<Record<string, unknown>>, statement: unknown): ReadStatement {
  if (type === 'match') return name === 'comment' ? {} : { asks: unsure(statementText(statement)) };
  if (name === 'REJECT') return ends({ to: 'deny', answer: 'unknown' });
  if (name === 'LOG' || name === 'NFLOG' || name === 'MARK' || name === 'CONNMARK') return {};
  if (name === 'DNAT' || name === 'REDIRECT') return ends({ to: 'unknown', why: REWRITES });
  return ends(unknownVerdict(statement));
}
