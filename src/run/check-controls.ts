import { UsageError } from '../model/errors.ts';
import { printable } from '../model/printable.ts';
import type { Control } from '../model/request.ts';
import type { Gate } from '../net/gate.ts';

/** Controls are probed like targets, so they lie where probes may go. @throws UsageError naming the first that does not */
export function checkControls(controls: readonly Control[], gate: Gate): void {
  const outside = controls.find(({ address }) => !gate.permits(address));
  if (outside === undefined) return;
  throw new UsageError(
    `the control ${printable(outside.text, 64)} may not be probed: it is excluded, or outside the authorised ranges`,
    {
      hint: 'name another with --control',
    },
  );
}
