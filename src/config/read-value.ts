import { formatAddress, parseAddress } from '../model/address.ts';
import { closest } from '../model/closest.ts';
import { UsageError } from '../model/errors.ts';
import { printable } from '../model/printable.ts';
import type { Control, PlanPart } from '../model/request.ts';

/** Turns one text into a value. `source` names where it was written (`--rate`, `PORTREEVE_RATE`, `/sweep/rate`). @throws UsageError */
export type Reader<T> = (source: string, text: string) => T;

/** Inclusive bounds. */
interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** The error every reader throws: what was expected, and what was found instead. */
export function expected(source: string, what: string, text: string): UsageError {
  return new UsageError(`${source}: expected ${what}, got ${text === '' ? 'nothing' : `"${printable(text, 80)}"`}`);
}

/** A whole number in decimal digits. */
export function wholeNumber(bounds: Bounds): Reader<number> {
  return (source, text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= bounds.min && value <= bounds.max) return value;
    throw expected(source, `a whole number from ${bounds.min} to ${bounds.max}`, text);
  };
}

/** Probes per second, or `max` for no limit. */
export function probeRate(max: number): Reader<number | null> {
  return (source, text) => {
    if (text === 'max') return null;
    const value = /^[1-9]\d{0,14}$/.test(text) ? Number(text) : Number.NaN;
    if (value <= max) return value;
    throw expected(source, `probes per second, a whole number from 1 to ${max}, or max`, text);
  };
}

/** Milliseconds, written as `1500`, `1500ms` or `1.5s`. */
export function duration(bounds: Bounds): Reader<number> {
  return (source, text) => {
    const match = /^(\d{1,9}(?:\.\d{1,6})?)(ms|s|)$/.exec(text);
    const value = match === null ? Number.NaN : Math.round(Number(match[1]) * (match[2] === 's' ? 1000 : 1));
    if (value >= bounds.min && value <= bounds.max) return value;
    throw expected(source, `a duration from ${bounds.min}ms to ${bounds.max / 1000}s, such as 1500ms or 1.5s`, text);
  };
}

/** A part and how many there are, from 1: `2/4`. */
export function partOf(most: number): Reader<PlanPart> {
  return (source, text) => {
    const [, index, count] = (/^([1-9]\d{0,8})\/([1-9]\d{0,8})$/.exec(text) ?? []).map(Number);
    if (index !== undefined && count !== undefined && index <= count && count <= most) return { index, count };
    throw expected(source, `a part and how many there are, such as 2/4 (at most ${most})`, text);
  };
}

/** A literal address and a port: `10.0.0.1:22` or `[2001:db8::1]:22`. */
export const addressAndPort: Reader<Control> = (source, text) => {
  const match = /^(?:\[([^[\]]*:[^[\]]*)\]|([^:]+)):([1-9]\d{0,4})$/.exec(text);
  const address = parseAddress(match?.[1] ?? match?.[2] ?? '');
  const port = Number(match?.[3]);
  if (address !== undefined && port <= 65_535) {
    return { text, address: formatAddress(address.family, address.value), port };
  }
  throw expected(source, 'an address (no name) and a port, such as 10.0.0.1:22 or [2001:db8::1]:22', text);
};

/** A share from 0 to 1. */
export const share: Reader<number> = (source, text) => {
  const value = /^\d(?:\.\d{1,12})?$/.test(text) ? Number(text) : Number.NaN;
  if (value <= 1) return value;
  throw expected(source, 'a share from 0 to 1, such as 0.05', text);
};

/** A day of the calendar as ISO 8601 writes it: `2026-01-31`. */
export const calendarDay: Reader<string> = (source, text) => {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) {
    const moment = new Date(`${text}T00:00:00Z`);
    if (!Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text)) return text;
  }
  throw expected(source, 'a day such as 2026-01-31', text);
};

/** What is on or off. */
export const yesOrNo: Reader<boolean> = (source, text) => {
  if (text === 'true' || text === 'false') return text === 'true';
  throw expected(source, 'true or false', text);
};

/** One of a list of words; a near miss is named in the hint. */
export function oneOf<const T extends string>(words: readonly T[]): Reader<T> {
  return (source, text) => {
    const found = words.find((word) => word === text);
    if (found !== undefined) return found;
    const near = closest(text, words);
    throw new UsageError(expected(source, words.join(', ').replace(/, ([^,]+)$/, ' or $1'), text).message, {
      hint: near === undefined ? undefined : `did you mean ${near}?`,
    });
  };
}

/** Any text that can be printed as it stands, up to `limit` characters. */
export function plainText(limit: number): Reader<string> {
  return (source, text) => {
    if (text.trim() !== '' && text.length <= limit && printable(text, limit) === text) return text;
    throw expected(source, `printable text of 1 to ${limit} characters`, text);
  };
}
