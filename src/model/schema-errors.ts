import type { ErrorObject } from 'ajv';
import { closest } from './closest.ts';
import { printable } from './printable.ts';

/** One ajv error in words, still tied to the place in the value that it is about. */
export interface SchemaError {
  readonly path: readonly string[];
  /** Whether it is about the key at the end of the path and not about its value. */
  readonly key: boolean;
  readonly message: string;
  readonly hint?: string;
}

/**
 * Turns what ajv reports into what a person should read, without repetitions.
 * Of the branches of an `anyOf` or `oneOf` only the one that got furthest into the value is told.
 * Hints for unknown keys need the allowed ones: compile the schema with `verbose: true`.
 */
export function describeErrors(errors: readonly ErrorObject[], value: unknown): readonly SchemaError[] {
  const described = withoutMistyped(relevant(errors)).map((error) => describe(error, value));
  return [...new Map(described.map((error) => [JSON.stringify([error.path, error.message]), error])).values()];
}

function relevant(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  let kept: readonly ErrorObject[] = [];
  for (const error of errors) {
    const inside = (other: ErrorObject): boolean => isInside(other.instancePath, error.instancePath);
    if (error.keyword === 'anyOf' || error.keyword === 'oneOf') {
      // ajv lists the errors of the branches right before the error of the keyword itself.
      kept = [...kept.filter((other) => !inside(other)), ...bestBranch(kept.filter(inside), error)];
    } else if ((error.keyword === 'if' || error.keyword === 'propertyNames') && kept.some(inside)) {
      continue; // Only says that the errors before it matter.
    } else {
      kept = [...kept, error];
    }
  }
  return kept;
}

/** A missing key that stands there with a typing mistake is one mistake, and the unknown key tells it. */
function withoutMistyped(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  return errors.filter((error) => {
    const { missingProperty }: Record<string, unknown> = error.params;
    if (error.keyword !== 'required' || typeof missingProperty !== 'string') return true;
    return !errors.some((other) => {
      const unknown = other.instancePath === error.instancePath ? unknownKeyOf(other) : undefined;
      return unknown !== undefined && closest(unknown, knownKeys(other)) === missingProperty;
    });
  });
}

function isInside(path: string, parent: string): boolean {
  return path === parent || path.startsWith(`${parent}/`);
}

/**
 * Of the errors of all branches those that matter: a key that no branch knows, else the errors furthest inside the value (such a
 * branch got there because the rest fitted), else what all branches agree on.
 */
function bestBranch(errors: readonly ErrorObject[], alternatives: ErrorObject): readonly ErrorObject[] {
  const unknown = keysUnknownToAll(errors, alternatives);
  if (unknown.length > 0) return unknown;
  const outer = errors.filter((error) => error.instancePath === alternatives.instancePath);
  const deeper = errors.filter((error) => !outer.includes(error));
  const furthest = deeper.filter(
    (error) => !deeper.some((other) => other.instancePath.startsWith(`${error.instancePath}/`)),
  );
  if (furthest.length > 0) return furthest;
  const specific = outer.filter((error) => error.keyword !== 'type');
  const candidates = specific.length > 0 ? specific : outer;
  const kinds = new Set(candidates.map(({ keyword }) => (keyword === 'const' ? 'enum' : keyword)));
  return kinds.size === 1 ? [mergeSame(candidates, alternatives)] : [alternatives];
}

/** Keys that every branch refused, with the allowed keys of all branches for the hint. Needs ajv's `verbose` to count branches. */
function keysUnknownToAll(errors: readonly ErrorObject[], alternatives: ErrorObject): readonly ErrorObject[] {
  const branches: unknown = alternatives.schema;
  if (!Array.isArray(branches)) return [];
  const here = errors.filter((error) => error.instancePath === alternatives.instancePath);
  // A branch that wants no object at all refuses every key.
  const otherTypes = here.filter((error) => error.keyword === 'type').length;
  const known = Object.fromEntries(here.flatMap(knownKeys).map((key) => [key, true]));
  return [...new Set(here.map(refusedKey))].flatMap((key) => {
    const refusals = key === undefined ? [] : here.filter((error) => refusedKey(error) === key);
    const everywhere = refusals.length + otherTypes >= branches.length;
    return everywhere ? refusals.slice(0, 1).map((error) => ({ ...error, parentSchema: { properties: known } })) : [];
  });
}

function refusedKey(error: ErrorObject): string | undefined {
  return unknownKeyOf(error) ?? (error.keyword === 'propertyNames' ? undefined : error.propertyName);
}

/** Several branches that failed in the same way become one error that lists what each of them wants. */
function mergeSame(errors: readonly ErrorObject[], alternatives: ErrorObject): ErrorObject {
  const [first] = errors;
  if (first === undefined || errors.length === 1) return first ?? alternatives;
  const wanted = [...new Set(errors.flatMap(wantedBy))];
  if (first.keyword === 'type') return { ...first, params: { type: wanted } };
  if (first.keyword === 'required') return { ...first, message: `must have one of the keys ${wanted.join(', ')}` };
  const choice = first.keyword === 'enum' || first.keyword === 'const';
  return choice ? { ...first, keyword: 'enum', params: { allowedValues: wanted } } : alternatives;
}

function wantedBy(error: ErrorObject): readonly unknown[] {
  const { type, missingProperty, allowedValues, allowedValue }: Record<string, unknown> = error.params;
  const wanted = type ?? missingProperty ?? allowedValues ?? allowedValue;
  return Array.isArray(wanted) ? wanted : [wanted];
}

function unknownKeyOf(error: ErrorObject): string | undefined {
  const { additionalProperty, unevaluatedProperty }: Record<string, unknown> = error.params;
  const key = additionalProperty ?? unevaluatedProperty;
  return typeof key === 'string' ? key : undefined;
}

/** The keys that the schema around an error declares; none without ajv's `verbose`. */
function knownKeys(error: ErrorObject): readonly string[] {
  const properties: unknown = error.parentSchema?.['properties'];
  if (typeof properties === 'object' && properties !== null) return Object.keys(properties);
  const { allowedValues }: Record<string, unknown> = error.propertyName === undefined ? {} : error.params;
  return Array.isArray(allowedValues) ? allowedValues.map(String) : [];
}

function describe(error: ErrorObject, value: unknown): SchemaError {
  const path = pointerSteps(error.instancePath);
  const where = error.instancePath === '' ? 'the top level' : printable(error.instancePath, 128);
  const unknownKey = unknownKeyOf(error);
  if (unknownKey !== undefined) {
    const message = `unknown key "${printable(unknownKey, 64)}" in ${where}`;
    return { path: [...path, unknownKey], key: true, message, ...suggest(unknownKey, knownKeys(error)) };
  }
  if (error.propertyName !== undefined) {
    const { message, ...hint } = wording(error, error.propertyName);
    return { path: [...path, error.propertyName], key: true, message: `key in ${where} ${message}`, ...hint };
  }
  const { message, ...hint } = wording(error, valueAt(value, path));
  return { path, key: false, message: `${where} ${message}`, ...hint };
}

/** What is wrong, without the place. */
function wording(error: ErrorObject, actual: unknown): { readonly message: string; readonly hint?: string } {
  const found =
    typeof actual === 'object' && actual !== null ? '' : `, not ${printable(JSON.stringify(actual) ?? '', 64)}`;
  switch (error.keyword) {
    case 'enum':
    case 'const': {
      const allowed = wantedBy(error).map(String);
      const names = allowed.length > 12 ? `${allowed.slice(0, 12).join(', ')}, ...` : allowed.join(', ');
      const message = `must be ${allowed.length === 1 ? '' : 'one of '}${names}${found}`;
      const near = closest(String(actual), allowed);
      return near === undefined ? { message } : { message, hint: `did you mean "${near}"?` };
    }
    case 'type':
      return { message: `must be ${wantedBy(error).join(' or ')}${found}` };
    case 'required':
      return {
        message: error.message?.includes('one of') ? error.message : `lacks the key "${wantedBy(error).join()}"`,
      };
    case 'anyOf':
    case 'oneOf':
      return { message: `has none of the forms that are allowed here${found}` };
    default:
      return { message: `${error.message ?? `fails "${error.keyword}"`}${found}` };
  }
}

function suggest(word: string, candidates: readonly string[]): { readonly hint?: string } {
  const near = closest(word, candidates);
  if (near !== undefined) return { hint: `did you mean "${near}"?` };
  return candidates.length === 0 || candidates.length > 16 ? {} : { hint: `known keys: ${candidates.join(', ')}` };
}

/** RFC 6901: `~1` is `/` and `~0` is `~`. */
function pointerSteps(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  let current = value;
  for (const step of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return undefined;
    current = Reflect.get(current, step);
  }
  return current;
}
