import type { SourcePosition } from '../model/errors.ts';
import type { YamlPath } from '../model/yaml-document.ts';
import type { Condition } from './condition.ts';
import type { RawAdjustment, RawLists, RawRule } from './raw-pack.ts';
import { readCondition } from './read-condition.ts';
import type { Adjustment, Rule } from './rule-pack.ts';

interface RuleContext {
  readonly pack: string;
  readonly lists: RawLists;
  /** Of a path below the rule. */
  readonly positionOf: (path: YamlPath) => SourcePosition;
}

const EVERYWHERE: Condition = { kind: 'all', of: [] };

/** One checked rule as written to one that can judge. */
export function readRule(raw: RawRule, { pack, lists, positionOf }: RuleContext): Rule {
  return {
    id: raw.id,
    pack,
    title: raw.title,
    category: raw.category,
    severity: raw.severity,
    level: raw.level ?? 'endpoint',
    scope: raw.scope === undefined ? EVERYWHERE : readCondition(raw.scope, lists),
    failWhen: readCondition(raw.fail_when, lists),
    severityWhen: (raw.severity_when ?? []).map((adjustment) => readAdjustment(adjustment, lists)),
    onUnknown: raw.on_unknown ?? 'not_assessed',
    identity: raw.identity ?? [],
    message: raw.message,
    why: raw.why ?? null,
    fix: raw.fix,
    references: raw.references ?? [],
    cwe: raw.cwe ?? [],
    tests: raw.tests.map((test, index) => ({ ...test, at: positionOf(['tests', index]) })),
    at: positionOf([]),
  };
}

function readAdjustment({ if: condition, because, set, raise, lower }: RawAdjustment, lists: RawLists): Adjustment {
  const when = readCondition(condition, lists);
  if (set !== undefined) return { when, because, change: { kind: 'set', severity: set } };
  return { when, because, change: { kind: 'shift', levels: (raise ?? 0) - (lower ?? 0) } };
}
