import { parseAddress, parseCidr, rangeContains } from '../model/address.ts';
import { InternalError } from '../model/errors.ts';
import type { FactType } from '../model/facts.ts';
import type { DetailValue } from '../model/detail-value.ts';
import type { Scalar } from './scalar.ts';
import { globMatcher } from './glob.ts';

interface Operator {
  /** Types of fact that the operator asks about; anything else is refused when the pack is loaded. */
  readonly types: readonly FactType[];
  /** Reads as `fact WORDS operands`. */
  readonly words: string;
  /** Compiled once when the pack is loaded; operands have the fact's type (for lists, the type of an item). */
  readonly compile: (operands: readonly Scalar[]) => (value: DetailValue) => boolean;
}

const SCALARS: readonly FactType[] = ['string', 'number', 'boolean'];

/** Every operator but `known`, which asks about the observation and not about the value. */
export const OPERATORS = {
  eq: { types: SCALARS, words: 'is', compile: oneOf },
  ne: { types: SCALARS, words: 'is not', compile: noneOf },
  in: { types: SCALARS, words: 'is one of', compile: oneOf },
  not_in: { types: SCALARS, words: 'is none of', compile: noneOf },
  gt: { types: ['number'], words: 'is above', compile: compare((value, bound) => value > bound) },
  gte: { types: ['number'], words: 'is at least', compile: compare((value, bound) => value >= bound) },
  lt: { types: ['number'], words: 'is below', compile: compare((value, bound) => value < bound) },
  lte: { types: ['number'], words: 'is at most', compile: compare((value, bound) => value <= bound) },
  between: {
    types: ['number'],
    words: 'is between, ends included,',
    compile: compare((value, low, high) => low <= value && value <= high),
  },
  has: { types: ['list'], words: 'has', compile: hasAny },
  has_any: { types: ['list'], words: 'has one of', compile: hasAny },
  cidr: { types: ['string'], words: 'is in', compile: inRange },
  glob: { types: ['string'], words: 'looks like', compile: looksLike },
} as const satisfies Record<string, Operator>;

export type OperatorName = keyof typeof OPERATORS;

function oneOf(operands: readonly Scalar[]): (value: DetailValue) => boolean {
  const wanted = new Set<DetailValue>(operands);
  return (value) => wanted.has(value);
}

function noneOf(operands: readonly Scalar[]): (value: DetailValue) => boolean {
  const unwanted = new Set<DetailValue>(operands);
  return (value) => !unwanted.has(value);
}

function hasAny(operands: readonly Scalar[]): (value: DetailValue) => boolean {
  const wanted = new Set<DetailValue>(operands);
  return (value) => typeof value === 'object' && value.some((item) => wanted.has(item));
}

function compare(holds: (value: number, bound: number, second: number) => boolean): Operator['compile'] {
  return ([bound, second = bound]) => {
    if (typeof bound !== 'number' || typeof second !== 'number')
      throw new InternalError('a comparison without a number');
    return (value) => typeof value === 'number' && holds(value, bound, second);
  };
}

function inRange([text]: readonly Scalar[]): (value: DetailValue) => boolean {
  const range = parseCidr(String(text));
  if (range === undefined) throw new InternalError(`${String(text)} is no CIDR`);
  return (value) => {
    const address = parseAddress(String(value));
    return address !== undefined && rangeContains(range, address);
  };
}

function looksLike([pattern]: readonly Scalar[]): (value: DetailValue) => boolean {
  const matches = globMatcher(String(pattern));
  return (value) => typeof value === 'string' && matches(value);
}
