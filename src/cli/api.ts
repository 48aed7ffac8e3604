import { createRequire } from 'node:module';
import type * as portreeve from '../index.ts';

/** What the commands need of the public API; tests pass another one. */
export type Api = Pick<
  typeof portreeve,
  | 'audit'
  | 'plan'
  | 'recordedRequest'
  | 'judge'
  | 'render'
  | 'testRules'
  | 'listRules'
  | 'lintRules'
  | 'lockRules'
  | 'explainRuleById'
  | 'explain'
  | 'checkIntent'
  | 'draftIntent'
  | 'draftDeclaredIntent'
  | 'checkWaivers'
  | 'addWaiver'
  | 'diffRuns'
>;

/**
 * Loaded only by the commands that use it, so that `--help` and mistakes answer at once; and by `require`, which opens one file after the other, because
 * `import` opens those of all modules at the same time, more than there may be where descriptors are limited to 64.
 */
export function loadApi(): Promise<Api> {
  return Promise.resolve().then((): Api => createRequire(import.meta.url)('../index.js'));
}
