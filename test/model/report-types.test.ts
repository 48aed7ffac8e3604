import { readFile, writeFile } from 'node:fs/promises';
import { compile } from 'json-schema-to-typescript';
import { expect, it } from 'vitest';

const GENERATED = new URL('../../src/model/report.generated.ts', import.meta.url);
const SCHEMA = new URL('../../schemas/report.v1.schema.json', import.meta.url);

it('the report types are those of the schema; `npm run schema:types` writes them', async () => {
  const types = await compile(JSON.parse(await readFile(SCHEMA, 'utf8')), 'Report', {
    bannerComment:
      '/* Generated from schemas/report.v1.schema.json by `npm run schema:types`; edit the schema instead. */',
    style: { singleQuote: true, printWidth: 120 },
    ignoreMinAndMaxItems: true,
  });
  if (process.env['UPDATE_REPORT_TYPES'] === '1') await writeFile(GENERATED, types);
  expect(types.length).toBeGreaterThan(5_000);
  expect(await readFile(GENERATED, 'utf8')).toBe(types);
});
