/** What JSON.parse gives, told apart without trusting it. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object under a name; an empty one where there is none. */
export function objectAt(value: unknown, ...path: readonly string[]): JsonObject {
  let found: unknown = value;
  for (const name of path) found = isObject(found) && Object.hasOwn(found, name) ? found[name] : undefined;
  return isObject(found) ? found : {};
}

/** The text under a name, `undefined` where it is none or empty. */
export function textAt(value: JsonObject, name: string): string | undefined {
  const found = Object.hasOwn(value, name) ? value[name] : undefined;
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** Texts of a list, at most `limit` of them. */
export function textsAt(value: JsonObject, name: string, limit = 50): readonly string[] {
  const found = Object.hasOwn(value, name) ? value[name] : undefined;
  return Array.isArray(found) ? found.slice(0, limit).filter((item): item is string => typeof item === 'string') : [];
}

/** The object of a record's text; `undefined` for what is no JSON. */
export function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
