import type { FactName, Facts } from '../model/facts.ts';
import type { RuleLevel, Severity } from '../model/report.ts';
import type { Scalar } from './scalar.ts';
import type { OperatorName } from './operators.ts';

// What `schemas/rulepack.v1.schema.json` lets through, before anything is resolved.

/** One value, or several; `$name` stands for one of the pack's lists. */
export type RawOperand = Scalar | readonly Scalar[];

export type RawOperators = { readonly [Name in OperatorName]?: RawOperand } & {
  readonly known?: boolean;
  /** A pattern of RE2. */
  readonly matches?: string;
};

/** A value to be equal to, several to be one of, or operators that all hold. */
export type RawTest = RawOperand | RawOperators;

export type RawCondition = { readonly [Group in 'all' | 'any' | 'none']?: readonly RawCondition[] } & {
  readonly not?: RawCondition;
  /** In the Common Expression Language. */
  readonly cel?: string;
} & { readonly [Fact in FactName]?: RawTest };

export type RawLists = Readonly<Record<string, readonly Scalar[]>>;

export interface RawAdjustment {
  readonly if: RawCondition;
  readonly because: string;
  readonly set?: Severity;
  readonly raise?: number;
  readonly lower?: number;
}

/** An example that a rule carries: what is known, and what must come out. */
export interface RuleTest {
  readonly facts: Facts;
  readonly expect: 'fail' | 'pass' | 'not_applicable' | 'not_assessed';
  readonly severity?: Severity;
  readonly missing?: readonly FactName[];
}

export interface RawRule {
  readonly id: string;
  readonly title: string;
  readonly category: string;
  readonly severity: Severity;
  readonly level?: RuleLevel;
  readonly tags?: readonly string[];
  readonly scope?: RawCondition;
  readonly fail_when: RawCondition;
  readonly severity_when?: readonly RawAdjustment[];
  readonly on_unknown?: 'not_assessed' | 'ignore' | 'fail';
  readonly identity?: readonly FactName[];
  readonly message: string;
  readonly why?: string;
  readonly fix: readonly string[];
  readonly references?: readonly string[];
  readonly cwe?: readonly number[];
  readonly controls?: readonly string[];
  readonly replaces?: readonly string[];
  readonly deprecated?: { readonly replaced_by?: string; readonly because: string };
  readonly tests: readonly RuleTest[];
}

export interface RawPack {
  readonly metadata: { readonly id: string; readonly version: string; readonly title: string };
  readonly lists?: RawLists;
  readonly rules: readonly RawRule[];
}
