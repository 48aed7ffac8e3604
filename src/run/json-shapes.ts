/* Short forms of JSON Schema for the documents that Portreeve writes for itself. */
export const TEXT = { type: 'string' };
export const TEXT_OR_NONE = { type: ['string', 'null'] };
export const COUNT = { type: 'integer', minimum: 0 };
export const COUNT_OR_NONE = { type: ['integer', 'null'], minimum: 0 };
export const NUMBER = { type: 'number', minimum: 0 };
export const NUMBER_OR_NONE = { type: ['number', 'null'], minimum: 0 };

/** An object that has all of these properties; others are let through. */
export function object(properties: Readonly<Record<string, object>>): object {
  return { type: 'object', properties, required: Object.keys(properties) };
}

export function list(items: object): object {
  return { type: 'array', items };
}

export function orNone(shape: object): object {
  return { anyOf: [{ type: 'null' }, shape] };
}

/** A `PlanPart`. */
export const PART = object({ index: { type: 'integer', minimum: 1 }, count: { type: 'integer', minimum: 1 } });
