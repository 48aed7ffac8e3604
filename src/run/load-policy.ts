import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { closest } from '../model/closest.ts';
import { RuleError } from '../model/errors.ts';
import type { Pack } from '../model/report.ts';
import type { PolicyRequest } from '../model/request.ts';
import { packagePath, readSchema } from '../package-files.ts';
import { checkRuleControls } from '../policy/controls/check-rule-controls.ts';
import { createPolicy } from '../policy/create-policy.ts';
import type { Policy } from '../policy/create-policy.ts';
import type { Expressions } from '../policy/expressions.ts';
import { loadExpressions, needsExpressions } from '../policy/expressions.ts';
import { createPackParser, toPack } from '../policy/parse-pack.ts';
import type { PackParser } from '../policy/parse-pack.ts';
import type { RulePack } from '../policy/rule-pack.ts';
import { checkLock, readLock } from '../policy/rules-lock.ts';
import type { Baseline } from '../policy/baseline/compare-with-baseline.ts';
import type { ControlFramework } from '../policy/controls/control-framework.ts';
import { readCompiledPacks } from './compiled-packs.ts';
import { loadControls } from './load-controls.ts';
import { loadDeclared } from './load-declared.ts';
import type { LoadedDeclared } from './load-declared.ts';
import { loadIntent } from './load-intent.ts';
import type { LoadedIntent } from './load-intent.ts';
import { loadReport } from './load-report.ts';
import { loadWaivers } from './load-waivers.ts';
import type { LoadedWaivers } from './load-waivers.ts';
import { isFolder, readText } from './read-text.ts';
import { sha256hex } from './sha256.ts';

export interface LoadedPack {
  readonly pack: RulePack;
  readonly about: Pack;
}

/** Everything that judges. */
export interface LoadedPolicy {
  readonly policy: Policy;
  readonly packs: readonly LoadedPack[];
  /** The lock that the packs were held against. */
  readonly lock: { readonly path: string; readonly sha256: string } | null;
  readonly frameworks: readonly ControlFramework[];
  readonly intent: LoadedIntent | null;
  readonly declared: readonly LoadedDeclared[];
  readonly waivers: LoadedWaivers | null;
  readonly baseline: Baseline | null;
}

/** Reads and parses packs, in the order given. @throws RuleError, UsageError */
export async function loadPacks(names: readonly string[]): Promise<readonly LoadedPack[]> {
  const schema = await readSchema('rulepack');
  return readPacks(names, (expressions) => createPackParser(schema, expressions));
}

/** Like `loadPacks`, but fast for packs that come with Portreeve: their rules do not know their lines. */
export async function loadCompiledPacks(names: readonly string[]): Promise<readonly LoadedPack[]> {
  const compiled = await readCompiledPacks();
  const schema = await readSchema('rulepack');
  return readPacks(names, (expressions) => {
    let parse: PackParser | undefined;
    return (file, text) => {
      const value = compiled[sha256hex(text)];
      if (value !== undefined) return toPack(value, { file, expressions, positionOf: () => ({ file }) });
      parse ??= createPackParser(schema, expressions);
      return parse(file, text);
    };
  });
}

/** The packs of the given names as they stand in their files, in that order. @throws RuleError, UsageError */
export async function readPackTexts(names: readonly string[]): Promise<readonly PackText[]> {
  const files = await packFiles(names);
  return Promise.all(files.map(async (file) => ({ ...file, text: await readText(file.path) })));
}

/** The engines, where one of the packs needs them. */
export async function expressionsFor(texts: readonly PackText[]): Promise<Expressions | undefined> {
  return texts.some(({ text }) => needsExpressions(text)) ? loadExpressions() : undefined;
}

async function readPacks(
  names: readonly string[],
  parserWith: (expressions: Expressions | undefined) => PackParser,
): Promise<readonly LoadedPack[]> {
  const texts = await readPackTexts(names);
  const parse = parserWith(await expressionsFor(texts));
  return texts.map(({ path, source, text }) => {
    const pack = parse(path, text);
    const { id, version, title } = pack;
    return { pack, about: { id, version, title, source, sha256: sha256hex(text), rules: pack.rules.length } };
  });
}

/** The rules in force, and all that goes with them. @throws UserError for the first file that is wrong */
export async function loadPolicy(request: PolicyRequest): Promise<LoadedPolicy> {
  const { intent: matrix = null, waivers = [], baseline = null } = request;
  const packs = await loadCompiledPacks(request.packs);
  const { rulesLock } = request;
  const lock = rulesLock === undefined ? null : await checkAgainst(rulesLock, packs);
  const policy = createPolicy(
    packs.map(({ pack }) => pack),
    request.overrides,
  );
  const intent = matrix === null ? null : await loadIntent(matrix);
  const frameworks = (await loadControls()).map(({ framework }) => framework);
  checkRuleControls(
    policy.rules.map(({ rule }) => rule),
    frameworks,
  );
  const groups = intent === null ? null : [...intent.matrix.groups.keys()];
  const ruleIds = policy.rules.map(({ rule }) => rule.id);
  return {
    policy,
    packs,
    lock,
    frameworks,
    intent,
    declared: await loadDeclared(request.declared),
    waivers: await loadWaivers(waivers, { ruleIds, groups, now: momentOf(request) }),
    baseline: baseline === null ? null : await loadReport(baseline),
  };
}

/** As of when dates count: noon of the day asked for, which is that day nearly everywhere, else now. */
export function momentOf({ asOf = null }: Pick<PolicyRequest, 'asOf'>): Date {
  return asOf === null ? new Date() : new Date(`${asOf}T12:00:00Z`);
}

async function checkAgainst(path: string, packs: readonly LoadedPack[]): Promise<LoadedPolicy['lock']> {
  const text = await readText(path);
  checkLock(
    packs.map(({ about }) => about),
    readLock(path, text, await readSchema('rules-lock')),
    path,
  );
  return { path, sha256: sha256hex(text) };
}

interface PackText extends PackFile {
  readonly text: string;
}

interface PackFile {
  readonly path: string;
  /** What the report names: `pack:NAME` for packs that come with Portreeve, else the path as given. */
  readonly source: string;
}

async function packFiles(names: readonly string[]): Promise<readonly PackFile[]> {
  const own = await yamlFiles(packagePath('rules'));
  const builtIn = own.map((path) => ({ path, source: `pack:${basename(path, '.yaml')}` }));
  if (names.length === 0) return builtIn;
  const files = await Promise.all(names.map((name) => filesOf(name, builtIn)));
  return files.flat();
}

async function filesOf(name: string, builtIn: readonly PackFile[]): Promise<readonly PackFile[]> {
  if (name === 'pack:all') return builtIn;
  if (name.startsWith('pack:')) {
    const found = builtIn.find(({ source }) => source === name);
    if (found !== undefined) return [found];
    const sources = builtIn.map(({ source }) => source);
    const near = closest(name, sources);
    throw new RuleError(`there is no ${name} among the packs that come with Portreeve`, {
      hint: near === undefined ? `they are ${sources.join(', ')}` : `did you mean ${near}?`,
    });
  }
  if (!(await isFolder(name))) return [{ path: name, source: name }];
  const paths = await yamlFiles(name);
  if (paths.length === 0) throw new RuleError(`the folder ${name} holds no .yaml rule pack`);
  return paths.map((path) => ({ path, source: path }));
}

async function yamlFiles(folder: string): Promise<readonly string[]> {
  const files = await readdir(folder);
  return files
    .filter((file) => /\.ya?ml$/.test(file))
    .sort()
    .map((file) => join(folder, file));
}
