import { closest } from '../../model/closest.ts';
import { RuleError } from '../../model/errors.ts';
import type { Rule } from '../rule-pack.ts';
import type { ControlFramework } from './control-framework.ts';

/** Refuses rules that name a control which no framework has. @throws RuleError at the rule, with the control that was likely meant */
export function checkRuleControls(rules: readonly Rule[], frameworks: readonly ControlFramework[]): void {
  const known = new Set(
    frameworks.flatMap(({ framework, controls }) => controls.map(({ id }) => `${framework}:${id}`)),
  );
  for (const { id, controls, at } of rules) {
    const unknown = controls.find((control) => !known.has(control));
    if (unknown === undefined) continue;
    const near = closest(unknown, known);
    throw new RuleError(`the rule ${id} names the control ${unknown}, which is in no framework`, {
      at,
      hint:
        near === undefined
          ? `frameworks are ${frameworks.map(({ framework }) => framework).join(', ')}`
          : `did you mean ${near}?`,
    });
  }
}
