import { closest } from '../model/closest.ts';
import { RuleError, UsageError } from '../model/errors.ts';
import type { RuleResult, Severity } from '../model/report.ts';
import type { RuleOverride } from '../model/request.ts';
import type { Rule, RulePack } from './rule-pack.ts';

/** A rule as this run applies it. */
export interface PolicyRule {
  readonly rule: Rule;
  /** The pack's severity, or the one that the configuration gives instead. */
  readonly severity: Severity;
  readonly status: RuleResult['status'];
  /** The configuration's reason; null for an active rule. */
  readonly because: string | null;
}

/** The rules of a run in the order of their packs, those that are off included. */
export interface Policy {
  readonly rules: readonly PolicyRule[];
}

/**
 * The rules of several packs with the configuration's changes.
 * @throws RuleError when two packs have the same id, a changed rule does not exist or gives no reason
 * @throws UsageError when no rule is left: an audit that asks nothing must not pass
 */
export function createPolicy(packs: readonly RulePack[], overrides: Readonly<Record<string, RuleOverride>>): Policy {
  checkPackIds(packs);
  const rules = packs.flatMap((pack) => pack.rules);
  const ids = new Set(rules.map(({ id }) => id));
  for (const [id, override] of Object.entries(overrides)) checkOverride(id, override, ids);
  const applied = rules.map((rule) =>
    applyOverride(rule, Object.hasOwn(overrides, rule.id) ? overrides[rule.id] : undefined),
  );
  if (applied.every(({ status }) => status === 'off')) {
    throw new UsageError('no rule is active, so nothing would be judged', {
      hint: 'name at least one rule pack and leave a rule on',
    });
  }
  return { rules: applied };
}

function checkPackIds(packs: readonly RulePack[]): void {
  const files = new Map<string, string>();
  for (const { file, id } of packs) {
    const other = files.get(id);
    if (other !== undefined) {
      throw new RuleError(`the pack id ${id} is used by ${other} too`, {
        at: { file },
        hint: 'give each pack its own id, or name the file once',
      });
    }
    files.set(id, file);
  }
}

function checkOverride(id: string, { off, severity, because }: RuleOverride, ids: ReadonlySet<string>): void {
  if (!ids.has(id)) {
    const near = closest(id, ids);
    throw new RuleError(`the configuration changes the rule ${id}, which is in no pack`, {
      hint: near === undefined ? 'check the packs that are loaded' : `did you mean ${near}?`,
    });
  }
  if (because.trim() === '') {
    throw new RuleError(`the change of the rule ${id} gives no reason`, { hint: 'add because: with a sentence' });
  }
  if (off !== true && severity === undefined) {
    throw new RuleError(`the change of the rule ${id} changes nothing`, { hint: 'add off: true or a severity' });
  }
}

function applyOverride(rule: Rule, override: RuleOverride | undefined): PolicyRule {
  if (override === undefined) return { rule, severity: rule.severity, status: 'active', because: null };
  const { because, severity = rule.severity } = override;
  return { rule, severity, status: override.off === true ? 'off' : 'overridden', because };
}
