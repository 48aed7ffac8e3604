import type { Rule } from '../rule-pack.ts';
import type { Control, ControlFramework } from './control-framework.ts';

/** A control that a rule is evidence for. */
export interface ControlOfRule extends Control {
  readonly framework: string;
  /** The framework's name and version. */
  readonly of: string;
}

/** The controls that a rule gives evidence for, by its category or because it names them, in the order of the frameworks. */
export function controlsOfRule(
  { category, controls: named }: Pick<Rule, 'category' | 'controls'>,
  frameworks: readonly ControlFramework[],
): readonly ControlOfRule[] {
  return frameworks.flatMap(({ framework, title, version, controls, map }) => {
    const mapped = new Set(map.filter((line) => line.category === category).map(({ control }) => control));
    return controls
      .filter(({ id }) => mapped.has(id) || named.includes(`${framework}:${id}`))
      .map((control) => ({ ...control, framework, of: `${title} ${version}` }));
  });
}
