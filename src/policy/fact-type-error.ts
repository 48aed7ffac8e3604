import type { FactName } from '../model/facts.ts';
import { declarationOf } from '../model/facts.ts';

/** A fact whose value is not of its declared type, which only a broken check or an edited run can bring about. */
export class FactTypeError extends Error {
  readonly fact: FactName;

  constructor(fact: FactName, found: string) {
    super(`${fact} is a ${found}, declared is ${declarationOf(fact).type}`);
    this.name = 'FactTypeError';
    this.fact = fact;
  }
}
