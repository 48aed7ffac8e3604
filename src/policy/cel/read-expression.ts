import { ParseError, TypeError as CelTypeError } from '@marcbachmann/cel-js';
import type { ASTNode, Environment } from '@marcbachmann/cel-js';
import { InternalError } from '../../model/errors.ts';
import { FACTS } from '../../model/facts.ts';
import { printable } from '../../model/printable.ts';
import type { ExpressionProblem, ExpressionReading } from '../expressions.ts';
import { readPattern } from '../read-pattern.ts';
import { comparedValues } from './compared-values.ts';
import { createEnvironment, MOST_CHARACTERS } from './environment.ts';
import { ExpressionError } from './expression-error.ts';
import { factsIn } from './facts-in.ts';
import { askedByHas, joinedIn, patternsIn } from './syntax-tree.ts';
import { toCondition } from './to-condition.ts';

type Patterns = Map<string, (text: string) => boolean>;

/** A reader of expressions about the facts of the model; patterns are compiled once, when they are read. */
export function createCelReader(): (source: string) => ExpressionReading {
  const patterns: Patterns = new Map();
  const environment = createEnvironment(FACTS, (text, pattern) => {
    const test = patterns.get(pattern);
    if (test === undefined) throw new InternalError(`the pattern ${pattern} was not compiled`);
    return test(text);
  });
  return (source) => {
    try {
      return read(source, environment, patterns);
    } catch (error) {
      return { problem: problemOf(error) };
    }
  };
}

function read(source: string, environment: Environment, patterns: Patterns): ExpressionReading {
  if (source.length > MOST_CHARACTERS) {
    throw new ExpressionError({ start: 0 }, `the expression is longer than ${MOST_CHARACTERS} characters`);
  }
  const parsed = environment.parse(source);
  // Names first: the type checker would say less about them.
  for (const node of joinedIn(parsed.ast)) checkNames(node);
  compilePatterns(parsed.ast, patterns);
  const { error, type } = parsed.check();
  if (error !== undefined) throw error;
  if (type !== 'bool') throw new ExpressionError({ start: 0 }, `this gives a ${type}, not true or false`);
  return { condition: toCondition(parsed.ast, environment), compared: comparedValues(parsed.ast) };
}

function checkNames(node: ASTNode): void {
  if (node.op === 'value' && typeof node.args === 'boolean') return;
  const asked = askedByHas(node);
  if (asked !== undefined && asked.op !== '.') {
    throw new ExpressionError(asked, 'has() asks about a fact with a dot, such as has(service.version)');
  }
  if (factsIn(asked ?? node).length === 0) {
    throw new ExpressionError(node, 'this reads no fact, so that it is the same everywhere');
  }
}

function compilePatterns(ast: ASTNode, patterns: Patterns): void {
  for (const { node, pattern } of patternsIn(ast)) {
    const reading = readPattern(pattern);
    if ('problem' in reading) throw new ExpressionError(node, reading.problem.message, reading.problem.hint);
    patterns.set(pattern, reading.test);
  }
}

/** What the library says, and what can be done about the usual mistakes. */
function problemOf(error: unknown): ExpressionProblem {
  if (error instanceof ExpressionError) return error.problem;
  if (error instanceof InternalError) throw error;
  if (!(error instanceof ParseError || error instanceof CelTypeError)) {
    // The checker of the library stumbles over some expressions, such as `port in []`.
    return { offset: 0, message: 'the types of this expression cannot be checked', hint: 'write it in another way' };
  }
  const message = printable(error.summary, 160);
  const hint = hintFor(error.code, message);
  return { offset: error.range?.start ?? 0, message, ...(hint === undefined ? {} : { hint }) };
}

function hintFor(code: string, message: string): string | undefined {
  if (code === 'unexpected_character' && message.endsWith(': =')) return 'equality is ==';
  if (/double [-+*] int|int [-+*] double/.test(message)) return 'write whole numbers in sums with a point: 1.0';
  if (/ [<>]=? list| == list|list<string> ==/.test(message)) return 'ask a list with: "x" in LIST';
  if (code === 'no_such_overload') return 'numbers are double here, texts string, lists list<string>, yes and no bool';
  return undefined;
}
