import type { PolicyRequest } from '../model/request.ts';
import { loadPolicy } from './load-policy.ts';
import type { LoadedPolicy } from './load-policy.ts';

/** The rules of a run, read when there is time for it: the packs that come with Portreeve while the sweep has the first word. */
export interface PreparedPolicy {
  /** Reads what the user gave, so that mistakes in it are told before anything is sent. @throws RuleError, UsageError */
  checked(): Promise<void>;
  /** Begins to read what was not read yet. */
  readonly loadSoon: () => void;
  load(): Promise<LoadedPolicy>;
}

export function preparePolicy(request: PolicyRequest): PreparedPolicy {
  let loading: Promise<LoadedPolicy> | undefined;
  const load = (): Promise<LoadedPolicy> => (loading ??= loadPolicy(request));
  return {
    async checked() {
      const { packs, overrides, intent = null, declared, waivers = [], baseline = null, rulesLock } = request;
      const files = [intent, baseline].filter((file) => file !== null).length;
      const own = packs.length + Object.keys(overrides).length + waivers.length + files;
      if (own > 0 || declared !== undefined || rulesLock !== undefined) await load();
    },
    loadSoon() {
      // Whoever needs the rules hears of what is wrong with them.
      load().catch(() => undefined);
    },
    load,
  };
}
