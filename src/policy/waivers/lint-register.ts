import type { Problem } from '../../model/errors.ts';
import { plural } from '../../model/quantity-text.ts';
import type { WaiverEntry } from '../../model/report.ts';
import type { Waiver } from './waiver-list.ts';

/** What a register tells that somebody should act on, in the order of the entries. */
export function lintRegister(
  entries: readonly WaiverEntry[],
  waivers: ReadonlyMap<string, Waiver>,
): readonly Problem[] {
  return entries.flatMap((entry) => {
    const at = waivers.get(entry.id)?.at;
    const told = textOf(entry);
    return at === undefined || told === undefined ? [] : [{ at, ...told }];
  });
}

function textOf({ id, state, expires, daysLeft, owner, maxSeverity }: WaiverEntry): Omit<Problem, 'at'> | undefined {
  switch (state) {
    case 'active':
      return undefined;
    case 'expiring':
      return {
        message: `${id} ends ${daysLeft === 0 ? 'today' : `in ${plural(daysLeft, 'day')}`}, on ${expires}`,
        hint: `have ${owner} fix what it is about, or have it accepted anew`,
      };
    case 'expired':
      return { message: `${id} ended on ${expires}`, hint: 'remove it, or have it accepted anew' };
    case 'unused':
      return { message: `${id} matches no finding, although its target was assessed`, hint: 'remove it' };
    case 'exceeded':
      return {
        message: `${id} does not cover what is worse than ${maxSeverity}`,
        hint: 'have the higher risk accepted, or fix it',
      };
    case 'unverified':
      return { message: `${id} matches no finding, and its target was not assessed` };
    default:
      return state satisfies never;
  }
}
