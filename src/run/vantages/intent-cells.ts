import { reachFact } from '../../model/reach-fact.ts';
import type { Plan } from '../../model/plan.ts';
import type { Finding, IntentRegister } from '../../model/report.ts';
import { intentFacts } from '../../policy/intent/intent-facts.ts';
import { createIntentIndex } from '../../policy/intent/intent-index.ts';
import type { IntentRow } from '../../policy/intent/intent-matrix.ts';
import { intentOutcome, seenOf } from '../../policy/intent/intent-outcome.ts';
import type { IntentOutcome } from '../../policy/intent/intent-outcome.ts';
import { createIntentRegister } from '../../policy/intent/intent-register.ts';
import type { Judge } from '../../policy/judge.ts';
import type { Subject } from '../../policy/subject.ts';
import { isReach } from '../../policy/reach.ts';
import type { LoadedIntent } from '../load-intent.ts';

/** Judges endpoints by the rows of a matrix, from each zone that was looked from. */
export interface IntentCells {
  /** Endpoints of equal kind have the same rows. */
  kindOf(union: Plan, index: number): string;
  /** `alike`: some of the endpoints that the subject stands for, which are named one by one where something deviates. */
  take(subject: Subject, alike: () => readonly Subject[]): void;
  finish(findings: readonly Finding[]): IntentRegister;
}

interface IntentCellsContext {
  readonly judge: Judge;
  /** Zones of the matrix that a vantage looked from. */
  readonly zones: readonly string[];
  /** `YYYY-MM-DD` */
  readonly today: string;
}

interface Cell {
  readonly row: IntentRow;
  readonly outcome: IntentOutcome;
}

export function createIntentCells(
  { matrix, sha256 }: LoadedIntent,
  { judge, zones, today }: IntentCellsContext,
): IntentCells {
  const rows = createIntentIndex(matrix);
  const register = createIntentRegister(matrix, { today, sha256, zones });

  function cellsOf(subject: Subject): readonly Cell[] {
    const { address, port, transport } = subject.observation;
    const { labels } = subject.identity;
    const facts = judge.factsOf(subject);
    return zones.flatMap((zone) => {
      const row = rows.rowFor({ zone, address, labels, transport, port });
      const looked = subject.seen.some((sighting) => sighting.zone === zone);
      // What no row names is judged only from where it was audited.
      if (row.group === null && !looked) return [];
      const reach = facts[reachFact(zone)];
      return [{ row, outcome: intentOutcome(row, isReach(reach) ? reach : undefined, seenOf(facts)) }];
    });
  }

  function add(subject: Subject, cells: readonly Cell[]): void {
    const { times, observation } = subject;
    for (const { row, outcome } of cells) {
      register.add({ endpoint: observation, row, outcome, times });
      judge.judgeCell(subject, {
        zone: row.zone.name,
        intent: intentFacts(row, outcome, { today, reviewBy: matrix.reviewBy }),
      });
    }
  }

  return {
    kindOf(union, index) {
      const { address, port, transport } = union.at(index);
      const { labels } = union.identityOf(address);
      return zones.map((zone) => rows.rowFor({ zone, address, labels, transport, port }).index).join();
    },
    take(subject, alike) {
      const cells = cellsOf(subject);
      const deviates = cells.some(({ outcome }) => outcome.matched === false);
      if (subject.times === 1 || !deviates) {
        add(subject, cells);
        return;
      }
      const named = alike();
      for (const each of named) add(each, cellsOf(each));
      const rest = subject.times - named.length;
      if (rest > 0) add({ ...subject, times: rest }, cells);
    },
    finish(findings) {
      const known = new Map(
        findings
          .filter(({ level }) => level === 'intent')
          .map(({ zone, address, port, transport, fingerprint }) => [
            JSON.stringify([zone, address, port, transport]),
            fingerprint,
          ]),
      );
      return register.finish(
        ({ zone, address, port, transport }) => known.get(JSON.stringify([zone, address, port, transport])) ?? null,
      );
    },
  };
}
