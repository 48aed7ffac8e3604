import { closest } from '../model/closest.ts';
import { RuleError, UsageError } from '../model/errors.ts';
import type { RuleResult, Severity } from '../model/report.ts';
import type { RuleOverride } from '../model/request.ts';
import { severityRank } from './adjust-severity.ts';
import type { Rule, RulePack } from './rule-pack.ts';

/** A rule as this run applies it. */
export interface PolicyRule {
  readonly rule: Rule;
  /** The pack's severity, or the one that the configuration gives instead. */
  readonly severity: Severity;
  readonly status: RuleResult['status'];
  /** The configuration's reason; null for an active rule, and where a higher severity needed none. */
  readonly because: string | null;
}

/** The rules of a run in the order of their packs, those that are off included. */
export interface Policy {
  readonly rules: readonly PolicyRule[];
}

/**
 * The rules of several packs with the configuration's changes.
 * @throws RuleError when two packs have the same id, a changed rule does not exist or is made milder without a reason
 * @throws UsageError when no rule is left: an audit that asks nothing must not pass
 */
export function createPolicy(packs: readonly RulePack[], overrides: Readonly<Record<string, RuleOverride>>): Policy {
  checkPackIds(packs);
  const rules = packs.flatMap((pack) => pack.rules);
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  checkEarlierIds(rules, byId);
  for (const [id, override] of Object.entries(overrides)) {
    const rule = byId.get(id);
    if (rule !== undefined) checkOverride(rule, override);
    else if (override.preset === undefined) throw unknownRule(id, override, rules);
  }
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

/** A finding must not have the fingerprint of another rule's. */
function checkEarlierIds(rules: readonly Rule[], ids: ReadonlyMap<string, Rule>): void {
  for (const { id, aliases, at } of rules) {
    const taken = aliases.find((alias) => ids.has(alias));
    if (taken === undefined) continue;
    throw new RuleError(`the rule ${id} replaces ${taken}, which is a rule of its own here`, {
      at,
      hint: 'leave out one of the packs, or that line of replaces:',
    });
  }
}

function unknownRule(id: string, { at }: RuleOverride, rules: readonly Rule[]): RuleError {
  const renamed = rules.find(({ aliases }) => aliases.includes(id));
  const near =
    renamed?.id ??
    closest(
      id,
      rules.map((rule) => rule.id),
    );
  const hint = renamed === undefined ? `did you mean ${near}?` : `it is called ${near} now`;
  return new RuleError(`the configuration changes the rule ${id}, which is in no pack`, {
    at,
    hint: near === undefined ? 'check the packs that are loaded' : hint,
  });
}

function checkOverride({ id, severity: usual }: Rule, { off, severity, because, at }: RuleOverride): void {
  if (off !== true && severity === undefined) {
    throw new RuleError(`the change of the rule ${id} changes nothing`, { at, hint: 'add off: true or a severity' });
  }
  const softer = off === true || (severity !== undefined && severityRank(severity) > severityRank(usual));
  if (softer && (because ?? '').trim() === '') {
    const how = off === true ? 'switched off' : `lowered from ${usual}`;
    throw new RuleError(`the rule ${id} is ${how} without a reason`, { at, hint: 'add because: with a sentence' });
  }
}

function applyOverride(rule: Rule, override: RuleOverride | undefined): PolicyRule {
  if (override === undefined) return { rule, severity: rule.severity, status: 'active', because: null };
  const { because = null, severity = rule.severity } = override;
  return { rule, severity, status: override.off === true ? 'off' : 'overridden', because };
}
