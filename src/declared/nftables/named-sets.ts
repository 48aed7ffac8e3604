import { isObject, plainText } from '../json-place.ts';

/** The named sets and maps of a ruleset. */
export interface NamedSets {
  /** Elements; undefined where the file has no such set, null where its contents change by themselves or are not told. */
  elementsOf(table: string, name: string): readonly unknown[] | null | undefined;
  add(table: string, set: Readonly<Record<string, unknown>>): void;
  /** Elements that the file lists apart from the set. */
  addElements(table: string, name: string, elements: readonly unknown[]): void;
  /** A rule adds to this set or takes from it. */
  markChanging(table: string, name: string): void;
}

export function createNamedSets(): NamedSets {
  const sets = new Map<string, unknown[]>();
  const changing = new Set<string>();
  return {
    elementsOf(table, name) {
      const key = keyOf(table, name);
      return changing.has(key) ? null : sets.get(key);
    },
    add(table, set) {
      const key = keyOf(table, plainText(set['name']));
      const flags = [set['flags']].flat();
      if (flags.includes('dynamic') || flags.includes('timeout') || set['timeout'] !== undefined) changing.add(key);
      sets.set(key, [...(sets.get(key) ?? []), ...(Array.isArray(set['elem']) ? set['elem'] : [])]);
    },
    addElements(table, name, elements) {
      const key = keyOf(table, name);
      sets.set(key, [...(sets.get(key) ?? []), ...elements]);
    },
    markChanging: (table, name) => void changing.add(keyOf(table, name)),
  };
}

/** The single values that the right side of a match stands for; null where they cannot be known. */
export function valuesOf(right: unknown, table: string, sets: NamedSets): readonly unknown[] | null {
  if (typeof right === 'string' && right.startsWith('@')) {
    const elements = sets.elementsOf(table, right);
    return elements ? elements.map(bare) : null;
  }
  if (Array.isArray(right)) return right.map(bare);
  if (!isObject(right) || !Array.isArray(right['set'])) return [bare(right)];
  return right['set'].map(bare);
}

/** An element without its comment, counter or timeout. */
export function bare(element: unknown): unknown {
  return isObject(element) && isObject(element['elem']) ? element['elem']['val'] : element;
}

function keyOf(table: string, name: string): string {
  return `${table} ${name.replace(/^@/, '')}`;
}
