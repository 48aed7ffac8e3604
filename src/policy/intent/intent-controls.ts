import type { Control } from '../../model/request.ts';
import type { IntentMatrix } from './intent-matrix.ts';
import { zoneOfVantage } from './intent-matrix.ts';

/** The endpoints (TCP) that must be open from a vantage; none for a vantage that the matrix does not know. */
export function controlsOf(matrix: Pick<IntentMatrix, 'zones' | 'controls'>, vantage: string): readonly Control[] {
  const zone = zoneOfVantage(matrix, vantage);
  return matrix.controls
    .filter((control) => control.row.zone === zone)
    .map(({ text, address, port }) => ({ text, address, port }));
}
