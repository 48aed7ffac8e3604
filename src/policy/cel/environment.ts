import { Environment } from '@marcbachmann/cel-js';
import type { FactDeclaration } from '../../model/facts.ts';

/** Names of facts and what they hold. */
type FactTypes = Readonly<Record<string, FactDeclaration>>;

const CEL_TYPE = { string: 'string', number: 'double', boolean: 'bool', list: 'list<string>' } as const;

/** Bounds time and memory of an expression; nothing else does, as CEL has no budget at run time. */
export const MOST_CHARACTERS = 500;
const MOST_NODES = 300;
const MOST_LEVELS = 40;

/**
 * What expressions may name: every fact, `service.name` as the field `name` of `service`, the zones of `reach`, and `re2`. All numbers among the facts are doubles;
 * whole numbers as written compare with them by value, as CEL has it for values of dynamic type.
 */
export function createEnvironment(facts: FactTypes, re2: (text: string, pattern: string) => boolean): Environment {
  const environment = new Environment({ limits: { maxAstNodes: MOST_NODES, maxDepth: MOST_LEVELS } })
    .registerOperator('double == int', (left: number, right: bigint) => left === Number(right))
    .registerOperator('double in list<int>', (item: number, list: Iterable<bigint>) =>
      [...list].some((each) => item === Number(each)),
    )
    .registerVariable('reach', 'map<string, string>')
    .registerFunction('re2(string, string): bool', re2);
  const groups = new Map<string, Record<string, string>>();
  for (const [name, { type }] of Object.entries(facts)) {
    const [root = name, field] = name.split('.');
    if (field === undefined) environment.registerVariable(root, CEL_TYPE[type]);
    else groups.set(root, { ...groups.get(root), [field]: CEL_TYPE[type] });
  }
  for (const [root, schema] of groups) environment.registerVariable(root, { schema });
  return environment;
}
