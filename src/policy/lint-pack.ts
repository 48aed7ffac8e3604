import { closest } from '../model/closest.ts';
import type { FactName } from '../model/facts.ts';
import { isReachFact } from '../model/reach-fact.ts';
import { assess } from './assess.ts';
import type { PackProblem } from './check-condition.ts';
import { factsRead } from './condition.ts';
import type { PolicyRule } from './create-policy.ts';
import { evaluate } from './evaluate.ts';
import type { RawPack } from './raw-pack.ts';
import { listName } from './read-condition.ts';
import { placeholdersIn } from './render-message.ts';
import { factsNeeded } from './rule-facts.ts';
import type { Rule, RulePack } from './rule-pack.ts';

/** What a pack that loads should have and has not, or has and should not have. Paths are within the pack's document. */
export function lintPack(pack: RulePack, raw: RawPack): readonly PackProblem[] {
  return [
    ...unusedLists(raw),
    ...pack.rules.flatMap((rule, index) =>
      [
        ...lintTexts(rule),
        ...lintTitle(pack.rules, index),
        ...lintZones(rule),
        ...lintTests(rule),
        ...lintSeverities(rule),
      ].map((problem) => ({ ...problem, path: ['rules', index, ...problem.path] })),
    ),
  ];
}

/** Words of a finding without which nobody knows what to do. */
function lintTexts({ level, message, why, references }: Rule): readonly PackProblem[] {
  const names = placeholdersIn(message);
  const place = level === 'waiver' ? 'waiver.id' : 'port';
  return [
    ...(names.includes(place)
      ? []
      : [{ path: ['message'], message: 'the message does not say where', hint: `name {{${place}}}` }]),
    ...(why === null ? [{ path: [], message: 'nothing says why it matters', hint: 'add why: with a sentence' }] : []),
    ...(references.length === 0
      ? [{ path: [], message: 'there is nothing to read on', hint: 'add references: with a page of https' }]
      : []),
  ];
}

function lintTitle(rules: readonly Rule[], index: number): readonly PackProblem[] {
  const title = rules[index]?.title.toLowerCase();
  const other = rules.slice(0, index).find((rule) => rule.title.toLowerCase() === title);
  if (other === undefined) return [];
  return [{ path: ['title'], message: `the title is that of ${other.id}, too`, hint: 'say what differs' }];
}

/** Zones are the user's to name; these are usual. */
const USUAL_ZONES = ['internet', 'office', 'dmz', 'management', 'guest', 'vpn', 'lan', 'datacenter', 'production'];

/** Zones that are nearly, but not quite, a usual one: such a fact would stay unknown for ever. */
function lintZones({ scope, failWhen, severityWhen }: Rule): readonly PackProblem[] {
  const places = [
    { path: ['scope'], condition: scope },
    { path: ['fail_when'], condition: failWhen },
    ...severityWhen.map(({ when }, number) => ({ path: ['severity_when', number, 'if'], condition: when })),
  ];
  return places.flatMap(({ path, condition }) =>
    [...factsRead(condition)].flatMap((fact) => {
      const zone = isReachFact(fact) ? fact.slice('reach.'.length) : undefined;
      if (zone === undefined || USUAL_ZONES.includes(zone)) return [];
      const near = closest(zone, USUAL_ZONES);
      if (near === undefined) return [];
      return [{ path, message: `the zone ${zone} is not a usual one`, hint: `did you mean reach.${near}?` }];
    }),
  );
}

/** Verdicts that a rule can come to and that none of its tests shows. */
function lintTests(rule: Rule): readonly PackProblem[] {
  const shown = new Set(rule.tests.map((test) => test.expect));
  const lacking = shown.has('not_assessed') ? undefined : factToLack(rule);
  const path = ['tests'];
  return [
    ...(shown.has('fail') ? [] : [{ path, message: 'no test shows that the rule ever fails' }]),
    ...(shown.has('pass') || shown.has('not_applicable')
      ? []
      : [{ path, message: 'no test shows that the rule ever does not fail' }]),
    ...(lacking === undefined
      ? []
      : [
          {
            path,
            message: `no test shows what comes out where ${lacking} is not known`,
            hint: 'add one that expects not_assessed, with missing:',
          },
        ]),
  ];
}

/** A fact without which one of the rule's own examples would not be assessed. */
function factToLack(rule: Rule): FactName | undefined {
  return [...factsNeeded(rule.scope), ...factsNeeded(rule.failWhen)].find((lacking) =>
    rule.tests.some(({ facts }) => {
      const others = Object.fromEntries(Object.entries(facts).filter(([fact]) => fact !== lacking));
      return assess(asIs(rule), others).verdict === 'not_assessed';
    }),
  );
}

/** A rule as its pack has it. */
function asIs(rule: Rule): PolicyRule {
  return { rule, severity: rule.severity, status: 'active', because: null };
}

/** Changes of the severity that change nothing, and those that no test shows. */
function lintSeverities(rule: Rule): readonly PackProblem[] {
  const { severity, severityWhen, tests } = rule;
  return severityWhen.flatMap(({ when, change }, number): readonly PackProblem[] => {
    const path = ['severity_when', number];
    const nowhere =
      change.kind === 'set'
        ? change.severity === severity
        : (change.levels > 0 && severity === 'critical') || (change.levels < 0 && severity === 'info');
    if (number === 0 && nowhere) {
      return [{ path, message: `this changes nothing: the rule is ${severity} anyway`, hint: 'leave it out' }];
    }
    const shown = tests.some(
      ({ facts, severity: expected }) =>
        expected !== undefined && evaluate(when, facts) === true && assess(asIs(rule), facts).verdict === 'fail',
    );
    return shown
      ? []
      : [{ path, message: 'no test shows this severity', hint: 'add one that expects fail, with severity:' }];
  });
}

/** Lists that no condition refers to. */
function unusedLists({ lists = {}, rules }: RawPack): readonly PackProblem[] {
  const used = new Set(
    rules.flatMap(({ scope, fail_when, severity_when }) => namesIn([scope, fail_when, severity_when])),
  );
  return Object.keys(lists)
    .filter((name) => !used.has(name))
    .map((name) => ({ path: ['lists', name], key: true, message: `no rule uses the list $${name}` }));
}

function namesIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [listName(value) ?? []].flat();
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((part) => namesIn(part));
}
