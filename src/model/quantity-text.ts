const NUMBER = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** `1,234`. */
export function countText(count: number): string {
  return NUMBER.format(count);
}

/** `1 host`, `1,234 hosts`. */
export function plural(count: number, noun: string): string {
  return `${countText(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** An estimated number with its interval: `about 3 (95 %: 0 to 9)`, `fewer than 1 (95 %: 0 to 2)`, `fewer than 1` where none at all is certain. */
export function estimateText({ expected, low, high }: Estimate): string {
  const about = expected < 1 ? 'fewer than 1' : `about ${countText(Math.round(expected))}`;
  return high === 0 ? about : `${about} (95 %: ${countText(low)} to ${countText(high)})`;
}

interface Estimate {
  readonly expected: number;
  readonly low: number;
  readonly high: number;
}

/** Probes a second as measured: `5,000 probes/s`, `1,200 to 5,000 probes/s`; undefined where nothing was. */
export function measuredRatesText(slowest: number | null, fastest: number | null): string | undefined {
  if (slowest === null || fastest === null) return undefined;
  const [from, to] = [countText(slowest), countText(fastest)];
  return from === to ? `${to} probes/s` : `${from} to ${to} probes/s`;
}

/** Seconds as `<0.1 s`, `0.4 s`, `59 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`. */
export function durationText(seconds: number): string {
  if (seconds > 0 && seconds < 0.05) return '<0.1 s';
  if (seconds < 9.95) return `${Number(seconds.toFixed(1))} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return pair(whole, { unit: 60, large: 'min', small: 's' });
  const minutes = Math.round(whole / 60);
  if (minutes < 1440) return pair(minutes, { unit: 60, large: 'h', small: 'min' });
  return pair(Math.round(minutes / 60), { unit: 24, large: 'd', small: 'h' });
}

interface UnitPair {
  readonly unit: number;
  readonly large: string;
  readonly small: string;
}

function pair(value: number, { unit, large, small }: UnitPair): string {
  const rest = value % unit;
  const head = `${countText(Math.floor(value / unit))} ${large}`;
  return rest === 0 ? head : `${head} ${rest} ${small}`;
}
