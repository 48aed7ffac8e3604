/** RFC 3339 of seconds since 1970, as nmap and masscan write them; `undefined` for anything else, and for zero, which stands for no time. */
export function fromEpoch(seconds: unknown): string | undefined {
  const text = typeof seconds === 'number' ? String(seconds) : seconds;
  if (typeof text !== 'string' || !/^\d{1,10}$/.test(text) || Number(text) === 0) return undefined;
  // Records come in the order of time, so that most have the time of the one before; one text for all of them also saves memory.
  if (text !== latest.seconds) latest = { seconds: text, time: new Date(Number(text) * 1000).toISOString() };
  return latest.time;
}

let latest = { seconds: '', time: '' };

/** The same in UTC and milliseconds for an RFC 3339 time with whatever offset; `undefined` for anything else. */
export function fromRfc3339(text: unknown): string | undefined {
  if (typeof text !== 'string' || !RFC3339.test(text)) return undefined;
  const time = Date.parse(text.replace(/(\.\d{3})\d+/, '$1'));
  // Go writes a time that was never set as year 1.
  return Number.isNaN(time) || time <= 0 ? undefined : new Date(time).toISOString();
}

const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;
