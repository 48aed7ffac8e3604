import type { SourcePosition } from '../model/errors.ts';
import { testPack } from '../policy/test-pack.ts';
import { loadPacks } from './load-policy.ts';

/** One inline test of a rule, run. */
export interface RuleTestResult {
  readonly pack: string;
  readonly ruleId: string;
  /** Which of the rule's tests, from 0. */
  readonly index: number;
  readonly passed: boolean;
  /** What was expected and what came, empty when it passed. */
  readonly message: string;
  readonly at?: SourcePosition;
}

/** Runs the tests that packs carry; no names mean all packs that come with Portreeve. @throws UserError for a pack that does not load */
export async function testRules(packs: readonly string[]): Promise<readonly RuleTestResult[]> {
  const loaded = await loadPacks(packs);
  return loaded.flatMap(({ pack }) => testPack(pack).map((result) => ({ pack: pack.id, ...result })));
}
