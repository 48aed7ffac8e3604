import { countText } from '../../model/quantity-text.ts';
import { shareText } from './share-text.ts';

/** A stacked bar; positions and widths are percentages with three decimals. */
export interface BarView {
  readonly label: string;
  readonly description: string;
  readonly parts: readonly BarPart[];
}

export interface BarPart {
  /** Names the colour and pattern in the style sheet. */
  readonly id: string;
  readonly label: string;
  readonly count: string;
  readonly share: string;
  readonly x: string;
  readonly width: string;
}

export interface BarInput {
  readonly id: string;
  readonly label: string;
  readonly count: number;
}

/** Parts that are zero are left out of the bar. */
export function barView(label: string, inputs: readonly BarInput[]): BarView {
  const whole = inputs.reduce((sum, { count }) => sum + count, 0);
  let before = 0;
  const parts = inputs
    .filter(({ count }) => count > 0)
    .map(({ id, label: name, count }) => {
      const x = percent(before, whole);
      before += count;
      return {
        id,
        label: name,
        count: countText(count),
        share: shareText(count, whole),
        x,
        width: percent(count, whole),
      };
    });
  return { label, parts, description: parts.map((part) => `${part.label}: ${part.share}`).join('; ') || 'nothing' };
}

function percent(part: number, whole: number): string {
  return `${((part / whole) * 100).toFixed(3)}%`;
}
