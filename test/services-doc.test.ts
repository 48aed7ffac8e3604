import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { accessIn, CONTROLLERS, COUNTS, SERVICES_TEXT } from './services-text.ts';

const pathOf = (name: string): string => join(import.meta.dirname, '..', name);

describe('what is recognised', () => {
  it('is in docs/services.md as the code has it (UPDATE_DOCS=1 writes it)', async () => {
    const path = pathOf('docs/services.md');
    const text = await format(SERVICES_TEXT, { ...(await resolveConfig(path)), parser: 'markdown' });
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(path, text);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('is counted in the README', () => {
    const readme = readFileSync(pathOf('README.md'), 'utf8').replaceAll(/\s+/g, ' ');
    expect(/\d+ protocols over TCP, \d+ over UDP and \d+ web applications/.exec(readme)?.[0]).toBe(COUNTS);
    expect(/(\d+) kinds of controllers/.exec(readme)?.[1]).toBe(String(CONTROLLERS.length));
  });

  it('has the access that the code of a check can give', () => {
    expect(accessIn('checks/redis')).toBe('`none-required`, `required`, `refused-by-acl`');
    expect(accessIn('checks/smtp')).toBe('`refused-by-acl`');
    // `required` is a word of other facts here.
    expect(accessIn('checks/smb')).toBe('stays unknown');
  });
});
