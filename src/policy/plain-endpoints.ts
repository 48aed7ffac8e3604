import type { FactName } from '../model/facts.ts';
import type { Verdict } from '../model/report.ts';
import { factsRead } from './condition.ts';
import type { PolicyRule } from './create-policy.ts';
import type { Subject } from './subject.ts';

/** What tells plain endpoints of one port and result apart. */
const NAMES: readonly FactName[] = ['address', 'target.host', 'target.id'];

/** Kinds that are remembered; more of them only cost the time to judge them. */
const MOST_REMEMBERED = 100_000;

/** Verdicts on endpoints of which nothing is known but how they answered: most of a large run, and equal for equal answers. */
export interface PlainEndpoints {
  /** What all of a kind have in common; undefined for an endpoint that is more than its answer. */
  kindOf(subject: Subject): string | undefined;
  get(kind: string): readonly Verdict[] | undefined;
  set(kind: string, verdicts: readonly Verdict[]): void;
}

/** None are plain where a rule goes by address or name. */
export function createPlainEndpoints(rules: readonly PolicyRule[]): PlainEndpoints {
  const read = new Set(
    rules
      .flatMap(({ rule }) => [rule.scope, rule.failWhen, ...rule.severityWhen.map(({ when }) => when)])
      .flatMap((condition) => [...factsRead(condition)]),
  );
  const goesByName = NAMES.some((fact) => read.has(fact));
  const remembered = new Map<string, readonly Verdict[]>();
  return {
    kindOf({ observation, identity, seen }) {
      const { transport, port, reason, service, access, tls, details } = observation;
      if (goesByName || service !== undefined || access !== undefined || tls !== undefined) return undefined;
      if (details !== undefined || Object.keys(identity.labels).length > 0) return undefined;
      let kind = `${transport} ${port} ${reason} ${identity.listed}`;
      for (const { vantage, state } of seen) kind += ` ${vantage} ${state}`;
      return kind;
    },
    get: (kind) => remembered.get(kind),
    set(kind, verdicts) {
      if (remembered.size >= MOST_REMEMBERED) remembered.clear();
      remembered.set(kind, verdicts);
    },
  };
}
