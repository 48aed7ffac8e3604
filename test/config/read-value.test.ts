import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OPTION_SETTINGS, READ, readOption } from '../../src/config/option-settings.ts';
import { UserError } from '../../src/model/errors.ts';

describe('durations', () => {
  it.each([
    ['1500', 1500],
    ['1500ms', 1500],
    ['1.5s', 1500],
    ['60s', 60_000],
    ['10', 10],
    ['0.0104s', 10],
  ])('%s is %d ms', (text, ms) => {
    expect(READ.timeoutMs('--timeout', text)).toBe(ms);
  });

  it.each(['0', '-1', '9', '61s', '1.5', '1.5.5s', '1 s', 's', '', 'abc', '1e3', '1m', 'Infinity', '0x10'])(
    '%j is refused',
    (text) => {
      expect(() => READ.timeoutMs('--timeout', text)).toThrow('--timeout: expected a duration from 10ms to 60s');
    },
  );
});

describe('rates', () => {
  it.each([
    ['1', 1],
    ['10000000', 10_000_000],
    ['max', null],
  ])('%s is %s', (text, rate) => {
    expect(READ.rate('--rate', text)).toBe(rate);
  });

  it.each(['0', '-5', '10000001', '5.5', '5k', 'MAX', '', 'NaN'])('%j is refused', (text) => {
    expect(() => READ.rate('--rate', text)).toThrow('--rate: expected probes per second');
  });
});

describe('shares', () => {
  it.each([
    ['0', 0],
    ['1', 1],
    ['0.05', 0.05],
  ])('%s is %d', (text, share) => {
    expect(READ.maxNotAssessed('x', text)).toBe(share);
  });

  it.each(['1.1', '2', '-0.1', '5%', '', '.'])('%j is refused', (text) => {
    expect(() => READ.maxNotAssessed('x', text)).toThrow('x: expected a share from 0 to 1');
  });
});

describe('parts', () => {
  it.each([
    ['1/1', { index: 1, count: 1 }],
    ['4/4', { index: 4, count: 4 }],
    ['7/100000', { index: 7, count: 100_000 }],
  ])('%s', (text, part) => {
    expect(READ.shard('--shard', text)).toEqual(part);
  });

  it.each(['', '1', '0/4', '5/4', '1/0', '01/4', '-1/4', '1/100001', '1/4/4', '1 / 4', '1.5/4'])(
    '%j is refused',
    (text) => {
      expect(() => READ.shard('--shard', text)).toThrow('--shard: expected a part and how many there are');
    },
  );
});

describe('addresses with ports', () => {
  it.each([
    ['10.0.0.1:22', '10.0.0.1', 22],
    ['[2001:DB8:0::1]:65535', '2001:db8::1', 65_535],
    ['[::ffff:10.0.0.1]:1', '10.0.0.1', 1],
  ])('%s', (text, address, port) => {
    expect(READ.control('--control', text)).toEqual({ text, address, port });
  });

  it.each([
    '',
    '10.0.0.1',
    ':22',
    '10.0.0.1:',
    '10.0.0.1:0',
    '10.0.0.1:65536',
    'db:22',
    '2001:db8::1:22',
    '[10.0.0.1]:22',
  ])('%j is refused', (text) => {
    expect(() => READ.control('--control', text)).toThrow('--control: expected an address (no name) and a port');
  });
});

describe('every option', () => {
  it('answers any text with a setting or one printable line', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('1', 'max', 'json', 'none', 'high', '0.5', '2s', 'auto'),
    );
    let accepted = 0;
    fc.assert(
      fc.property(fc.constantFrom(...OPTION_SETTINGS), texts, (setting, text) => {
        const outcome = outcomeOf(() => readOption(setting, '--x', [text]));
        accepted += typeof outcome === 'string' ? 0 : 1;
        const fine = typeof outcome === 'string' ? /^--x: expected [^\p{Cc}]+$/u.test(outcome) : outcome.every(isValue);
        expect(fine, JSON.stringify(outcome)).toBe(true);
      }),
      { numRuns: 2000 },
    );
    expect(accepted).toBeGreaterThan(100);
  });
});

/** The values read, or the line that says why not. */
function outcomeOf(read: () => object): readonly unknown[] | string {
  try {
    return Object.values(read());
  } catch (error) {
    if (error instanceof UserError) return error.line;
    throw error;
  }
}

function isValue(value: unknown): boolean {
  return value !== undefined && !Number.isNaN(value);
}
