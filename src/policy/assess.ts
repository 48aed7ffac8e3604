import type { FactName, Facts } from '../model/facts.ts';
import type { JudgedSeverity } from './adjust-severity.ts';
import { judgeSeverity } from './adjust-severity.ts';
import { factsRead } from './condition.ts';
import type { Condition } from './condition.ts';
import type { PolicyRule } from './create-policy.ts';
import { evaluate } from './evaluate.ts';
import { FactTypeError } from './fact-type-error.ts';
import { isUnknown } from './truth.ts';

/** What one rule says of one endpoint. */
export type Assessment =
  | ({ readonly verdict: 'fail' } & JudgedSeverity)
  | { readonly verdict: 'pass' | 'not_applicable' }
  | { readonly verdict: 'not_assessed'; readonly missing: ReadonlySet<FactName> }
  /** The rule could not be evaluated; `missing` are the facts that stood in the way. */
  | { readonly verdict: 'error'; readonly missing: ReadonlySet<FactName>; readonly why: string };

/** Judges one endpoint by one rule. Nothing is thrown: what goes wrong is the verdict `error`, which never counts as a pass. */
export function assess(rule: PolicyRule, facts: Facts): Assessment {
  try {
    return judge(rule, facts);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const missing = error instanceof FactTypeError ? new Set([error.fact]) : factsRead(rule.rule.failWhen);
    return { verdict: 'error', missing, why };
  }
}

function judge(policyRule: PolicyRule, facts: Facts): Assessment {
  const { scope, failWhen, onUnknown } = policyRule.rule;
  if (facts.transport === 'udp' && !isAboutUdp(scope)) return { verdict: 'not_applicable' };
  const inScope = evaluate(scope, facts);
  if (isUnknown(inScope)) return { verdict: 'not_assessed', missing: inScope.missing };
  if (!inScope) return { verdict: 'not_applicable' };
  const fails = evaluate(failWhen, facts);
  if (fails === false) return { verdict: 'pass' };
  if (fails === true || onUnknown === 'fail') return { verdict: 'fail', ...judgeSeverity(policyRule, facts) };
  return onUnknown === 'ignore' ? { verdict: 'not_applicable' } : { verdict: 'not_assessed', missing: fails.missing };
}

/**
 * Whether a rule is about UDP at all: its scope then names `transport`. Everything else was written for TCP, whose ports say something else: nothing is
 * wrong with DNS over UDP because a rule wants no open port 53.
 */
function isAboutUdp(scope: Condition): boolean {
  return factsRead(scope).has('transport');
}
