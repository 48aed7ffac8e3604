import type { SourcePosition } from '../model/errors.ts';
import type { YamlPath } from '../model/yaml-document.ts';
import type { Condition } from './condition.ts';
import type { Expressions } from './expressions.ts';
import type { RawAdjustment, RawLists, RawRule } from './raw-pack.ts';
import { readCondition } from './read-condition.ts';
import type { Adjustment, Rule } from './rule-pack.ts';

interface RuleContext {
  readonly pack: string;
  readonly lists: RawLists;
  readonly expressions?: Expressions | undefined;
  /** Of a path below the rule. */
  readonly positionOf: (path: YamlPath) => SourcePosition;
}

const EVERYWHERE: Condition = { kind: 'all', of: [] };

/** One checked rule as written to one that can judge. */
export function readRule(raw: RawRule, context: RuleContext): Rule {
  const { pack, lists, expressions, positionOf } = context;
  return {
    id: raw.id,
    pack,
    title: raw.title,
    category: raw.category,
    severity: raw.severity,
    level: raw.level ?? 'endpoint',
    tags: raw.tags ?? [],
    scope: raw.scope === undefined ? EVERYWHERE : readCondition(raw.scope, lists, expressions),
    failWhen: readCondition(raw.fail_when, lists, expressions),
    severityWhen: (raw.severity_when ?? []).map((adjustment) => readAdjustment(adjustment, context)),
    onUnknown: raw.on_unknown ?? 'not_assessed',
    identity: raw.identity ?? [],
    message: raw.message,
    why: raw.why ?? null,
    fix: raw.fix,
    references: raw.references ?? [],
    cwe: raw.cwe ?? [],
    controls: raw.controls ?? [],
    aliases: raw.replaces ?? [],
    deprecated:
      raw.deprecated === undefined
        ? null
        : { replacedBy: raw.deprecated.replaced_by ?? null, because: raw.deprecated.because },
    tests: raw.tests.map((test, index) => ({ ...test, at: positionOf(['tests', index]) })),
    at: positionOf([]),
  };
}

function readAdjustment(raw: RawAdjustment, { lists, expressions }: RuleContext): Adjustment {
  const { because, set, raise, lower } = raw;
  const when = readCondition(raw.if, lists, expressions);
  if (set !== undefined) return { when, because, change: { kind: 'set', severity: set } };
  return { when, because, change: { kind: 'shift', levels: (raise ?? 0) - (lower ?? 0) } };
}
