import { formatPosition } from '../../model/errors.ts';
import type { Problem, SourcePosition } from '../../model/errors.ts';
import type { WaiverList } from './waiver-list.ts';

/** Ids that several files share: reports name a waiver by its id alone. */
export function repeatedIds(lists: readonly WaiverList[]): readonly Problem[] {
  const firstUse = new Map<string, SourcePosition>();
  return lists
    .flatMap(({ waivers }) => waivers)
    .flatMap(({ id, at }) => {
      const before = firstUse.get(id);
      if (before === undefined) {
        firstUse.set(id, at);
        return [];
      }
      const place = formatPosition(before).replace(/: $/, '');
      return [{ at, message: `the id ${id} is used twice`, hint: `it stands at ${place} too` }];
    });
}
