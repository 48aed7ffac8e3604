import type { ResultCode } from './result-code.ts';

/** Part of an array that holds the results of hosts one after the other, each as a row of as many codes as there are ports. */
export interface Rows {
  readonly codes: ArrayLike<ResultCode>;
  readonly rowLength: number;
  /** Where the last row ends. */
  readonly end: number;
}

/**
 * How many rows from the one that begins at `start` on are equal to it, itself included. Most hosts look like their neighbours, and comparing costs a
 * fraction of whatever else is done with a row.
 */
export function equalRows({ codes, rowLength, end }: Rows, start: number): number {
  let at = start + rowLength;
  while (at < end && codes[at] === codes[at - rowLength]) at++;
  return Math.floor((at - start) / rowLength);
}
