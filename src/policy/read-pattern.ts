import { RE2JS, RE2JSException } from 're2js';
import { printable } from '../model/printable.ts';
import type { PatternReading } from './expressions.ts';

/** Bounds the size of a compiled pattern. */
const LONGEST_PATTERN = 256;

/**
 * Compiles a pattern in the syntax of RE2 (https://github.com/google/re2/wiki/Syntax): no back references, no looking around. It matches anywhere
 * in a text unless `^` and `$` say otherwise; upper and lower case differ.
 */
export function readPattern(pattern: string): PatternReading {
  if (pattern.length > LONGEST_PATTERN) {
    return { problem: { message: `the pattern is longer than ${LONGEST_PATTERN} characters` } };
  }
  try {
    const compiled = RE2JS.compile(pattern);
    return { test: (text) => compiled.matcher(text).find() };
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    const why = printable(error.message.replace(/^error parsing regexp: /, ''), 120);
    const hint = /\(\?[=!<]|\\[1-9]/.test(pattern)
      ? 'RE2 has no looking around and no back references'
      : 'see https://github.com/google/re2/wiki/Syntax';
    return { problem: { message: `the pattern is no regular expression of RE2: ${why}`, hint } };
  }
}
