import { readFileSync } from 'node:fs';
import type { IntentMatrix } from '../../../src/policy/intent/intent-matrix.ts';
import { createIntentParser } from '../../../src/policy/intent/parse-intent.ts';
import { RuleError } from '../../../src/model/errors.ts';

const SCHEMA: object = JSON.parse(
  readFileSync(new URL('../../../schemas/intent.v1.schema.json', import.meta.url), 'utf8'),
);

/** The services that the tests know. */
const SERVICES: ReadonlySet<string> = new Set(['http', 'postgresql', 'redis', 'ssh', 'dns']);

const parse = createIntentParser(SCHEMA, SERVICES);

export function parseMatrix(text: string, file = 'own.yaml'): IntentMatrix {
  return parse(file, text);
}

/** What is wrong with a matrix. */
export function errorOf(text: string): RuleError {
  try {
    parseMatrix(text);
  } catch (error) {
    if (error instanceof RuleError) return error;
    throw error;
  }
  throw new Error('the matrix was accepted');
}

export interface MatrixParts {
  readonly metadata?: string;
  readonly zones?: string;
  readonly groups?: string;
  readonly controls?: string;
  readonly fallback?: string;
  readonly rows?: readonly string[];
}

/** A small matrix of which a test changes the part that it is about. The rows begin on line 13. */
export function matrixText({
  metadata = '{ id: own, title: Own, owner: me@example.org }',
  zones = '{ internet: { vantages: [a, b, c], quorum: 2 }, office: { vantages: [d] } }',
  groups = '{ web: { targets: [10.0.0.1-10.0.0.9], tags_any: [web] }, db: { targets: [10.0.1.0/28] }, jump: { targets: [10.0.0.5] }, tagged: { tags_any: [db, cache] } }',
  controls = '[]',
  fallback = '{ expect: not-open, scope: audited-ports }',
  rows = ['{ from: internet, to: web, ports: [80, 443], expect: open, reason: public site }'],
}: MatrixParts = {}): string {
  return [
    '# yaml-language-server: $schema=../schemas/intent.v1.schema.json',
    'apiVersion: portreeve/v1',
    'kind: IntentMatrix',
    `metadata: ${metadata}`,
    'zones:',
    `  ${zones}`,
    'groups:',
    `  ${groups}`,
    `controls: ${controls}`,
    `default: ${fallback}`,
    '',
    'matrix:',
    ...rows.map((row) => `  - ${row}`),
    ...(rows.length === 0 ? ['  []'] : []),
    '',
  ].join('\n');
}
