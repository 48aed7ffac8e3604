import { Ajv2020 } from 'ajv/dist/2020.js';
import { ConfigError, RuleError } from '../model/errors.ts';
import type { SourcePosition } from '../model/errors.ts';
import type { SchemaProblem, YamlDocument, YamlPath } from '../model/yaml-document.ts';
import { explainErrors, parseYaml } from '../model/yaml-document.ts';
import { checkPack } from './check-pack.ts';
import type { RawPack } from './raw-pack.ts';
import { readRule } from './read-rule.ts';
import type { RulePack } from './rule-pack.ts';

/** Reads the text of one rule pack; the file's name is for messages. @throws RuleError with every problem found */
export type PackParser = (file: string, text: string) => RulePack;

/** A parser for packs that fit the given JSON Schema, `schemas/rulepack.v1.schema.json`. */
export function createPackParser(schema: object): PackParser {
  const read = createPackReader(schema);
  return (file, text) => {
    const document = read(file, text);
    return toPack(document.value, { file, positionOf: (path) => document.positionOf(path) });
  };
}

/** A pack that is right, as it stands in its file. */
export interface PackDocument {
  readonly value: RawPack;
  positionOf(path: YamlPath): SourcePosition;
}

/** Like `createPackParser`, without the last step; the value is plain data. */
export function createPackReader(schema: object): (file: string, text: string) => PackDocument {
  // The schema is held to its meta-schema by a test; compiling that here takes longer than checking all packs.
  const ajv = new Ajv2020({
    strict: true,
    allErrors: true,
    verbose: true,
    allowUnionTypes: true,
    validateSchema: false,
  });
  const validate = ajv.compile<RawPack>(schema);
  return (file, text) => {
    const document = parseDocument(file, text);
    const { value } = document;
    if (!validate(value)) throw refuse(explainErrors(document, validate.errors ?? []));
    const problems = checkPack(value);
    if (problems.length > 0) throw refuse(problems.map((problem) => place(problem, document)));
    return { value, positionOf: (path) => document.positionOf(path) };
  };
}

/** The pack that a value stands for, which was found to be right before. */
export function toPack(
  { metadata, rules, lists }: RawPack,
  { file, positionOf }: { readonly file: string; readonly positionOf: (path: YamlPath) => SourcePosition },
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

function place(
  { path, key, message, hint }: ReturnType<typeof checkPack>[number],
  document: YamlDocument,
): SchemaProblem {
  const at = document.positionOf(path, key);
  return hint === undefined ? { at, message } : { at, message, hint };
}

function refuse(problems: readonly SchemaProblem[]): RuleError {
  const [first] = problems;
  if (first === undefined) return new RuleError('the rule pack does not fit its schema');
  return new RuleError(first.message, { at: first.at, hint: first.hint, problems });
}
