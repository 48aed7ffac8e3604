import type { ASTNode } from '@marcbachmann/cel-js';

/** The parts of a node, in the order written. */
export function partsOf(node: ASTNode): readonly ASTNode[] {
  if (node.op === 'value' || node.op === 'id') return [];
  if (node.op === '.' || node.op === '.?') return [node.args[0]];
  if (node.op === '!_' || node.op === '-_') return [node.args];
  if (node.op === 'call') return node.args[1];
  if (node.op === 'rcall') return [node.args[1], ...node.args[2]];
  return node.op === 'map' ? node.args.flat() : node.args;
}

/** What `&&`, `||`, `!` and `?:` at the top of an expression join. */
export function joinedIn(node: ASTNode): readonly ASTNode[] {
  return joins(node) ? partsOf(node).flatMap((part) => joinedIn(part)) : [node];
}

/** Every `?:` among them. */
export function choicesIn(node: ASTNode): readonly ASTNode[] {
  if (!joins(node)) return [];
  const deeper = partsOf(node).flatMap((part) => choicesIn(part));
  return node.op === '?:' ? [node, ...deeper] : deeper;
}

function joins({ op }: ASTNode): boolean {
  return op === '&&' || op === '||' || op === '!_' || op === '?:';
}

/** The fact that `has(FACT)` asks about, as a node; undefined for every other node. */
export function askedByHas(node: ASTNode): ASTNode | undefined {
  return node.op === 'call' && node.args[0] === 'has' ? node.args[1][0] : undefined;
}

/** The macros whose first argument is a name for each item of a list in turn. */
const OVER_ITEMS = ['exists', 'exists_one', 'all', 'filter'];

/** The list, the name of its item and the body of a macro; undefined for every other node. */
export function macroOf(
  node: ASTNode,
): { readonly list: ASTNode; readonly item: ASTNode; readonly body: readonly ASTNode[] } | undefined {
  if (node.op !== 'rcall' || !OVER_ITEMS.includes(node.args[0])) return undefined;
  const [, list, [item, ...body]] = node.args;
  return item === undefined ? undefined : { list, item, body };
}

/** Every pattern of `re2(TEXT, "PATTERN")`. */
export function patternsIn(node: ASTNode): readonly { readonly node: ASTNode; readonly pattern: string }[] {
  const [, pattern] = node.op === 'call' && node.args[0] === 're2' ? node.args[1] : [];
  const own =
    pattern?.op === 'value' && typeof pattern.args === 'string' ? [{ node: pattern, pattern: pattern.args }] : [];
  return [...own, ...partsOf(node).flatMap((part) => patternsIn(part))];
}
