import type { SourcePosition } from '../../model/errors.ts';
import { UsageError } from '../../model/errors.ts';
import { printable } from '../../model/printable.ts';
import type { Entry } from './entry.ts';
import { locate } from './entry.ts';
import type { Fields } from './labels.ts';
import { readLabels } from './labels.ts';

/** What records may call the target itself; the first that is filled in counts. */
export const TARGET_KEYS = ['address', 'ip_address', 'target', 'ip', 'host', 'hostname', 'name'] as const;

/** A record of a CSV, JSON or YAML inventory as an entry. @throws UsageError where it names no target or a label is wrong */
export function readRecord(fields: Fields, at: SourcePosition): Entry {
  for (const key of TARGET_KEYS) {
    const value = fields.get(key);
    if (typeof value === 'string' && value.trim() !== '') {
      return { text: value.trim(), labels: locate(at, () => readLabels(fields)), at };
    }
    if (value !== undefined && value !== null && typeof value !== 'string') {
      throw new UsageError(`"${key}" must be text`, { at });
    }
  }
  const found = [...fields.keys()]
    .slice(0, 8)
    .map((key) => printable(key, 32))
    .join(', ');
  throw new UsageError(`no target in this record (${found || 'empty'})`, {
    at,
    hint: `expected one of ${TARGET_KEYS.join(', ')}`,
  });
}

/** The fields of a parsed object, `undefined` when the value is none. */
export function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? new Map(Object.entries(value))
    : undefined;
}
