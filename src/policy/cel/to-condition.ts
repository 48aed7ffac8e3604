import type { ASTNode, Environment } from '@marcbachmann/cel-js';
import { EvaluationError, serialize } from '@marcbachmann/cel-js';
import { InternalError } from '../../model/errors.ts';
import type { FactName, Facts } from '../../model/facts.ts';
import type { Condition } from '../condition.ts';
import { factsIn } from './facts-in.ts';
import { askedByHas } from './syntax-tree.ts';

/**
 * A checked expression as a condition. `&&`, `||`, `!` and `?:` follow Kleene's tables as everywhere in rules; what they join is evaluated whole,
 * and is unknown as soon as one fact in it is.
 */
export function toCondition(node: ASTNode, environment: Environment): Condition {
  const of = (part: ASTNode): Condition => toCondition(part, environment);
  if (node.op === '&&') return { kind: 'all', of: node.args.map(of) };
  if (node.op === '||') return { kind: 'any', of: node.args.map(of) };
  if (node.op === '!_') return { kind: 'not', of: of(node.args) };
  if (node.op === '?:') return choice(node.args.map(of));
  if (node.op === 'value' && typeof node.args === 'boolean') return { kind: node.args ? 'all' : 'any', of: [] };
  const asked = askedByHas(node);
  if (asked === undefined) return leaf(node, environment);
  const [fact] = factsIn(asked);
  if (fact === undefined) throw new InternalError('has() without a fact');
  return { kind: 'known', fact, known: true };
}

/** Where the question is unknown, both answers together decide. */
function choice([question, yes, no]: readonly Condition[]): Condition {
  if (question === undefined || yes === undefined || no === undefined)
    throw new InternalError('?: without three parts');
  const other: Condition = { kind: 'not', of: question };
  const ways = [
    [question, yes],
    [other, no],
    [yes, no],
  ];
  return { kind: 'any', of: ways.map((way): Condition => ({ kind: 'all', of: way })) };
}

function leaf(node: ASTNode, environment: Environment): Condition {
  const facts = [...new Set(factsIn(node))];
  const source = serialize(node);
  const evaluate = environment.parse(source);
  const { error } = evaluate.check();
  if (error !== undefined) throw new InternalError(`${source} does not read as it was written`, { cause: error });
  return {
    kind: 'cel',
    source,
    facts,
    holds: (values) => {
      const result = outcome(() => evaluate(variables(facts, values)), source);
      if (typeof result === 'boolean') return result;
      throw new InternalError(`${source} is neither true nor false`);
    },
  };
}

/** Sums of very large whole numbers are the one thing left that fails at run time; the library tells it with a drawing. */
function outcome(evaluate: () => unknown, source: string): unknown {
  try {
    return evaluate();
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    throw new Error(`${source}: ${error.summary}`, { cause: error });
  }
}

/** The facts that an expression reads, those with a dot in the map of their group. */
function variables(names: readonly FactName[], values: Facts): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  const groups: Record<string, Record<string, unknown>> = {};
  for (const name of names) {
    const [root = name, field] = name.split('.');
    if (field === undefined) found[root] = values[name];
    else found[root] = groups[root] = { ...groups[root], [field]: values[name] };
  }
  return found;
}
