const MS_PER_DAY = 86_400_000;

/** Whether a text is a day of the calendar from 1970 on, as RFC 3339 writes it: `2027-01-31`, but not `2027-02-30`. */
export function isCalendarDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const days = dayNumber(text);
  return days >= 0 && dayText(days) === text;
}

/** Days since 1970-01-01 of a day written `YYYY-MM-DD`. */
export function dayNumber(day: string): number {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return Date.UTC(year, month - 1, date) / MS_PER_DAY;
}

/** The day that many days after 1970-01-01. */
export function dayText(days: number): string {
  return new Date(days * MS_PER_DAY).toISOString().slice(0, 10);
}

/** A moment, or a day `YYYY-MM-DD` that is the same in every time zone. */
export type Moment = Date | string;

/** The day that it is at a moment in a time zone. */
export function dayIn(timeZone: string, now: Moment): string {
  if (typeof now === 'string') return now;
  const parts = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(now);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}

/** Whether this machine knows a time zone by that IANA name; offsets such as `+02:00`, which newer systems take, are none. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
