import type { Entry } from './entry.ts';
import { limitEntries } from './entry.ts';

/** One target a line; `#` starts a comment at the start of a line or after a blank. */
export function readPlainList(file: string, text: string): readonly Entry[] {
  const entries: Entry[] = [];
  for (const [index, line] of text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    const content = line.replace(/(?:^|\s)#.*$/, '');
    const target = content.trim();
    if (target === '') continue;
    const at = { file, line: index + 1, column: content.length - content.trimStart().length + 1 };
    entries.push({ text: target, labels: {}, at });
    limitEntries(entries.length, at);
  }
  return entries;
}
