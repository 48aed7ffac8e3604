import type { ASTNode } from '@marcbachmann/cel-js';
import { closest } from '../../model/closest.ts';
import type { FactName } from '../../model/facts.ts';
import { FACTS, isFactName } from '../../model/facts.ts';
import { printable } from '../../model/printable.ts';
import { ExpressionError } from './expression-error.ts';
import { macroOf, partsOf } from './syntax-tree.ts';

/** Functions and methods that give a result for whatever they are given, and take linear time. */
const FUNCTIONS = ['size', 're2'];
const METHODS = ['size', 'startsWith', 'endsWith', 'contains', 'lowerAscii', 'upperAscii'];
const MACROS = ['exists', 'exists_one', 'all', 'filter'];

/** What the language has and rules may not use: why, and what to write instead. */
const REFUSED: { readonly [Operator in ASTNode['op']]?: readonly [string, string] } = {
  '[]': ['items are not taken by their place', 'write "x" in LIST, or LIST.exists(x, ...)'],
  map: ['maps are of no use here', 'compare facts one by one'],
  '/': ['/ is not offered', 'multiply the other side'],
  '%': ['% is not offered', 'name the values, such as port in [1, 3]'],
};

/** The names that stand for items of lists where a node stands. */
type Items = ReadonlySet<string>;

/**
 * Every fact that an expression reads, in the order written.
 * @throws ExpressionError for names that are no facts, and for what the language has but rules may not use
 */
export function factsIn(node: ASTNode, items: Items = new Set()): readonly FactName[] {
  if (node.op === 'id') return items.has(node.args) ? [] : [factNamed(node, node.args)];
  if (node.op === '.') return [fieldNamed(node, items)];
  if (node.op === '[]' && zoneIn(node) !== undefined) return [factNamed(node, `reach.${zoneIn(node)}`)];
  if (node.op === 'rcall') return factsInMethod(node, items);
  if (node.op === 'call') checkFunction(node);
  const refused = REFUSED[node.op];
  if (refused !== undefined) throw new ExpressionError(node, ...refused);
  return partsOf(node).flatMap((part) => factsIn(part, items));
}

function factNamed(at: ASTNode, name: string): FactName {
  if (isFactName(name)) return name;
  const zone = name === 'reach' || name.startsWith('reach.');
  if (zone) throw new ExpressionError(at, `${name} names no zone`, 'write reach.internet or reach["head-office"]');
  const field = Object.keys(FACTS).find((fact) => fact.startsWith(`${name}.`));
  if (field !== undefined) {
    throw new ExpressionError(at, `${name} stands for several facts`, `name one of them, such as ${field}`);
  }
  const near = closest(name, Object.keys(FACTS));
  throw new ExpressionError(
    at,
    `there is no fact ${printable(name, 64)}`,
    near === undefined ? 'docs/rules.md lists the facts' : `did you mean ${near}?`,
  );
}

/** The zone in `reach["ZONE"]`, for those with a dash in their names. */
function zoneIn(node: Extract<ASTNode, { op: '[]' }>): string | undefined {
  const [owner, zone] = node.args;
  return owner.op === 'id' && owner.args === 'reach' && zone.op === 'value' && typeof zone.args === 'string'
    ? zone.args
    : undefined;
}

function fieldNamed(node: Extract<ASTNode, { op: '.' }>, items: Items): FactName {
  const [owner, field] = node.args;
  if (owner.op === 'id' && !items.has(owner.args)) return factNamed(owner, `${owner.args}.${field}`);
  throw new ExpressionError(node, `only groups of facts have fields, such as service.name`);
}

function checkFunction(node: Extract<ASTNode, { op: 'call' }>): void {
  const [name, [, pattern]] = node.args;
  if (name === 'has') {
    throw new ExpressionError(node, 'has() is no value to work with', 'it stands alone, or beside &&, ||, ! and ?:');
  }
  if (!FUNCTIONS.includes(name)) throw unknownFunction(node, name, FUNCTIONS);
  if (name === 're2' && pattern !== undefined && (pattern.op !== 'value' || typeof pattern.args !== 'string')) {
    throw new ExpressionError(pattern, 'the pattern of re2 must be written out', 'write re2(service.version, "^2[.]")');
  }
}

function factsInMethod(node: Extract<ASTNode, { op: 'rcall' }>, items: Items): readonly FactName[] {
  const [name, owner, values] = node.args;
  if (name === 'matches') {
    throw new ExpressionError(node, 'matches() may take exponential time', 'write re2(TEXT, "PATTERN")');
  }
  const macro = macroOf(node);
  if (macro === undefined) {
    if (!METHODS.includes(name)) throw unknownFunction(node, name, [...METHODS, ...MACROS]);
    return [owner, ...values].flatMap((part) => factsIn(part, items));
  }
  const { list, item, body } = macro;
  if (items.size > 0) throw new ExpressionError(node, `${name}() inside another one would take too long`);
  if (item.op !== 'id') throw new ExpressionError(item, `${name}() begins with a name for each item, such as x`);
  const taken = Object.keys(FACTS).some((fact) => fact.split('.')[0] === item.args) || item.args === 'reach';
  if (taken) throw new ExpressionError(item, `${item.args} is the name of facts`, 'call the item x');
  return [...factsIn(list, items), ...body.flatMap((part) => factsIn(part, new Set([item.args])))];
}

function unknownFunction(node: ASTNode, name: string, known: readonly string[]): ExpressionError {
  const near = closest(name, known);
  const hint = near === undefined ? `there are ${known.join(', ')}` : `did you mean ${near}?`;
  return new ExpressionError(node, `there is no ${printable(name, 64)}() here`, hint);
}
