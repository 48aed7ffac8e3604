import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

/** All texts that a reader of a report or of the documentation may see. */
const texts = ['src', 'rules', 'templates', 'schemas', 'docs'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name)),
);

// A scan sees a part of what a standard asks for; whether it is met is for an auditor to say.
it('nowhere is anything called compliant', () => {
  expect(texts.length).toBeGreaterThan(200);
  expect(texts.filter((file) => /\b(?:non-?)?compliant\b/i.test(readFileSync(file, 'utf8')))).toEqual([]);
});
