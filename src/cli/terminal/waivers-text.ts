import type { CheckedWaivers } from '../../index.ts';
import { formatPosition } from '../../model/errors.ts';
import type { Problem } from '../../model/errors.ts';
import { printable } from '../../model/printable.ts';
import { plural } from '../../model/quantity-text.ts';
import type { WaiverEntry } from '../../model/report.ts';
import { columns } from './columns.ts';
import type { Paint } from './palette.ts';

const STYLE = {
  active: 'green',
  expiring: 'yellow',
  expired: 'red',
  unused: 'yellow',
  exceeded: 'red',
  unverified: 'dim',
} as const satisfies Record<WaiverEntry['state'], Parameters<Paint>[0]>;

/** A table of all waivers, what should be looked at, and how many are in which state. */
export function waiversText({ entries, lints, matched }: CheckedWaivers, paint: Paint): readonly string[] {
  const [head = '', ...rows] = columns([
    ['STATE', 'ID', 'UNTIL', 'LEFT', 'TYPE', 'OWNER', 'MATCHES', 'WHAT'],
    ...entries.map((entry) => [
      entry.state,
      entry.id,
      entry.expires,
      entry.daysLeft < 0 ? 'over' : plural(entry.daysLeft, 'day'),
      entry.type,
      printable(entry.owner, 40),
      matched ? String(entry.matched.length) : '-',
      printable(entry.match, 120),
    ]),
  ]);
  const painted = rows.map((row, index) => {
    const state = entries[index]?.state ?? 'active';
    return paint(STYLE[state], row.slice(0, state.length)) + row.slice(state.length);
  });
  return [
    ...(entries.length === 0 ? [] : [paint('bold', head), ...painted, '']),
    ...lints.map(problemLine),
    ...(lints.length === 0 ? [] : ['']),
    countLine(entries),
  ];
}

/** One line: position, what is wrong, what to do. */
export function problemLine({ at, message, hint }: Problem): string {
  return printable(`${formatPosition(at)}${message}${hint === undefined ? '' : ` - ${hint}`}`, 1000);
}

function countLine(entries: readonly WaiverEntry[]): string {
  const counts = new Map<string, number>();
  for (const { state } of entries) counts.set(state, (counts.get(state) ?? 0) + 1);
  const states = [...counts].map(([state, count]) => `${count} ${state}`);
  return [plural(entries.length, 'waiver'), ...(states.length === 0 ? [] : [states.join(', ')])].join(': ');
}
