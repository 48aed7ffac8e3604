import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject } from 'ajv';
import formats from 'ajv-formats';
import { ConfigError, RuleError, UsageError } from '../../model/errors.ts';
import type { SchemaProblem, YamlDocument } from '../../model/yaml-document.ts';
import { explainErrors, parseYaml } from '../../model/yaml-document.ts';
import { checkIntent } from './check-intent.ts';
import type { IntentProblem } from './check-intent.ts';
import { contradictionsIn, controlContradictions } from './contradictions.ts';
import type { IntentMatrix } from './intent-matrix.ts';
import { lineOf } from './intent-matrix.ts';
import type { RawIntent } from './raw-intent.ts';
import { readIntent } from './read-intent.ts';

/** Reads the text of one intent matrix; the file's name is for messages. @throws RuleError with every problem found */
export type IntentParser = (file: string, text: string) => IntentMatrix;

/**
 * A parser for matrices that fit the given JSON Schema, `schemas/intent.v1.schema.json`.
 * @param services names that identification can give; others are typing mistakes
 */
export function createIntentParser(schema: object, services: ReadonlySet<string>): IntentParser {
  const ajv = new Ajv2020({ strict: true, allErrors: true, verbose: true, validateSchema: false });
  formats.default(ajv, ['date']);
  const validate = ajv.compile<RawIntent>(schema);
  return (file, text) => {
    const document = parseDocument(file, text);
    const { value } = document;
    if (!validate(value)) throw refuse(explainErrors(document, (validate.errors ?? []).map(inWords)));
    const problems = checkIntent(value, services);
    if (problems.length > 0) throw refuse(problems.map((problem) => place(problem, document)));
    const matrix = readIntent(value, { file, positionOf: (path) => document.positionOf(path) });
    const contradictions = [...contradictionProblems(matrix), ...controlProblems(matrix)];
    if (contradictions.length > 0) throw refuse(contradictions);
    return matrix;
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

/** What the schema says of dates and of TODO is no sentence for people. */
function inWords(error: ErrorObject): ErrorObject {
  if (error.keyword === 'format') return { ...error, message: 'must be a day of the calendar as YYYY-MM-DD' };
  if (error.keyword === 'not') return { ...error, message: 'is still to do: fill it in' };
  return error;
}

/** More of them say nothing new, and hide what the first ones say. */
const MOST_TOLD = 100;

function contradictionProblems(matrix: IntentMatrix): readonly SchemaProblem[] {
  try {
    const found = contradictionsIn(matrix.rows, [...matrix.groups.values()]);
    return found.slice(0, MOST_TOLD).map(({ first, second, port }) => ({
      at: second.at,
      message:
        `this row and ${lineOf(first)} contradict each other: from ${second.zone.name} on port ${port}/${second.transport}, ` +
        `${asked(second)} against ${asked(first)}, neither names fewer addresses or ports`,
      hint: 'make them agree, or name the exception more closely than the rule',
    }));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new RuleError(error.message, { at: { file: matrix.file }, hint: error.hint, cause: error });
  }
}

function controlProblems(matrix: IntentMatrix): readonly SchemaProblem[] {
  return controlContradictions(matrix)
    .slice(0, MOST_TOLD)
    .map(({ row, control }) => ({
      at: row.at,
      message: `this row expects ${row.expect} where the control ${control.text} in ${lineOf(control.row)} must be open from ${row.zone.name}`,
      hint: 'choose a control that is meant to be open',
    }));
}

function asked({ expect, service, auth }: IntentMatrix['rows'][number]): string {
  return [expect, service, auth === null ? null : `auth ${auth}`].filter((part) => part !== null).join(' ');
}

function place({ path, key, message, hint }: IntentProblem, document: YamlDocument): SchemaProblem {
  const at = document.positionOf(path, key);
  return hint === undefined ? { at, message } : { at, message, hint };
}

function refuse(problems: readonly SchemaProblem[]): RuleError {
  const [first] = problems;
  if (first === undefined) return new RuleError('the intent matrix does not fit its schema');
  return new RuleError(first.message, { at: first.at, hint: first.hint, problems });
}
