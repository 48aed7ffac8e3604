const GROUPED = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });

/** `12,345`. */
export function countText(count: number): string {
  return GROUPED.format(count);
}

/** A number with its noun, which gets an `s` unless the number is one: `1 host`, `2 hosts`. */
export function amountText(count: number, noun: string): string {
  return `${countText(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** A share with its denominator, `37 of 40 (92.5 %)`; rounded down, so that only all of it reads as 100 %. */
export function shareText(part: number, whole: number): string {
  if (whole === 0) return 'none';
  const percent = Math.floor((part / whole) * 1000) / 10;
  const shown = percent === 0 && part > 0 ? 'below 0.1' : countText(percent);
  return `${countText(part)} of ${countText(whole)} (${shown} %)`;
}
