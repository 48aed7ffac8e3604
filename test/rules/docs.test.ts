import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { CONTROLS_TEXT, PACKS_TEXT } from './docs-text.ts';

describe('generated documentation', () => {
  it.each([
    ['docs/controls.md', CONTROLS_TEXT],
    ['docs/packs.md', PACKS_TEXT],
  ])('%s is what the data files say (UPDATE_DOCS=1 writes it)', async (name, written) => {
    const path = join(import.meta.dirname, '../..', name);
    const text = await format(written, { ...(await resolveConfig(path)), parser: 'markdown' });
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(path, text);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });
});
