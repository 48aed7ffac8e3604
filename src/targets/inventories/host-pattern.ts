import { UsageError } from '../../model/errors.ts';
import { printable } from '../../model/printable.ts';

/** What one line of an inventory may stand for. */
const MAX_HOSTS = 65_536;

/**
 * The names that an Ansible host pattern stands for: `web[01:10].example.org`, `db-[a:f]`, `[0:100:10]` with a step.
 * Numbers keep the width of the first one. A text without brackets stands for itself.
 * @throws UsageError for a range that is none or runs backwards, and for more than 65,536 names
 */
export function expandHostPattern(pattern: string): readonly string[] {
  // Brackets around an IPv6 address hold more than two colons, or none of the letters and digits of a range.
  const match = /^([^[]*)\[([^\]]*)\](.*)$/s.exec(pattern);
  if (match === null || isIpv6(match[2] ?? '')) return [pattern];
  const [, before = '', range = '', after = ''] = match;
  const middles = expandRange(range, pattern);
  const tails = expandHostPattern(after);
  if (middles.length * tails.length > MAX_HOSTS)
    throw new UsageError(`"${printable(pattern, 128)}" stands for more than ${MAX_HOSTS} hosts`);
  return middles.flatMap((middle) => tails.map((tail) => before + middle + tail));
}

function isIpv6(text: string): boolean {
  return text.includes('::') || text.split(':').length > 3;
}

function expandRange(range: string, pattern: string): readonly string[] {
  const numbers = /^(\d{1,9}):(\d{1,9})(?::(\d{1,9}))?$/.exec(range);
  const letters = /^([a-zA-Z]):([a-zA-Z])(?::(\d{1,9}))?$/.exec(range);
  const [, from = '', to = '', step = '1'] = numbers ?? letters ?? [];
  const first = numbers ? Number(from) : from.charCodeAt(0);
  const last = numbers ? Number(to) : to.charCodeAt(0);
  if ((numbers ?? letters) === null || !(first <= last) || Number(step) < 1) {
    throw new UsageError(`"[${printable(range, 64)}]" in "${printable(pattern, 128)}" is no range of hosts`, {
      hint: 'expected [01:10] or [a:f]',
    });
  }
  const count = Math.floor((last - first) / Number(step)) + 1;
  if (count > MAX_HOSTS) throw new UsageError(`"${printable(pattern, 128)}" stands for more than ${MAX_HOSTS} hosts`);
  return Array.from({ length: count }, (_, index) => {
    const value = first + index * Number(step);
    return numbers ? String(value).padStart(from.length, '0') : String.fromCharCode(value);
  });
}
