import { Ajv2020 } from 'ajv/dist/2020.js';
import { closest } from '../../model/closest.ts';
import { ConfigError } from '../../model/errors.ts';
import { explainErrors, parseYaml } from '../../model/yaml-document.ts';
import type { YamlPath } from '../../model/yaml-document.ts';
import type { ControlFramework, ControlRelation } from './control-framework.ts';

/** What `schemas/controls.v1.schema.json` lets through; plain data. */
export interface RawFramework {
  readonly framework: string;
  readonly version: string;
  readonly title: string;
  readonly source_url: string;
  readonly statement: string;
  readonly controls: readonly { readonly id: string; readonly title: string; readonly url?: string }[];
  readonly map: readonly { readonly category: string; readonly control: string; readonly relation: ControlRelation }[];
}

/** Reads the text of one framework; the file's name is for messages. @throws ConfigError with a problem and its position */
export type FrameworkReader = (file: string, text: string) => RawFramework;

/** A reader for frameworks that fit the given JSON Schema, `schemas/controls.v1.schema.json`. */
export function createFrameworkReader(schema: object): FrameworkReader {
  const ajv = new Ajv2020({ strict: true, allErrors: true, verbose: true, validateSchema: false });
  const validate = ajv.compile<RawFramework>(schema);
  return (file, text) => {
    const document = parseYaml(file, text);
    const { value } = document;
    if (!validate(value)) {
      const problems = explainErrors(document, validate.errors ?? []);
      // A mistyped key is missing too; the suggestion says more.
      const problem = problems.find(({ hint }) => hint !== undefined) ?? problems[0];
      throw new ConfigError(problem?.message ?? 'the framework does not fit its schema', {
        at: problem?.at ?? { file },
        hint: problem?.hint,
      });
    }
    const [problem] = problemsOf(value);
    if (problem === undefined) return value;
    throw new ConfigError(problem.message, { at: document.positionOf(problem.path), hint: problem.hint });
  };
}

/** The framework that a value stands for, which was found to be right before. */
export function toFramework({ source_url: url, controls, ...raw }: RawFramework): ControlFramework {
  const { framework, version, title, statement, map } = raw;
  return {
    framework,
    version,
    title,
    url,
    statement,
    controls: controls.map((control) => ({ id: control.id, title: control.title, url: control.url ?? null })),
    map,
  };
}

interface FrameworkProblem {
  readonly path: YamlPath;
  readonly message: string;
  readonly hint: string;
}

/** What the schema cannot see, in the order of the file. */
function problemsOf({ controls, map }: RawFramework): readonly FrameworkProblem[] {
  const ids = new Set<string>();
  const problems: FrameworkProblem[] = [];
  for (const [index, { id }] of controls.entries()) {
    if (ids.has(id)) {
      problems.push({
        path: ['controls', index, 'id'],
        message: `the control ${id} is there twice`,
        hint: 'take one of them away',
      });
    }
    ids.add(id);
  }
  const seen = new Set<string>();
  for (const [index, { category, control }] of map.entries()) {
    const path = ['map', index, 'control'];
    if (!ids.has(control)) {
      const near = closest(control, ids);
      const hint = near === undefined ? 'add it to controls' : `did you mean "${near}"?`;
      problems.push({ path, message: `the control ${control} is not among controls`, hint });
    }
    const pair = `${category} ${control}`;
    if (seen.has(pair)) {
      problems.push({
        path,
        message: `${category} is mapped to ${control} twice`,
        hint: 'one line says it, with one relation',
      });
    }
    seen.add(pair);
  }
  return problems;
}
