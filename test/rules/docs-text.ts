import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Severity } from '../../src/model/report.ts';
import { SEVERITIES } from '../../src/model/report.ts';
import type { ControlFramework } from '../../src/policy/controls/control-framework.ts';
import type { Rule } from '../../src/policy/rule-pack.ts';
import { shippedFrameworks } from '../policy/controls/framework-files.ts';
import { shippedPacks } from '../policy/shipped-packs.ts';

const rules = shippedPacks.flatMap((pack) => pack.rules);
const categories = [...new Set(shippedFrameworks.flatMap(({ map }) => map.map(({ category }) => category)))];

const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

function controlsFor(category: string, { map }: ControlFramework): string {
  return map
    .filter((mapping) => mapping.category === category)
    .map(({ control, relation }) => (relation === 'direct' ? control : `(${control})`))
    .join(', ');
}

/** `docs/controls.md` */
export const CONTROLS_TEXT = `# Controls

Every rule has a category, and categories are mapped to controls of ${shippedFrameworks.length} frameworks by the files in [rules/controls](../rules/controls). A report says for each
control what the checks give evidence for. It never says that a control is met: what can be seen on the network is a part of it at most, and the judgement is
an auditor's.

| status | meaning |
| --- | --- |
| exceptions noted | a check failed, and no waiver covers it |
| insufficient evidence | else: some check could not be assessed, ended in an error, or not everything planned was observed |
| exceptions accepted | else: all that failed is covered by waivers |
| no exceptions noted (n checks) | else: n checks passed |
| no evidence | nothing was checked that bears on the control |

A check is one rule on one endpoint with the verdict pass or fail. Rules that are off check nothing. An external scan by Portreeve is not a PCI ASV scan (PCI DSS 11.3.2).

A rule may name further controls: \`controls: [pci-dss:1.4.4]\`. Titles are paraphrased where the text of a framework is under copyright; read the original beside them.

## Categories

In parentheses: controls for which the check is a part or a sign only.

${table(
  ['category', 'rules', ...shippedFrameworks.map(({ title, version }) => `${title} ${version}`)],
  categories.map((category) => [
    `\`${category}\``,
    rules.filter((rule) => rule.category === category).length,
    ...shippedFrameworks.map((framework) => controlsFor(category, framework)),
  ]),
)}

${shippedFrameworks
  .map(
    ({ framework, title, version, url, statement, controls }) => `## ${title} ${version}

\`${framework}\`, [source](${url}). ${statement}

${table(
  ['control', 'title'],
  controls.map(({ id, title: name }) => [id, name]),
)}`,
  )
  .join('\n\n')}
`;

/** The base severity, and what the rule itself makes of it at worst and at best. */
function severityOf({ severity, severityWhen }: Rule): string {
  const reached = severityWhen.flatMap(({ change }): readonly Severity[] =>
    change.kind === 'set' ? [change.severity] : [],
  );
  const others = SEVERITIES.filter((each) => each !== severity && reached.includes(each));
  return others.length === 0 ? severity : `${severity} (${others.join(', ')})`;
}

interface Preset {
  readonly metadata: { readonly id: string; readonly description: string };
  readonly fail_on: string;
  readonly max_not_assessed: number;
}

const presetFolder = join(import.meta.dirname, '../../rules/presets');
const presets = readdirSync(presetFolder)
  .sort()
  .map((file): Preset => {
    const preset: Preset = parse(readFileSync(join(presetFolder, file), 'utf8'));
    return preset;
  });

/** `docs/packs.md` */
export const PACKS_TEXT = `# Packs and presets

What comes with Portreeve: ${rules.length} rules in ${shippedPacks.length} packs, in [rules](../rules). Each carries its own tests; \`portreeve rules test\` runs them, and every mistake in one
condition fails one of them. [rules.md](rules.md) has the language, [controls.md](controls.md) the controls that the categories are evidence for.

Rules of the level intent judge every endpoint and zone that an intent matrix speaks of, rules of the level waiver every finding that a waiver names; without a matrix or waivers they
judge nothing. Rules about the inventory need targets with labels.

## Presets

\`--preset NAME\`, or \`extends: [preset:NAME]\` in the configuration. What else is set wins over a preset.

${table(
  ['preset', 'fails on', 'may be not assessed', 'what it is for'],
  presets.map(({ metadata, fail_on: failOn, max_not_assessed: most }) => [
    `\`${metadata.id}\``,
    failOn,
    `${most * 100} %`,
    metadata.description,
  ]),
)}

${shippedPacks
  .map(
    ({ id, title, rules: own }) => `## ${title}

\`pack:${id}\`${levelsOf(own)}

${table(
  ['rule', 'severity', 'category', 'what is wrong'],
  own.map((rule) => [`\`${rule.id}\``, severityOf(rule), `\`${rule.category}\``, rule.title]),
)}`,
  )
  .join('\n\n')}
`;

function levelsOf(own: readonly Rule[]): string {
  const [level] = new Set(own.map((rule) => rule.level));
  return level === 'endpoint' ? '' : `, level \`${level}\``;
}
