import type * as portreeve from '../index.ts';

/** What the commands need of the public API; tests pass another one. */
export type Api = Pick<typeof portreeve, 'audit' | 'plan' | 'recordedRequest' | 'judge' | 'render' | 'testRules'>;

/** Loaded only by the commands that use it, so that `--help` and mistakes answer at once. */
export async function loadApi(): Promise<Api> {
  return import('../index.ts');
}
