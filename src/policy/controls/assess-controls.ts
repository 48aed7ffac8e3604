import { plural } from '../../model/quantity-text.ts';
import type { Finding, Report, RuleResult } from '../../model/report.ts';
import type { Control, ControlFramework, ControlMapping, ControlRelation } from './control-framework.ts';

/** One of a report's frameworks. */
export type AssessedFramework = Report['controls'][number];

/** One of its controls, with the verdicts of the rules that are evidence for it: one for each rule and endpoint. */
export type AssessedControl = AssessedFramework['controls'][number];

/**
 * What the checks say of a control. It is evidence for whoever judges the control, never that judgement itself:
 * `exceptions-noted`: a check failed and nobody accepted it; `insufficient-evidence`: else, some check could not be assessed;
 * `exceptions-accepted`: else, all that failed is waived; `no-exceptions-noted`: else, something passed; `no-evidence`: nothing was checked.
 */
type ControlStatus = AssessedControl['status'];

/** What came of one rule on all endpoints. */
export interface CountedRule extends Pick<RuleResult, 'id' | 'category' | 'status' | 'counts'> {
  /** Further controls that the rule itself names, such as `pci-dss:1.4.4`. */
  readonly controls?: readonly string[];
}

/** A failed rule; it stands for one endpoint or more. */
export type DisposedFinding = Pick<Finding, 'ruleId' | 'endpoints' | 'disposition'>;

export interface ControlEvidence {
  readonly rules: readonly CountedRule[];
  readonly findings: readonly DisposedFinding[];
  /** Whether everything planned was observed: else something was not assessed, whatever the rules counted. */
  readonly complete: boolean;
}

/** Says of every control of every framework what the checks give evidence for. A rule that is off checks nothing. */
export function assessControls(
  frameworks: readonly ControlFramework[],
  { rules, findings, complete }: ControlEvidence,
): readonly AssessedFramework[] {
  const waived = waivedByRule(findings);
  const active = rules.filter(({ status }) => status !== 'off');
  return frameworks.map(({ map, controls, ...about }) => {
    const relationOf = relationsIn(about.framework, map);
    return {
      ...about,
      controls: controls.map((control) => {
        const related = active.flatMap((rule) => {
          const relation = relationOf(control, rule);
          return relation === undefined ? [] : [{ rule, relation }];
        });
        const counts = countsOf(related, waived);
        return {
          ...control,
          status: statusOf(counts, complete),
          relation: related.some(({ relation }) => relation === 'direct') ? 'direct' : 'supporting',
          ...counts,
          rules: related.map(({ rule }) => rule.id),
        };
      }),
    };
  });
}

/** How a rule bears on a control, if it does: what a rule names itself is what it checks. */
function relationsIn(
  framework: string,
  map: readonly ControlMapping[],
): (control: Control, rule: CountedRule) => ControlRelation | undefined {
  const relations = new Map(map.map(({ category, control, relation }) => [`${category} ${control}`, relation]));
  return ({ id }, { category, controls = [] }) =>
    controls.includes(`${framework}:${id}`) ? 'direct' : relations.get(`${category} ${id}`);
}

function waivedByRule(findings: readonly DisposedFinding[]): ReadonlyMap<string, number> {
  const waived = new Map<string, number>();
  for (const { ruleId, endpoints, disposition } of findings) {
    if (disposition === 'waived') waived.set(ruleId, (waived.get(ruleId) ?? 0) + endpoints);
  }
  return waived;
}

type ControlCounts = Pick<AssessedControl, 'checks' | 'failing' | 'waived' | 'notAssessed'>;

function countsOf(
  related: readonly { readonly rule: CountedRule }[],
  waivedOf: ReadonlyMap<string, number>,
): ControlCounts {
  let [checks, failing, waived, notAssessed] = [0, 0, 0, 0];
  for (const { rule } of related) {
    const { fail, pass, not_assessed: unknown, error } = rule.counts;
    // Never more than failed, so that a waiver cannot hide the failure of another endpoint.
    const accepted = Math.min(fail, waivedOf.get(rule.id) ?? 0);
    checks += fail + pass;
    failing += fail - accepted;
    waived += accepted;
    notAssessed += unknown + error;
  }
  return { checks, failing, waived, notAssessed };
}

function statusOf({ checks, failing, waived, notAssessed }: ControlCounts, complete: boolean): ControlStatus {
  if (failing > 0) return 'exceptions-noted';
  if (notAssessed > 0 || (checks > 0 && !complete)) return 'insufficient-evidence';
  if (waived > 0) return 'exceptions-accepted';
  return checks > 0 ? 'no-exceptions-noted' : 'no-evidence';
}

const STATUS_WORDS: Readonly<Record<ControlStatus, string>> = {
  'exceptions-noted': 'exceptions noted',
  'insufficient-evidence': 'insufficient evidence',
  'exceptions-accepted': 'exceptions accepted',
  'no-exceptions-noted': 'no exceptions noted',
  'no-evidence': 'no evidence',
};

/** A status as reports write it; it says on how many checks it stands where none failed. */
export function controlStatusText({ status, checks }: Pick<AssessedControl, 'status' | 'checks'>): string {
  const words = STATUS_WORDS[status];
  return status === 'no-exceptions-noted' ? `${words} (${plural(checks, 'check')})` : words;
}
