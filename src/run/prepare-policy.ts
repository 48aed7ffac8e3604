import { loadPolicy } from './load-policy.ts';
import type { LoadedPolicy, PolicySource } from './load-policy.ts';

/** The rules of a run, read when there is time for it: the packs that come with Portreeve while the sweep has the first word. */
export interface PreparedPolicy {
  /** Reads what the user gave, so that mistakes in it are told before anything is sent. @throws RuleError, UsageError */
  checked(): Promise<void>;
  /** Begins to read what was not read yet. */
  readonly loadSoon: () => void;
  load(): Promise<LoadedPolicy>;
}

export function preparePolicy(source: PolicySource): PreparedPolicy {
  const { packs, overrides, rulesLock } = source;
  let loading: Promise<LoadedPolicy> | undefined;
  const load = (): Promise<LoadedPolicy> => (loading ??= loadPolicy(source));
  return {
    async checked() {
      if (packs.length > 0 || Object.keys(overrides).length > 0 || rulesLock !== undefined) await load();
    },
    loadSoon() {
      // Whoever needs the rules hears of what is wrong with them.
      load().catch(() => undefined);
    },
    load,
  };
}
