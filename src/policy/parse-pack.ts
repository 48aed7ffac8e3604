import { Ajv2020 } from 'ajv/dist/2020.js';
import { ConfigError, RuleError } from '../model/errors.ts';
import type { SourcePosition } from '../model/errors.ts';
import type { SchemaProblem, YamlDocument, YamlPath } from '../model/yaml-document.ts';
import { explainErrors, parseYaml } from '../model/yaml-document.ts';
import type { PackProblem } from './check-condition.ts';
import { checkPack } from './check-pack.ts';
import { closedValues } from './closed-values.ts';
import type { Expressions } from './expressions.ts';
import { positionInside } from './position-inside.ts';
import type { RawPack } from './raw-pack.ts';
import { readRule } from './read-rule.ts';
import type { RulePack } from './rule-pack.ts';

/** Reads the text of one rule pack; the file's name is for messages. @throws RuleError with every problem found */
export type PackParser = (file: string, text: string) => RulePack;

/**
 * A parser for packs that fit the given JSON Schema, `schemas/rulepack.v1.schema.json`. Packs with `cel` or `matches` need the engines, see
 * `needsExpressions`.
 */
export function createPackParser(schema: object, expressions?: Expressions): PackParser {
  const read = createPackReader(schema, expressions);
  return (file, text) => {
    const document = read(file, text);
    return toPack(document.value, { file, expressions, positionOf: document.positionOf });
  };
}

/** A pack that is right, as it stands in its file. */
export interface PackDocument {
  readonly value: RawPack;
  /** Where the value at a path stands, or its key. */
  readonly positionOf: (path: YamlPath, key?: boolean) => SourcePosition;
}

/** Like `createPackParser`, without the last step; the value is plain data. */
export function createPackReader(
  schema: object,
  expressions?: Expressions,
): (file: string, text: string) => PackDocument {
  // The schema is held to its meta-schema by a test; compiling that here takes longer than checking all packs.
  const ajv = new Ajv2020({
    strict: true,
    allErrors: true,
    verbose: true,
    allowUnionTypes: true,
    validateSchema: false,
  });
  const validate = ajv.compile<RawPack>(schema);
  const valuesOf = closedValues(schema);
  return (file, text) => {
    const document = parseDocument(file, text);
    const { value } = document;
    if (!validate(value)) throw refuse(explainErrors(document, validate.errors ?? []));
    const problems = checkPack(value, { expressions, valuesOf });
    if (problems.length > 0) throw refuse(problems.map((problem) => place(problem, document, text)));
    return { value, positionOf: (path, key) => document.positionOf(path, key) };
  };
}

/** The pack that a value stands for, which was found to be right before. */
export function toPack(
  { metadata, rules, lists }: RawPack,
  {
    file,
    positionOf,
    expressions,
  }: {
    readonly file: string;
    readonly positionOf: (path: YamlPath) => SourcePosition;
    readonly expressions?: Expressions | undefined;
  },
): RulePack {
  return {
    file,
    id: metadata.id,
    version: metadata.version,
    title: metadata.title,
    rules: rules.map((rule, index) =>
      readRule(rule, {
        pack: metadata.id,
        lists: lists ?? {},
        expressions,
        positionOf: (path) => positionOf(['rules', index, ...path]),
      }),
    ),
  };
}

function parseDocument(file: string, text: string): YamlDocument {
  try {
    return parseYaml(file, text);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new RuleError(error.message, { at: error.at, hint: error.hint, cause: error });
  }
}

function place(problem: PackProblem, document: YamlDocument, text: string): SchemaProblem {
  const { path, key, offset, message, hint } = problem;
  const at = document.positionOf(path, key);
  const inside = offset === undefined ? at : positionInside(text, at, { value: textAt(document.value, path), offset });
  const where = inside === undefined ? ` (character ${(offset ?? 0) + 1} of the expression)` : '';
  return { at: inside ?? at, message: message + where, ...(hint === undefined ? {} : { hint }) };
}

function textAt(value: unknown, path: YamlPath): string {
  let current = value;
  for (const step of path) {
    current = typeof current === 'object' && current !== null ? Reflect.get(current, step) : undefined;
  }
  return String(current);
}

function refuse(problems: readonly SchemaProblem[]): RuleError {
  const [first] = problems;
  if (first === undefined) return new RuleError('the rule pack does not fit its schema');
  return new RuleError(first.message, { at: first.at, hint: first.hint, problems });
}
