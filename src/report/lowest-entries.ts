/** Keeps the values of the lowest keys, so that what is kept does not depend on the order in which they come. */
export interface LowestEntries<Value> {
  /** Replaces the value of a key that is kept already. */
  set(key: number, value: Value): void;
  delete(key: number): void;
  /** Values by ascending key, at most the limit. */
  values(): Value[];
}

export function createLowestEntries<Value>(limit: number): LowestEntries<Value> {
  const entries = new Map<number, Value>();

  function lowestKeys(): number[] {
    return [...entries.keys()].sort((a, b) => a - b).slice(0, limit);
  }

  return {
    set(key, value) {
      entries.set(key, value);
      // Pruned only at twice the limit: the sort is then paid for by as many insertions.
      if (entries.size < limit * 2) return;
      const kept = new Set(lowestKeys());
      for (const other of entries.keys()) if (!kept.has(other)) entries.delete(other);
    },
    delete(key) {
      if (entries.size > 0) entries.delete(key);
    },
    values: () => lowestKeys().flatMap((key) => entries.get(key) ?? []),
  };
}
