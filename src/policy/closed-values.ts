import type { FactName } from '../model/facts.ts';
import { isReachFact } from '../model/reach-fact.ts';

/** The values that a fact can have; undefined where they are not counted. */
export type ClosedValues = (fact: FactName) => readonly string[] | undefined;

interface Definition {
  readonly enum?: readonly string[];
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Definition>>;
}

/** From `schemas/rulepack.v1.schema.json`, which knows them for the tests that rules carry. */
export function closedValues(schema: object): ClosedValues {
  const { $defs: definitions = {} }: { readonly $defs?: Readonly<Record<string, Definition>> } = schema;
  const facts = definitions['ruleTest']?.properties?.['facts']?.properties ?? {};
  return (fact) => {
    if (isReachFact(fact)) return definitions['reach']?.enum;
    const name = facts[fact]?.$ref?.replace('#/$defs/', '');
    return name === undefined ? undefined : definitions[name]?.enum;
  };
}
