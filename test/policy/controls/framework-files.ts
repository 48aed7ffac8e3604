import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createFrameworkReader, toFramework } from '../../../src/policy/controls/parse-framework.ts';

const root = join(import.meta.dirname, '../../..');
const schema: object = JSON.parse(readFileSync(join(root, 'schemas/controls.v1.schema.json'), 'utf8'));

export const readFramework = createFrameworkReader(schema);

/** The text of every file in `rules/controls` by its name. */
export const frameworkTexts: ReadonlyMap<string, string> = new Map(
  readdirSync(join(root, 'rules/controls')).map((file) => [
    file,
    readFileSync(join(root, 'rules/controls', file), 'utf8'),
  ]),
);

export const shippedFrameworks = [...frameworkTexts].map(([file, text]) =>
  toFramework(readFramework(`rules/controls/${file}`, text)),
);
