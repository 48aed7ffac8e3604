import type { SourcePosition } from '../../model/errors.ts';
import { UsageError } from '../../model/errors.ts';
import { printable } from '../../model/printable.ts';
import type { Entry } from './entry.ts';
import { limitEntries, locate } from './entry.ts';
import { expandHostPattern } from './host-pattern.ts';
import type { Fields } from './labels.ts';
import { labelFieldsOf, targetOf } from './ansible-variables.ts';
import { readLabels, tidyTags } from './labels.ts';

/** Deeper than any real inventory, shallower than the stack. */
const MAX_DEPTH = 100;

interface Group {
  readonly variables: Map<string, unknown>;
  readonly parents: Set<string>;
  /** Greatest distance from `all`; deeper groups win. */
  depth?: number;
}

interface Host {
  readonly groups: Set<string>;
  readonly variables: Map<string, unknown>;
  readonly at: SourcePosition;
}

/** Groups that hold every host, or those without a group: they say nothing about a host. */
const IMPLICIT = new Set(['all', 'ungrouped']);

/** An Ansible inventory while it is read, whichever of its formats it comes from. */
export interface AnsibleGroups {
  addHosts(
    group: string,
    pattern: string,
    described: { readonly variables: Fields; readonly at: SourcePosition },
  ): void;
  addChild(group: string, child: string): void;
  setVariables(group: string, variables: Fields): void;
  /** Every host with its groups as tags and its variables as labels. @throws UsageError for groups that contain themselves */
  entries(): readonly Entry[];
}

/** Variables as Ansible merges them: `all`, then groups from the outermost inwards, by name where equally deep, then the host's own. */
export function createAnsibleGroups(): AnsibleGroups {
  const groups = new Map<string, Group>();
  const hosts = new Map<string, Host>();
  const groupOf = (name: string): Group => {
    const group = groups.get(name) ?? { variables: new Map(), parents: new Set() };
    groups.set(name, group);
    return group;
  };
  return {
    addHosts(group, pattern, { variables, at }) {
      groupOf(group);
      for (const name of locate(at, () => expandHostPattern(pattern))) {
        const host = hosts.get(name) ?? { groups: new Set(), variables: new Map(), at };
        host.groups.add(group);
        for (const [key, value] of variables) host.variables.set(key, value);
        hosts.set(name, host);
        limitEntries(hosts.size, at);
      }
    },
    addChild(group, child) {
      groupOf(group);
      groupOf(child).parents.add(group);
    },
    setVariables(group, variables) {
      for (const [key, value] of variables) groupOf(group).variables.set(key, value);
    },
    entries() {
      const inherited = new Map<string, Inheritance>();
      return [...hosts].map(([name, host]) =>
        locate(host.at, () => toEntry(name, host, inheritanceOf(host, { groups, known: inherited }))),
      );
    },
  };
}

/** What all hosts of the same groups share. */
interface Inheritance {
  readonly variables: Fields;
  readonly tags: readonly string[];
}

interface Groups {
  readonly groups: ReadonlyMap<string, Group>;
  readonly known: Map<string, Inheritance>;
}

function inheritanceOf(host: Host, { groups, known }: Groups): Inheritance {
  const key = JSON.stringify([...host.groups].sort());
  const found = known.get(key);
  if (found !== undefined) return found;
  const ancestors = new Set(['all']);
  for (const group of host.groups) collectAncestors(group, groups, ancestors);
  const ordered = [...ancestors]
    .map((name) => ({ name, depth: name === 'all' ? 0 : depthOf(name, { groups, trail: new Set() }) }))
    .sort((a, b) => a.depth - b.depth || (a.name < b.name ? -1 : 1));
  const inheritance = {
    variables: new Map(ordered.flatMap(({ name }) => [...(groups.get(name)?.variables ?? [])])),
    tags: ordered.map(({ name }) => name).filter((name) => !IMPLICIT.has(name)),
  };
  known.set(key, inheritance);
  return inheritance;
}

function collectAncestors(name: string, groups: ReadonlyMap<string, Group>, found: Set<string>): void {
  const open = [name];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next) && next !== name) continue;
    found.add(next);
    for (const parent of groups.get(next)?.parents ?? []) if (!found.has(parent)) open.push(parent);
  }
}

/** Distance from the top. @throws UsageError where a group is its own ancestor, or deeper than any real inventory */
function depthOf(name: string, { groups, trail }: { groups: ReadonlyMap<string, Group>; trail: Set<string> }): number {
  const group = groups.get(name);
  if (group?.depth !== undefined) return group.depth;
  if (trail.has(name)) throw new UsageError(`group "${printable(name, 64)}" contains itself`);
  if (trail.size >= MAX_DEPTH) throw new UsageError(`groups are nested more than ${MAX_DEPTH} deep`);
  trail.add(name);
  const depth = 1 + Math.max(0, ...[...(group?.parents ?? [])].map((parent) => depthOf(parent, { groups, trail })));
  trail.delete(name);
  if (group !== undefined) group.depth = depth;
  return depth;
}

function toEntry(name: string, host: Host, inherited: Inheritance): Entry {
  const variables = new Map([...inherited.variables, ...host.variables]);
  const text = targetOf(name, variables);
  const labels = readLabels(labelFieldsOf(variables));
  const tags = tidyTags([...inherited.tags, ...(labels.tags ?? [])]);
  const id = text === name ? {} : { id: printable(name) };
  return { text, labels: { ...id, ...labels, ...(tags.length === 0 ? {} : { tags }) }, at: host.at };
}
