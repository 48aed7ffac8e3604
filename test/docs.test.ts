import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FACTS } from '../src/model/facts.ts';
import { REASONS } from '../src/model/observation.ts';

const ROOT = join(import.meta.dirname, '..');
const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');

describe('documentation', () => {
  it('lists every fact', () => {
    const facts = Object.entries(FACTS).map(([name, { type, about }]) => [name, type, about]);
    if (process.env['UPDATE_DOCS'] === '1') {
      const rows = facts.map(([name, type, about]) => `| \`${name}\` | ${type} | ${about} |\n`).join('');
      writeFileSync(
        join(ROOT, 'docs/rules.md'),
        read('docs/rules.md').replace(/(?:^\| `[a-z0-9_.]+` +\| (?:string|number|boolean|list) +\|.*\n)+/m, () => rows),
      );
    }
    const table = [...read('docs/rules.md').matchAll(/^\| `([a-z0-9_.]+)` +\| (\w+) +\| (.+?) +\|$/gm)].map(
      ([, ...cells]) => cells,
    );
    expect(table).toEqual(facts);
  });

  it('lists the codes of the journal in their order, which never changes', () => {
    const [, list = ''] = /from 1; 0 is\nno result: ([^.]+)\./.exec(read('docs/runs.md')) ?? [];
    expect([...list.matchAll(/`([a-z-]+)`/g)].map(([, reason]) => reason)).toEqual(Object.keys(REASONS));
  });

  it('gives every dependency its reason', () => {
    const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(read('package.json'));
    const reasons = [...read('docs/dependencies.md').matchAll(/^\| ([a-z@][a-z0-9/@-]*) +\| (.+?) +\|$/gm)].map(
      ([, name]) => name,
    );
    expect(new Set(reasons.filter((name) => name !== 'package'))).toEqual(new Set(Object.keys(dependencies)));
  });
});
