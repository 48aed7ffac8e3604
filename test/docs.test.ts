import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FACTS } from '../src/model/facts.ts';
import { REASONS } from '../src/model/observation.ts';

const read = (name: string): string => readFileSync(join(import.meta.dirname, '..', name), 'utf8');

describe('documentation', () => {
  it('lists every fact', () => {
    const table = [...read('docs/rules.md').matchAll(/^\| `([a-z0-9_.]+)` +\| (\w+) +\| (.+?) +\|$/gm)].map(
      ([, ...cells]) => cells,
    );
    expect(table).toEqual(Object.entries(FACTS).map(([name, { type, about }]) => [name, type, about]));
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
