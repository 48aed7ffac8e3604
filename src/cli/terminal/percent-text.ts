/** `1.2%` of a share from 0 to 1; a share above zero is never shown as zero, one below one never as all. */
export function percentText(share: number): string {
  if (share > 0 && share < 0.001) return '<0.1%';
  if (share < 1 && share > 0.999) return '>99.9%';
  return `${Number((share * 100).toFixed(1))}%`;
}
