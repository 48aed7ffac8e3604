import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inert } from '../../../src/report/view/inert.ts';

it('keeps the shape and everything that is no text', () => {
  const value = { a: [1, null, true, { b: 'plain text' }], c: undefined };
  expect(inert(value)).toEqual(value);
});

it('shows control and direction characters, folds line ends, cuts what is long', () => {
  expect(inert(['a\u202eb', 'first\r\n   second', '\u001b[31m', 'x'.repeat(70_000)])).toEqual([
    'a\\u{202e}b',
    'first second',
    '\\x1b[31m',
    `${'x'.repeat(999)}…`,
  ]);
});

it('no text comes out with a control character, a direction override or a lone surrogate', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 0xd800, max: 0xdfff }), (text, surrogate) => {
      const safe = String(inert(text + String.fromCharCode(surrogate)));
      expect(safe).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      expect(safe.isWellFormed()).toBe(true);
    }),
  );
});
