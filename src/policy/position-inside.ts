import type { SourcePosition } from '../model/errors.ts';

/**
 * Where in a file a part of a YAML text stands: `offset` code units into `value`, which begins at `at`. Undefined where the file has the text in another
 * form, with escapes before the place or over several lines.
 */
export function positionInside(
  file: string,
  at: SourcePosition,
  { value, offset }: { readonly value: string; readonly offset: number },
): SourcePosition | undefined {
  if (at.line === undefined || at.column === undefined) return undefined;
  const line: string = file.split('\n', at.line)[at.line - 1] ?? '';
  const start = at.column - 1;
  const first = /^["']/.test(line.slice(start)) ? start + 1 : start;
  if (!line.startsWith(value.slice(0, offset), first)) return undefined;
  return { ...at, column: first + offset + 1 };
}
