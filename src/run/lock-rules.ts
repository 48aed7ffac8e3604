export type { LockedPack, RulesLock } from '../policy/rules-lock.ts';
import type { RulesLock } from '../policy/rules-lock.ts';
import { lockOf } from '../policy/rules-lock.ts';
import { loadCompiledPacks } from './load-policy.ts';

/** What `rules.lock.json` is to hold for packs; no names mean all that come with Portreeve. @throws UserError for a pack that does not load */
export async function lockRules(packs: readonly string[]): Promise<RulesLock> {
  const loaded = await loadCompiledPacks(packs);
  return lockOf(loaded.map(({ about }) => about));
}
