import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barView } from '../../../src/report/view/bar-view.ts';
import { portsText } from '../../../src/report/view/cut-list.ts';
import { shareText } from '../../../src/report/view/share-text.ts';
import { timeText } from '../../../src/report/view/time-text.ts';

describe('numbers as text', () => {
  it.each([
    [37, 40, '37 of 40 (92.5 %)'],
    [40, 40, '40 of 40 (100 %)'],
    [99_999, 100_000, '99,999 of 100,000 (99.9 %)'],
    [1, 100_000, '1 of 100,000 (below 0.1 %)'],
    [0, 7, '0 of 7 (0 %)'],
    [0, 0, 'none'],
  ])('shareText(%d, %d) is %s', (part, whole, text) => {
    expect(shareText(part, whole)).toBe(text);
  });

  it('only all of it reads as 100 %', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31 - 2), fc.nat(2 ** 31 - 2), (a, b) => {
        const [part, whole] = a < b ? [a, b] : [b, a + 1];
        expect(shareText(part, whole)).not.toContain('100 %');
      }),
    );
  });

  it('timeText reads RFC 3339 in UTC and leaves other text as it is', () => {
    expect(timeText('2026-03-02T08:15:00.123Z')).toBe('2026-03-02 08:15:00 UTC');
    expect(timeText('2026-03-02T08:15:00+02:00')).toBe('2026-03-02T08:15:00+02:00');
  });

  it('portsText cuts after whole ranges', () => {
    expect([portsText(''), portsText('22,80-90'), portsText('1,3,5,7', 2)]).toEqual([
      '–',
      '22, 80-90',
      '1, 3 and 2 more ranges',
    ]);
  });

  it('a bar is filled from end to end', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000_000), { minLength: 1 }), (counts) => {
        const { parts } = barView(
          'bar',
          counts.map((count, at) => ({ id: `p${at}`, label: `part ${at}`, count })),
        );
        const width = parts.reduce((sum, part) => sum + Number.parseFloat(part.width), 0);
        expect(parts).toHaveLength(counts.filter((count) => count > 0).length);
        expect(Math.abs(width - (parts.length === 0 ? 0 : 100))).toBeLessThan(0.1);
      }),
    );
  });
});
