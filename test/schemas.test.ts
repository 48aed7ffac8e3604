import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';

const FOLDER = new URL('../schemas/', import.meta.url);

// Portreeve itself reads them without looking whether they are schemas.
it.each(readdirSync(FOLDER).filter((name) => name.endsWith('.json')))('%s is a JSON Schema', (name) => {
  const ajv = new Ajv2020();
  const schema: unknown = JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'));
  expect(typeof schema === 'object' && schema !== null && ajv.validateSchema(schema)).toBe(true);
  expect(ajv.validateSchema({ type: 'sometimes' })).toBe(false);
});
