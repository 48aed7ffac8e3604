import type { Condition } from '../box.ts';
import { all, unsure } from '../box.ts';
import { isObject } from '../json-place.ts';
import { readField } from './field.ts';
import { fieldCondition } from './field-condition.ts';
import type { NamedSets } from './named-sets.ts';
import { bare, valuesOf } from './named-sets.ts';
import { statementText } from './statement-text.ts';

/** Where a rule stands: names are looked up in its table. */
export interface Scope {
  readonly table: string;
  readonly sets: NamedSets;
}

/** What a `match` statement asks of a packet that opens a connection. */
export function readMatch(match: Readonly<Record<string, unknown>>, { table, sets }: Scope): Condition {
  const { left, right } = match;
  const op = typeof match['op'] === 'string' ? match['op'] : '==';
  const text = statementText({ match });
  const values = valuesOf(right, table, sets);
  const parts = partsOf(left);
  if (parts === null) return fieldCondition(readField(left), { op, values, text });
  if (values === null || op === '!=') return unsure(text);
  return anyOf(values.map((value) => keyCondition(left, value, text)));
}

/** What an element of a map or set asks: each of its parts where it is a concatenation. */
export function keyCondition(key: unknown, value: unknown, text: string): Condition {
  const fields = partsOf(key);
  if (fields === null) return fieldCondition(readField(key), { op: '==', values: [bare(value)].flat(), text });
  const values = partsOf(bare(value));
  if (values?.length !== fields.length) return unsure(text);
  return all(
    fields.map((field, index) => fieldCondition(readField(field), { op: '==', values: [values[index]], text })),
  );
}

function partsOf(value: unknown): readonly unknown[] | null {
  return isObject(value) && Array.isArray(value['concat']) ? value['concat'] : null;
}

/** Any of some conditions. One that is not modelled makes them all so. */
function anyOf(conditions: readonly Condition[]): Condition {
  const open = conditions.find(({ boxes, unsure: why }) => boxes.length > 0 && why !== null);
  return { boxes: conditions.flatMap(({ boxes }) => boxes), unsure: open?.unsure ?? null };
}
