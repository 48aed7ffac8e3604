import type { FactName } from '../model/facts.ts';

/** Neither true nor false, because these facts are not known; at least one. */
export interface Unknown {
  readonly missing: ReadonlySet<FactName>;
}

/** Kleene's strong three-valued logic, whose third value says what it lacks. */
export type Truth = boolean | Unknown;

/** Whether a truth value is the third one. */
export function isUnknown(truth: Truth): truth is Unknown {
  return typeof truth !== 'boolean';
}

/** The third value for want of one fact. */
export function unknown(fact: FactName): Unknown {
  return { missing: new Set([fact]) };
}

/** Unknown stays unknown. */
export function negate(truth: Truth): Truth {
  return isUnknown(truth) ? truth : !truth;
}

/** Kleene's and: false as soon as one is false, else unknown as soon as one is unknown. True for none at all. */
export function conjunction<Item>(items: readonly Item[], truthOf: (item: Item) => Truth): Truth {
  return combine(items, truthOf, false);
}

/** Kleene's or: true as soon as one is true, else unknown as soon as one is unknown. False for none at all. */
export function disjunction<Item>(items: readonly Item[], truthOf: (item: Item) => Truth): Truth {
  return combine(items, truthOf, true);
}

/** `decisive` is the value that settles the result alone, whatever is missing elsewhere. */
function combine<Item>(items: readonly Item[], truthOf: (item: Item) => Truth, decisive: boolean): Truth {
  let missing: Set<FactName> | undefined;
  for (const item of items) {
    const truth = truthOf(item);
    if (truth === decisive) return decisive;
    if (!isUnknown(truth)) continue;
    missing ??= new Set();
    for (const fact of truth.missing) missing.add(fact);
  }
  return missing === undefined ? !decisive : { missing };
}
