import { closest } from '../../model/closest.ts';
import { UsageError } from '../../model/errors.ts';
import { printable } from '../../model/printable.ts';
import type { Labels } from '../../model/target.ts';
import { parsePorts } from '../ports.ts';

/** What inventories may call a label. */
const LABEL_KEYS = [
  'id',
  'zone',
  'env',
  'owner',
  'tags',
  'expect_open',
  'ports_open',
  'expectOpen',
  'allow_payload',
] as const;
type LabelKey = (typeof LABEL_KEYS)[number];

const MAX_TAGS = 64;
/** Keys as short as `id` are one edit away from too much that is not meant for us. */
const MISTYPED_KEYS = LABEL_KEYS.filter((key) => key.length >= 4);

/** A record's fields by column or key, as they came out of a parser. */
export type Fields = ReadonlyMap<string, unknown>;

/**
 * The labels among the fields of a record; empty fields are no labels and other fields are left alone.
 * @throws UsageError for a value of the wrong kind
 */
export function readLabels(fields: Fields): Labels {
  const text = (key: LabelKey): string | undefined => readText(key, fields.get(key));
  const expected = (['expect_open', 'ports_open', 'expectOpen'] as const).find((key) => isGiven(fields.get(key)));
  const tags = readTags(fields.get('tags'));
  const labels = { id: text('id'), zone: text('zone'), env: text('env'), owner: text('owner') };
  return {
    ...Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== undefined)),
    ...(tags.length === 0 ? {} : { tags }),
    ...(isGiven(fields.get('allow_payload'))
      ? { allowPayload: readTruth('allow_payload', fields.get('allow_payload')) }
      : {}),
    ...(expected === undefined ? {} : { expectOpen: readExpected(expected, fields.get(expected)) }),
  };
}

/** Tags without repetition, bounded and printable. */
export function tidyTags(tags: readonly string[]): readonly string[] {
  const tidy = [...new Set(tags.map((tag) => printable(tag.trim())).filter((tag) => tag !== ''))];
  if (tidy.length > MAX_TAGS) throw new UsageError(`more than ${MAX_TAGS} tags`);
  return tidy;
}

/** @throws UsageError for a key that is nearly one of ours; other keys are none of our business */
export function refuseMistyped(keys: Iterable<string>): void {
  const names: readonly string[] = LABEL_KEYS;
  for (const key of keys) {
    const near = names.includes(key) ? undefined : closest(key, MISTYPED_KEYS);
    if (near !== undefined)
      throw new UsageError(`unknown key "${printable(key, 64)}"`, { hint: `did you mean "${near}"?` });
  }
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

function readText(key: string, value: unknown): string | undefined {
  if (!isGiven(value)) return undefined;
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    throw new UsageError(`"${key}" must be text`);
  }
  const text = String(value).trim();
  if (text.includes('{{'))
    throw new UsageError(`"${key}" holds a template, which is not evaluated`, { hint: 'write the value' });
  return text === '' ? undefined : printable(text);
}

/** Yes and no in the words of YAML, JSON and spreadsheets. */
function readTruth(key: string, value: unknown): boolean {
  const text = readText(key, value)?.toLowerCase() ?? '';
  if (/^(?:true|yes|1)$/.test(text)) return true;
  if (/^(?:false|no|0)$/.test(text)) return false;
  throw new UsageError(`"${key}" must be true or false`);
}

function readTags(value: unknown): readonly string[] {
  if (Array.isArray(value)) return tidyTags(value.flatMap((tag: unknown) => readText('tags', tag) ?? []));
  return tidyTags((readText('tags', value) ?? '').split(/[;|,\s]+/));
}

function readExpected(key: string, value: unknown): readonly number[] {
  const parts = Array.isArray(value)
    ? value.map((port: unknown) => readText(key, port) ?? '')
    : [readText(key, value) ?? ''];
  if (parts.length === 0) return [];
  return parsePorts(
    parts
      .join(',')
      .trim()
      .replaceAll(/[;|,\s]+/g, ','),
  );
}
