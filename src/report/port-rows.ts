import type { IndexSet } from '../model/index-set.ts';
import { KINDS } from './result-kinds.ts';
import type { Kind } from './result-kinds.ts';

/** The ports of one host by kind; every host is read into the same row, because there may be a hundred thousand. */
export interface PortRow {
  count(...kinds: readonly Kind[]): number;
  /** As ascending ranges, as `formatPorts` writes them. */
  list(...kinds: readonly Kind[]): string;
}

/** No port, and no port's neighbour. */
const NONE = -1;

/** @returns a function that reads the row of a host, which holds until the next one is read */
export function portRowReader(
  ports: readonly number[],
  sets: Readonly<Record<Kind, IndexSet>>,
): (host: number) => PortRow {
  const row = new Uint8Array(ports.length);

  const reader: PortRow = {
    count(...kinds) {
      const bits = bitsOf(kinds);
      let count = 0;
      for (const bit of row) if ((bit & bits) !== 0) count++;
      return count;
    },
    list(...kinds) {
      const bits = bitsOf(kinds);
      const texts: string[] = [];
      let first = NONE;
      let last = NONE;
      for (let place = 0; place < ports.length; place++) {
        if (((row[place] ?? 0) & bits) === 0) continue;
        const port = ports[place] ?? 0;
        if (port !== last + 1) {
          if (last !== NONE) texts.push(rangeText(first, last));
          first = port;
        }
        last = port;
      }
      if (last !== NONE) texts.push(rangeText(first, last));
      return texts.join(',');
    },
  };

  return (host) => {
    const start = host * ports.length;
    row.fill(0);
    for (const kind of KINDS) {
      for (const index of sets[kind].within(start, start + ports.length)) row[index - start] = bitOf(kind);
    }
    return reader;
  };
}

function bitsOf(kinds: readonly Kind[]): number {
  return kinds.reduce((bits, kind) => bits | bitOf(kind), 0);
}

function bitOf(kind: Kind): number {
  return 1 << KINDS.indexOf(kind);
}

function rangeText(first: number, last: number): string {
  return first === last ? String(first) : `${first}-${last}`;
}
