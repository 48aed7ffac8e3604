import { describe, expect, it } from 'vitest';
import { durationText, plural } from '../../src/model/quantity-text.ts';
import { percentText } from '../../src/cli/terminal/percent-text.ts';

describe('durationText', () => {
  it.each([
    [0, '0 s'],
    [0.02, '<0.1 s'],
    [0.42, '0.4 s'],
    [9.94, '9.9 s'],
    [9.96, '10 s'],
    [59.4, '59 s'],
    [59.6, '1 min'],
    [200, '3 min 20 s'],
    [3599.6, '1 h'],
    [7500, '2 h 5 min'],
    [86_400, '1 d'],
    [273_600, '3 d 4 h'],
    [400_000_000, '4,629 d 15 h'],
  ])('%d s is %s', (seconds, text) => {
    expect(durationText(seconds)).toBe(text);
  });
});

describe('percentText', () => {
  it.each([
    [0, '0%'],
    [0.0001, '<0.1%'],
    [0.05, '5%'],
    [0.1234, '12.3%'],
    [0.99999, '>99.9%'],
    [1, '100%'],
  ])('%d is %s', (share, text) => {
    expect(percentText(share)).toBe(text);
  });
});

describe('plural', () => {
  it.each([
    [0, '0 hosts'],
    [1, '1 host'],
    [1234, '1,234 hosts'],
  ])('%d', (count, text) => {
    expect(plural(count, 'host')).toBe(text);
  });
});
