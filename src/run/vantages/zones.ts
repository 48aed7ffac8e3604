import { UsageError } from '../../model/errors.ts';
import type { Vantage } from '../../model/report.ts';
import type { IntentMatrix } from '../../policy/intent/intent-matrix.ts';
import { zoneOfVantage } from '../../policy/intent/intent-matrix.ts';
import type { Zone } from '../../policy/vantage-facts.ts';

/** The zones that vantages stand in: those of the matrix, else those that the runs name, of which all vantages are needed. */
export function zonesOf(
  vantages: readonly Pick<Vantage, 'id' | 'zone'>[],
  matrix: IntentMatrix | null,
): readonly Zone[] {
  if (matrix !== null) {
    return [...matrix.zones.values()].map(({ name, vantages: ids, quorum }) => ({ name, vantages: ids, quorum }));
  }
  const names = new Set(vantages.flatMap(({ zone }) => zone ?? []));
  return [...names].map((name) => {
    const ids = vantages.filter(({ zone }) => zone === name).map(({ id }) => id);
    return { name, vantages: ids, quorum: ids.length };
  });
}

/** The zone of a vantage: what the matrix says, which a run may not contradict. @throws UsageError where it does, or the matrix does not know the vantage */
export function zoneIn(matrix: IntentMatrix, { id, zone }: Pick<Vantage, 'id' | 'zone'>): string {
  const found = zoneOfVantage(matrix, id);
  if (found === undefined) {
    throw new UsageError(`the intent matrix ${matrix.file} has no zone for the vantage ${id}`, {
      hint: `add it to the vantages of ${zone ?? 'a zone'}, or give the run the name of one with --vantage`,
    });
  }
  if (zone === null || zone === found.name) return found.name;
  throw new UsageError(`the vantage ${id} is in zone ${zone} by its run, and in zone ${found.name} by ${matrix.file}`);
}
