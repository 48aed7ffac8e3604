import type { ASTNode } from '@marcbachmann/cel-js';
import type { FactName } from '../../model/facts.ts';
import type { ComparedValue } from '../expressions.ts';
import { factsIn } from './facts-in.ts';
import { macroOf, partsOf } from './syntax-tree.ts';

/** Every text that a checked expression holds against a fact by `==`, `!=` or `in`. */
export function comparedValues(node: ASTNode): readonly ComparedValue[] {
  const macro = macroOf(node);
  // Items of lists have no closed set of values, and their names are no facts.
  if (macro !== undefined) return comparedValues(macro.list);
  const deeper = partsOf(node).flatMap((part) => comparedValues(part));
  if (node.op !== '==' && node.op !== '!=' && node.op !== 'in') return deeper;
  const [left, right] = node.args;
  return [...pairs(left, right), ...pairs(right, left), ...deeper];
}

function pairs(named: ASTNode, written: ASTNode): readonly ComparedValue[] {
  const fact = factAlone(named);
  if (fact === undefined) return [];
  const values = written.op === 'list' ? written.args : [written];
  return values.flatMap(({ op, args, start }) =>
    op === 'value' && typeof args === 'string' ? [{ fact, value: args, offset: start }] : [],
  );
}

/** The fact that a node names, where it does nothing else. */
function factAlone(node: ASTNode): FactName | undefined {
  return node.op === 'id' || node.op === '.' || node.op === '[]' ? factsIn(node)[0] : undefined;
}
