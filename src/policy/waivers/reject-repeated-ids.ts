import { ConfigError, formatPosition } from '../../model/errors.ts';
import type { SourcePosition } from '../../model/errors.ts';
import type { WaiverList } from './waiver-list.ts';

/** Reports name a waiver by its id alone, so several files may not share one. @throws ConfigError naming both places */
export function rejectRepeatedIds(lists: readonly WaiverList[]): void {
  const firstUse = new Map<string, SourcePosition>();
  for (const { id, at } of lists.flatMap(({ waivers }) => waivers)) {
    const before = firstUse.get(id);
    if (before !== undefined) {
      const hint = `it stands at ${formatPosition(before).replace(/: $/, '')} too`;
      throw new ConfigError(`the id ${id} is used twice`, { at, hint });
    }
    firstUse.set(id, at);
  }
}
