import { countText } from './number-text.ts';

/** RFC 3339 as people read it: `2026-03-01 09:30:05 UTC`. Text of another form is left as it is. */
export function timeText(rfc3339: string): string {
  return rfc3339.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/, '$1 $2 UTC');
}

/** `below 0.1 s`, `4.2 s`, `3 min 20 s`, `2 h 5 min`. */
export function durationText(seconds: number): string {
  if (seconds > 0 && seconds < 0.05) return 'below 0.1 s';
  if (seconds < 60) return `${countText(Math.round(seconds * 10) / 10)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${countText(Math.floor(whole / 3600))} h ${Math.floor((whole % 3600) / 60)} min`;
}
