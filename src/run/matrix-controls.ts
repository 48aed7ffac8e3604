import type { AuditRequest } from '../model/request.ts';
import { controlsOf } from '../policy/intent/intent-controls.ts';
import type { LoadedIntent } from './load-intent.ts';
import { zoneIn } from './vantages/zones.ts';

/**
 * A request that asks the controls of an intent matrix as well: without them nothing shows that this vantage can see an open port.
 * @throws UsageError where the matrix does not know the vantage, before anything is sent
 */
export function withControls(request: AuditRequest, { matrix }: LoadedIntent): AuditRequest {
  const { vantage, sweep } = request;
  zoneIn(matrix, vantage);
  const given = new Set(sweep.controls.map(({ address, port }) => `${address} ${port}`));
  const more = controlsOf(matrix, vantage.id).filter(({ address, port }) => !given.has(`${address} ${port}`));
  return { ...request, sweep: { ...sweep, controls: [...sweep.controls, ...more] } };
}
