import { closest } from '../model/closest.ts';
import type { SourcePosition } from '../model/errors.ts';
import { UsageError } from '../model/errors.ts';
import { printable } from '../model/printable.ts';
import type { Pack } from '../model/report.ts';
import { readSchema } from '../package-files.ts';
import type { ControlOfRule } from '../policy/controls/controls-of-rule.ts';
import { controlsOfRule } from '../policy/controls/controls-of-rule.ts';
import type { RuleExplanation } from '../policy/explain-rule.ts';
import { explainRule } from '../policy/explain-rule.ts';
import { lintPack } from '../policy/lint-pack.ts';
import { createPackReader, toPack } from '../policy/parse-pack.ts';
import type { Rule } from '../policy/rule-pack.ts';
import { loadControls } from './load-controls.ts';
import { expressionsFor, loadCompiledPacks, readPackTexts } from './load-policy.ts';

/** A rule in a list. */
export type RuleSummary = Pick<
  Rule,
  'id' | 'pack' | 'title' | 'category' | 'severity' | 'level' | 'tags' | 'deprecated'
>;

/** A rule in words, and the pack that it is from. */
export interface ExplainedRule extends RuleExplanation {
  readonly from: Pick<Pack, 'version' | 'source' | 'sha256'>;
  /** What its verdicts are evidence for. */
  readonly controls: readonly ControlOfRule[];
}

/** Something that a pack should be better at. */
export interface RuleLint {
  readonly pack: string;
  /** Null for what concerns the whole pack. */
  readonly ruleId: string | null;
  readonly at: SourcePosition;
  readonly message: string;
  readonly hint?: string;
}

/** What was looked at, and what was found. */
export interface RuleLints {
  readonly packs: number;
  readonly rules: number;
  readonly problems: readonly RuleLint[];
}

/** Every rule of packs, in their order; no names mean all packs that come with Portreeve. @throws UserError for a pack that does not load */
export async function listRules(packs: readonly string[]): Promise<readonly RuleSummary[]> {
  const loaded = await loadCompiledPacks(packs);
  return loaded.flatMap(({ pack }) =>
    pack.rules.map(({ id, title, category, severity, level, tags, deprecated }) => ({
      id,
      pack: pack.id,
      title,
      category,
      severity,
      level,
      tags,
      deprecated,
    })),
  );
}

/** One rule in words, by its id or one that it had before. @throws UserError where no pack has it, or one does not load */
export async function explainRuleById(id: string, packs: readonly string[]): Promise<ExplainedRule> {
  const loaded = await loadCompiledPacks(packs);
  const all = loaded.flatMap(({ pack, about }) => pack.rules.map((rule) => ({ rule, about })));
  const found = all.find(({ rule }) => rule.id === id) ?? all.find(({ rule }) => rule.aliases.includes(id));
  if (found !== undefined) {
    const { version, source, sha256 } = found.about;
    const frameworks = (await loadControls()).map(({ framework }) => framework);
    return {
      ...explainRule(found.rule),
      from: { version, source, sha256 },
      controls: controlsOfRule(found.rule, frameworks),
    };
  }
  const near = closestRule(
    id,
    all.map(({ rule }) => rule.id),
  );
  throw new UsageError(`there is no rule ${printable(id, 140)}`, {
    hint: near === undefined ? 'portreeve rules list shows all' : `did you mean ${near}?`,
  });
}

/** Whoever leaves out the pack means the name. */
function closestRule(id: string, ids: readonly string[]): string | undefined {
  return closest(id, ids) ?? ids.find((each) => each.endsWith(`/${id}`));
}

/** What packs that load should be better at; no names mean all that come with Portreeve. @throws UserError for a pack that does not load */
export async function lintRules(names: readonly string[]): Promise<RuleLints> {
  const texts = await readPackTexts(names);
  const expressions = await expressionsFor(texts);
  const read = createPackReader(await readSchema('rulepack'), expressions);
  const packs = texts.map(({ path: file, text }) => {
    const { value, positionOf } = read(file, text);
    const pack = toPack(value, { file, expressions, positionOf });
    const problems = lintPack(pack, value).map(({ path, key, message, hint }): RuleLint => {
      const index = path[0] === 'rules' && typeof path[1] === 'number' ? path[1] : undefined;
      const ruleId = index === undefined ? null : (pack.rules[index]?.id ?? null);
      return { pack: pack.id, ruleId, at: positionOf(path, key), message, ...(hint === undefined ? {} : { hint }) };
    });
    return { rules: pack.rules.length, problems };
  });
  return {
    packs: packs.length,
    rules: packs.reduce((sum, { rules }) => sum + rules, 0),
    problems: packs.flatMap(({ problems }) => problems),
  };
}
