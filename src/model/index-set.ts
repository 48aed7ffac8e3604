/** A set of whole numbers from 0 to 2^53 - 1 that stays small both where they are few and where they are dense. */
export interface IndexSet {
  readonly size: number;
  add(index: number): void;
  delete(index: number): void;
  has(index: number): boolean;
  /** Ascending members of `first <= index < end`. */
  within(first: number, end: number): Iterable<number>;
}

// The chunks of a Roaring bitmap (Lemire et al., 2016): up to 4,096 members a sorted list of 16-bit numbers, above that one bit for each number.
// At 4,096 members both take 8 KiB.
const CHUNK = 65_536;
const SPARSE_LIMIT = 4_096;

interface SparseChunk {
  readonly kind: 'sparse';
  list: Uint16Array;
  size: number;
}

interface DenseChunk {
  readonly kind: 'dense';
  readonly bits: Uint8Array;
}

type Chunk = SparseChunk | DenseChunk;

export function createIndexSet(): IndexSet {
  const chunks = new Map<number, Chunk>();
  let size = 0;

  function has(index: number): boolean {
    const chunk = chunks.get(Math.floor(index / CHUNK));
    return chunk !== undefined && holds(chunk, index % CHUNK);
  }

  function change(index: number, present: boolean): void {
    if (has(index) === present) return;
    const key = Math.floor(index / CHUNK);
    const chunk = chunks.get(key) ?? { kind: 'sparse', list: new Uint16Array(4), size: 0 };
    chunks.set(key, present ? inserted(chunk, index % CHUNK) : removed(chunk, index % CHUNK));
    size += present ? 1 : -1;
  }

  return {
    get size() {
      return size;
    },
    add: (index) => change(index, true),
    delete: (index) => change(index, false),
    has,
    *within(first, end) {
      for (let key = Math.floor(first / CHUNK); key * CHUNK < end; key++) {
        const chunk = chunks.get(key);
        if (chunk === undefined) continue;
        const base = key * CHUNK;
        for (const low of members(chunk, Math.max(0, first - base), Math.min(CHUNK, end - base))) yield base + low;
      }
    },
  };
}

function holds(chunk: Chunk, low: number): boolean {
  if (chunk.kind === 'dense') return ((chunk.bits[low >> 3] ?? 0) & (1 << (low & 7))) !== 0;
  const at = lowerBound(chunk, low);
  return at < chunk.size && chunk.list[at] === low;
}

function inserted(chunk: Chunk, low: number): Chunk {
  if (chunk.kind === 'sparse' && chunk.size === SPARSE_LIMIT) return inserted(toDense(chunk), low);
  if (chunk.kind === 'dense') {
    chunk.bits[low >> 3] = (chunk.bits[low >> 3] ?? 0) | (1 << (low & 7));
    return chunk;
  }
  if (chunk.size === chunk.list.length) {
    const longer = new Uint16Array(chunk.size * 2);
    longer.set(chunk.list);
    chunk.list = longer;
  }
  const at = lowerBound(chunk, low);
  chunk.list.copyWithin(at + 1, at, chunk.size);
  chunk.list[at] = low;
  chunk.size++;
  return chunk;
}

function removed(chunk: Chunk, low: number): Chunk {
  if (chunk.kind === 'dense') {
    chunk.bits[low >> 3] = (chunk.bits[low >> 3] ?? 0) & ~(1 << (low & 7));
    return chunk;
  }
  const at = lowerBound(chunk, low);
  chunk.list.copyWithin(at, at + 1, chunk.size);
  chunk.size--;
  return chunk;
}

function toDense(chunk: SparseChunk): DenseChunk {
  const bits = new Uint8Array(CHUNK / 8);
  for (const low of chunk.list.subarray(0, chunk.size)) bits[low >> 3] = (bits[low >> 3] ?? 0) | (1 << (low & 7));
  return { kind: 'dense', bits };
}

function* members(chunk: Chunk, first: number, end: number): Iterable<number> {
  if (chunk.kind === 'dense') {
    for (let low = first; low < end; low++) if (holds(chunk, low)) yield low;
    return;
  }
  for (let at = lowerBound(chunk, first); at < chunk.size; at++) {
    const low = chunk.list[at];
    if (low === undefined || low >= end) return;
    yield low;
  }
}

/** Where the first member not below `low` is, or would be. */
function lowerBound(chunk: SparseChunk, low: number): number {
  let from = 0;
  let to = chunk.size;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((chunk.list[middle] ?? 0) < low) from = middle + 1;
    else to = middle;
  }
  return from;
}
