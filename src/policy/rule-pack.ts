import type { SourcePosition } from '../model/errors.ts';
import type { FactName } from '../model/facts.ts';
import type { RuleLevel, Severity } from '../model/report.ts';
import type { Condition } from './condition.ts';
import type { RuleTest } from './raw-pack.ts';

/** Changes the severity of a finding where its condition is true. */
export interface Adjustment {
  readonly when: Condition;
  readonly because: string;
  readonly change:
    | { readonly kind: 'set'; readonly severity: Severity }
    /** Levels towards critical; negative towards info. */
    | { readonly kind: 'shift'; readonly levels: number };
}

/** An example that a rule carries, and where it stands. */
export interface PlacedRuleTest extends RuleTest {
  readonly at: SourcePosition;
}

/** One question about every endpoint, and what to say where the answer is bad. */
export interface Rule {
  /** `pack/name` */
  readonly id: string;
  readonly pack: string;
  readonly title: string;
  /** What kind of check it is; control frameworks are mapped from it. */
  readonly category: string;
  readonly severity: Severity;
  readonly level: RuleLevel;
  /** Words to find it by. */
  readonly tags: readonly string[];
  /** Endpoints that the rule is about; true for all when the pack gives none. */
  readonly scope: Condition;
  readonly failWhen: Condition;
  readonly severityWhen: readonly Adjustment[];
  readonly onUnknown: 'not_assessed' | 'ignore' | 'fail';
  /** Facts that tell findings of the same rule and endpoint apart. */
  readonly identity: readonly FactName[];
  /** Text with `{{fact}}` placeholders. */
  readonly message: string;
  readonly why: string | null;
  readonly fix: readonly string[];
  readonly references: readonly string[];
  /** Weakness numbers of cwe.mitre.org. */
  readonly cwe: readonly number[];
  /** Controls beyond those that the category is mapped to, such as `pci-dss:1.4.4`. */
  readonly controls: readonly string[];
  /** Ids that it had before; its findings have fingerprints under them, too. */
  readonly aliases: readonly string[];
  /** Why it will go and what stands in for it; null for most. */
  readonly deprecated: { readonly replacedBy: string | null; readonly because: string } | null;
  readonly tests: readonly PlacedRuleTest[];
  readonly at: SourcePosition;
}

/** A file of rules that belong together. */
export interface RulePack {
  readonly file: string;
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly rules: readonly Rule[];
}
