import type { ASTNode } from '@marcbachmann/cel-js';
import type { ExpressionProblem } from '../expressions.ts';

/** Ends the reading of an expression; `createCelReader` turns it into a problem. */
export class ExpressionError extends Error {
  readonly problem: ExpressionProblem;

  constructor(at: Pick<ASTNode, 'start'>, message: string, hint?: string) {
    super(message);
    this.name = 'ExpressionError';
    this.problem = { offset: at.start, message, ...(hint === undefined ? {} : { hint }) };
  }
}
