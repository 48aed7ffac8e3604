import { isPort } from '../../model/ports.ts';
import type { PortSpan } from './intent-matrix.ts';
import { sweepIntervals } from './sweep-intervals.ts';

/** Why an item of a row's ports is none; `undefined` where it is one. The schema has let it through: a port, or digits with or without a second number. */
export function portProblem(item: number | string): { readonly message: string; readonly hint?: string } | undefined {
  const { first, last } = boundsOf(item);
  const wrong = [first, last].find((port) => !isPort(port));
  if (wrong !== undefined) return { message: `port ${wrong} is outside 1-65535` };
  if (first > last) return { message: `port range ${item} runs backwards`, hint: `write "${last}-${first}"` };
  return undefined;
}

/** Ports as written, in any order and overlapping, as disjoint spans that know the smallest item around them. */
export function readPorts(items: readonly (number | string)[]): readonly PortSpan[] {
  const intervals = items.map((item) => {
    const { first, last } = boundsOf(item);
    return { first: BigInt(first), last: BigInt(last), value: last - first + 1 };
  });
  const stretches = sweepIntervals(intervals);
  return stretches.flatMap(({ first, values }, index) => {
    const end = stretches[index + 1]?.first ?? 0n;
    return values.length === 0
      ? []
      : [{ first: Number(first), last: Number(end) - 1, size: values.reduce((a, b) => Math.min(a, b)) }];
  });
}

function boundsOf(item: number | string): { readonly first: number; readonly last: number } {
  const [first, last = first] = String(item).split('-').map(Number);
  return { first: first ?? 0, last: last ?? 0 };
}
