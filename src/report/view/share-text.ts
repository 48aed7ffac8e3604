import { countText } from '../../model/quantity-text.ts';

/** A share with its denominator, `37 of 40 (92.5 %)`; rounded down, so that only all of it reads as 100 %. */
export function shareText(part: number, whole: number): string {
  if (whole === 0) return 'none';
  const percent = Math.floor((part / whole) * 1000) / 10;
  const shown = percent === 0 && part > 0 ? 'below 0.1' : String(percent);
  return `${countText(part)} of ${countText(whole)} (${shown} %)`;
}
