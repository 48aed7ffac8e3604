import { describe, expect, it } from 'vitest';
import { durationText, estimateText, measuredRatesText, plural } from '../../src/model/quantity-text.ts';
import { percentText } from '../../src/cli/terminal/percent-text.ts';

describe('estimateText', () => {
  it.each([
    [{ expected: 0, low: 0, high: 0 }, 'fewer than 1'],
    [{ expected: 0.4, low: 0, high: 2 }, 'fewer than 1 (95 %: 0 to 2)'],
    [{ expected: 12.5, low: 3, high: 1031 }, 'about 13 (95 %: 3 to 1,031)'],
  ])('%j is %s', (estimate, text) => {
    expect(estimateText(estimate)).toBe(text);
  });
});

describe('measuredRatesText', () => {
  it.each([
    [null, null, undefined],
    [4999.7, 5000.2, '5,000 probes/s'],
    [1200, 5000, '1,200 to 5,000 probes/s'],
  ])('%s to %s is %s', (slowest, fastest, text) => {
    expect(measuredRatesText(slowest, fastest)).toBe(text);
  });
});

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
