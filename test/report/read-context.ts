import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { FormatContext } from '../../src/report/formats/formatter.ts';

const FOLDER = new URL('../../templates/', import.meta.url);

/** What the command line gives to formatters: the files of `templates/`, and SHA-256. */
export function readContext(): FormatContext {
  const paths = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((path) => /\.\w+$/.test(path));
  return {
    templates: Object.fromEntries(
      paths.map((path) => [path.replace(/\.hbs$/, ''), readFileSync(new URL(path, FOLDER), 'utf8')]),
    ),
    sha256base64: (text) => createHash('sha256').update(text).digest('base64'),
  };
}
