import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadExpressions } from '../../src/policy/expressions.ts';
import { createPackParser } from '../../src/policy/parse-pack.ts';
import type { RulePack } from '../../src/policy/rule-pack.ts';

const root = join(import.meta.dirname, '../..');

/** `schemas/rulepack.v1.schema.json` */
export const rulePackSchema: object = JSON.parse(readFileSync(join(root, 'schemas/rulepack.v1.schema.json'), 'utf8'));

export const parsePack = createPackParser(rulePackSchema, await loadExpressions());

/** The packs of the folder `rules`. */
export const shippedPacks: readonly RulePack[] = readdirSync(join(root, 'rules'))
  .filter((file) => file.endsWith('.yaml'))
  .sort()
  .map((file) => parsePack(`rules/${file}`, readFileSync(join(root, 'rules', file), 'utf8')));
