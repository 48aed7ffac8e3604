import type { ExplainedRule } from '../../index.ts';
import { printable } from '../../model/printable.ts';
import { columns } from './columns.ts';

const SUBJECTS: Readonly<Record<ExplainedRule['level'], string>> = {
  endpoint: 'every endpoint',
  intent: 'every endpoint and zone that the intent matrix speaks of',
  waiver: 'every finding that a waiver names',
};

const VERDICTS: Readonly<Record<string, string>> = {
  not_assessed: 'the rule is not assessed',
  not_applicable: 'the rule does not apply',
  fail: 'the rule fails',
};

/** A rule for people, in sentences. */
export function ruleText(rule: ExplainedRule): readonly string[] {
  const { id, title, pack, from, about, failsWhen, level } = rule;
  return [
    `${id}: ${title}`,
    `${rule.severity}, ${rule.category}; pack ${pack} ${from.version} (${from.source})`,
    ...notes(rule),
    '',
    ...(rule.why === null ? [] : [rule.why, '']),
    `It judges ${SUBJECTS[level]}${about === null ? '' : ` where ${about}`}.`,
    `It fails where ${failsWhen}.`,
    ...needs(rule),
    '',
    ...severities(rule),
    '',
    'What to do:',
    ...rule.fix.map((step) => `  - ${step}`),
    ...controls(rule),
    ...section('Read on:', [...rule.references, ...rule.cwe.map((number) => `CWE-${number}`)]),
    '',
    'Examples:',
    ...examples(rule),
  ].map((line) => printable(line, 2000));
}

function notes({ deprecated, aliases, tags }: ExplainedRule): readonly string[] {
  const instead = deprecated?.replacedBy == null ? '' : `; ${deprecated.replacedBy} replaces it`;
  return [
    ...(deprecated === null ? [] : [`deprecated: ${deprecated.because}${instead}`]),
    ...(aliases.length === 0 ? [] : [`was called ${aliases.join(', ')}`]),
    ...(tags.length === 0 ? [] : [`tags: ${tags.join(', ')}`]),
  ];
}

function needs({ needs: facts, otherwise }: ExplainedRule): readonly string[] {
  if (facts.length === 0) return ['It needs to know nothing beside the endpoint.'];
  return [
    `It needs to know the following, unless the rest decides; without it ${VERDICTS[otherwise] ?? otherwise}:`,
    ...columns(facts.map(({ fact, what }) => [`  ${fact}`, what])),
  ];
}

function severities({ severity, severityChanges }: ExplainedRule): readonly string[] {
  if (severityChanges.length === 0) return [`A finding is always ${severity}.`];
  return [
    `A finding is ${severity}, and then, in this order:`,
    ...severityChanges.map(({ to, when, because }) => `  - ${to} where ${when}: ${because}`),
  ];
}

/** One line for each framework: titles would fill the screen. */
function controls({ controls: all }: ExplainedRule): readonly string[] {
  const frameworks = [...new Set(all.map(({ of }) => of))];
  const rows = frameworks.map((name) => [
    `  ${name}`,
    all
      .filter(({ of }) => of === name)
      .map(({ id }) => id)
      .join(', '),
  ]);
  return rows.length === 0 ? [] : ['', 'Controls that it is evidence for:', ...columns(rows)];
}

function section(heading: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', heading, ...lines.map((line) => `  ${line}`)];
}

function examples({ examples: all }: ExplainedRule): readonly string[] {
  return columns(
    all.map(({ facts, verdict, severity, missing }) => [
      `  ${verdict}${severity === null ? '' : ` (${severity})`}`,
      Object.entries(facts)
        .map(([fact, value]) => `${fact} ${typeof value === 'object' ? `[${value.join(', ')}]` : String(value)}`)
        .join(', ') || 'nothing known',
      missing.length === 0 ? '' : `missing: ${missing.join(', ')}`,
    ]),
  );
}
