import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../src/policy/evaluate.ts';
import { loadExpressions } from '../../../src/policy/expressions.ts';
import { EXPRESSIONS } from './expressions.ts';

const { readCel, readPattern } = await loadExpressions();

/** Whole, cut, doubled and with a token more: near enough to the language to get deep into its reader. */
const nearly = fc
  .tuple(
    fc.constantFrom(...EXPRESSIONS),
    fc.constantFrom(
      '',
      '!',
      '(',
      ')',
      '[',
      '.',
      '==',
      '&&',
      '?',
      ':',
      '"',
      "'",
      ' in ',
      'null',
      '1u',
      'b"a"',
      'dyn(',
      '{',
      '\u{1f600}',
    ),
    fc.nat(80),
    fc.nat(80),
  )
  .map(([source, token, at, end]) => source.slice(0, at) + token + source.slice(Math.min(at, end)));

describe('reading an expression', () => {
  it('gives a condition that can be evaluated or a problem inside the text, whatever is read', () => {
    let read = 0;
    fc.assert(
      fc.property(fc.oneof({ weight: 4, arbitrary: nearly }, fc.string({ unit: 'binary' })), (source) => {
        const reading = readCel(source);
        if ('condition' in reading) {
          read++;
          return ['boolean', 'object'].includes(typeof evaluate(reading.condition, { port: 443, open: true }));
        }
        const { offset, message } = reading.problem;
        return offset >= 0 && offset <= source.length && message !== '' && !/[\p{Cc}\p{Cf}]/u.test(message);
      }),
      { numRuns: 1500 },
    );
    expect(read).toBeGreaterThan(20);
  });

  it.each([
    ['brackets', '('.repeat(240) + 'open' + ')'.repeat(240), 'Exceeded maxDepth (40)'],
    ['negations', '!'.repeat(490) + 'open', 'Exceeded maxAstNodes (300)'],
    ['signs', '-'.repeat(480) + 'port == 1', 'Exceeded maxAstNodes (300)'],
    ['choices', `open${' ? open : open'.repeat(30)}`, 'more than 4 ?: are too many'],
    ['the length', `${'open || '.repeat(63)}open`, 'the expression is longer than 500 characters'],
  ])('bounds %s', (_, source, message) => {
    expect(readCel(source)).toMatchObject({ problem: { message } });
  });

  it.each([
    `port in [${'1,'.repeat(240)}1]`,
    `open${' && open'.repeat(60)}`,
    `open${' ? open : open'.repeat(4)}`,
    `size(tls.names${'.filter(x, x != "")'.repeat(24)}) > 1`,
  ])('takes its time within bounds: %s', (source) => {
    const reading = readCel(source);
    if ('problem' in reading) throw new Error(reading.problem.message);
    const facts = { port: 1, open: true, 'tls.names': Array.from({ length: 50 }, (_, index) => `n${index}`) };
    expect(evaluate(reading.condition, facts)).toBe(true);
  });
});

describe('reading a pattern', () => {
  it('gives a test or a problem, whatever is read, and no pattern takes long', () => {
    const hostile = `${'a'.repeat(20_000)}!`;
    let read = 0;
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ maxLength: 60 }), fc.constantFrom('(a+)+$', '(a|aa)+$', '^(.*a){20}$')),
        (pattern) => {
          const reading = readPattern(pattern);
          if ('problem' in reading) return reading.problem.message !== '';
          read++;
          return typeof reading.test(hostile) === 'boolean';
        },
      ),
      { numRuns: 200 },
    );
    expect(read).toBeGreaterThan(50);
  });
});
