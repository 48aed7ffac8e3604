import { printable } from '../../model/printable.ts';

/** Longest text that is shown in one piece. */
const LIMIT = 1_000;

/**
 * The same value with every text in it safe to show: line ends become spaces, control characters, bidirectional overrides and lone surrogates
 * become visible escapes, and nothing is longer than 1,000 characters. HTML is escaped later, by the template engine.
 */
export function inert(value: unknown): unknown {
  if (typeof value === 'string') return printable(value.replace(/\s*[\r\n]+\s*/g, ' '), LIMIT);
  if (Array.isArray(value)) return value.map(inert);
  return typeof value === 'object' && value !== null ? inertFields(value) : value;
}

/** `inert` for the fields of an object. */
export function inertFields(fields: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]: [string, unknown]) => [name, inert(value)]));
}
