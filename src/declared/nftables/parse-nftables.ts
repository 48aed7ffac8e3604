import type { Family } from '../../model/address.ts';
import type { DeclaredFirewall } from '../firewall.ts';
import type { JsonPlace } from '../json-place.ts';
import { at, isObject, itemsOf, objectAt, parseJson, textAt, textOrNone, wrong, plainText } from '../json-place.ts';
import { createProgramBuilder } from '../program-builder.ts';
import type { ProgramBuilder } from '../program-builder.ts';
import { addGates } from './base-chains.ts';
import type { BaseChain } from './base-chains.ts';
import { createNamedSets } from './named-sets.ts';
import type { NamedSets } from './named-sets.ts';
import { readRule } from './read-rule.ts';
import { ruleText } from './statement-text.ts';

/** IP versions that the tables of each family see; tables of other families see packets before or beside that. */
const FAMILIES: Readonly<Record<string, readonly Family[]>> = { ip: [4], ip6: [6], inet: [4, 6], netdev: [4, 6] };

/**
 * Reads what `nft -j list ruleset` prints (libnftables-json(5)). Rules have no lines there: their place is family, table, chain and handle.
 * @throws ConfigError for anything else than such a list
 */
export function parseNftables(file: string, text: string): DeclaredFirewall {
  const top = parseJson(file, text);
  if (!isObject(top.value)) throw wrong(top, 'an object with the key "nftables", as nft -j list ruleset prints it');
  const list = at(top, 'nftables');
  if (!Array.isArray(list.value)) throw wrong(list, 'the list that nft -j list ruleset prints');
  const builder = createProgramBuilder(file);
  const found = sortObjects(itemsOf(list), builder);
  const sets = createNamedSets();
  for (const { name, place } of found.sets) addSet(name, place, sets);
  for (const { table, statements } of found.rules) markChangingSets(table, statements, sets);
  for (const name of found.chains) builder.addChain(name);
  for (const rule of found.rules) {
    const { table, chain, at: where, comment, statements } = rule;
    const scope = { table, sets, chainName: (target: string) => `${table} ${target}` };
    const words = { at: `${file} ${where}`, text: ruleText(statements), comment };
    builder.addRule(chain, words, readRule(statements, scope));
  }
  addGates(file, found.bases, builder);
  return builder.finish('nftables');
}

interface Rule {
  readonly table: string;
  readonly chain: string;
  readonly at: string;
  readonly comment: string | null;
  readonly statements: readonly unknown[];
}

interface Objects {
  readonly chains: readonly string[];
  readonly bases: readonly BaseChain[];
  readonly sets: readonly { readonly name: string; readonly place: JsonPlace }[];
  readonly rules: readonly Rule[];
}

/** Objects that hold no rule. */
const OF_NO_MATTER = new Set(['metainfo', 'flowtable', 'counter', 'quota', 'limit', 'secmark', 'synproxy']);

function sortObjects(items: readonly JsonPlace[], builder: ProgramBuilder): Objects {
  const objects = {
    chains: new Array<string>(),
    bases: new Array<BaseChain>(),
    sets: new Array<Objects['sets'][number]>(),
    rules: new Array<Rule>(),
  };
  const asleep = new Set<string>();
  for (const item of items) {
    const [kind = ''] = Object.keys(isObject(item.value) ? item.value : {});
    if (OF_NO_MATTER.has(kind) || kind.startsWith('ct ')) continue;
    const place = at(objectAt(item), kind);
    if (!isObject(place.value)) throw wrong(place, 'an object');
    const family = textAt(at(place, 'family'));
    const families = Object.hasOwn(FAMILIES, family) ? FAMILIES[family] : undefined;
    const table = `${family} ${textAt(at(place, kind === 'table' ? 'name' : 'table'))}`;
    if (kind === 'table' && [at(place, 'flags').value].flat().includes('dormant')) {
      asleep.add(table);
      builder.warn(`table ${table} is dormant: none of its chains is in force`);
    }
    if (families === undefined) {
      builder.warn(`${item.path}: tables of the family ${family} are not read`);
    } else if (kind === 'chain') {
      const name = `${table} ${textAt(at(place, 'name'))}`;
      objects.chains.push(name);
      if (at(place, 'hook').value !== undefined && !asleep.has(table))
        objects.bases.push(readBase(place, name, families));
    } else if (kind === 'set' || kind === 'map' || kind === 'element') {
      objects.sets.push({ name: table, place });
    } else if (kind === 'rule') {
      objects.rules.push(readRuleObject(place, table));
    } else if (kind !== 'table') {
      builder.warn(`${item.path}: "${kind}" is not known and was not read`);
    }
  }
  return objects;
}

function readRuleObject(place: JsonPlace, table: string): Rule {
  const chain = `${table} ${textAt(at(place, 'chain'))}`;
  const { value: handle } = at(place, 'handle');
  const where = typeof handle === 'number' ? `${chain} handle ${handle}` : `${chain} ${place.path}`;
  const statements = itemsOf(at(place, 'expr')).map(({ value }) => value);
  return { table, chain, at: where, comment: textOrNone(at(place, 'comment')), statements };
}

function readBase(place: JsonPlace, chain: string, families: readonly Family[]): BaseChain {
  const priority = at(place, 'prio').value;
  return {
    chain,
    families,
    hook: textAt(at(place, 'hook')),
    type: textOrNone(at(place, 'type')) ?? 'filter',
    priority: typeof priority === 'number' ? priority : 0,
    denies: at(place, 'policy').value === 'drop',
    device: at(place, 'dev').value !== undefined || families === FAMILIES['netdev'],
  };
}

function addSet(table: string, place: JsonPlace, sets: NamedSets): void {
  if (!isObject(place.value)) return;
  const name = textAt(at(place, 'name'));
  const { elem } = place.value;
  if (place.path.endsWith('.element')) sets.addElements(table, name, Array.isArray(elem) ? elem : [elem]);
  else sets.add(table, place.value);
}

/** Sets that rules add packets to hold what nobody can tell from the file. */
function markChangingSets(table: string, statements: readonly unknown[], sets: NamedSets): void {
  for (const statement of statements) {
    const change: unknown = isObject(statement) ? (statement['set'] ?? statement['map']) : undefined;
    if (isObject(change)) sets.markChanging(table, plainText(change['set'] ?? change['map']));
  }
}
