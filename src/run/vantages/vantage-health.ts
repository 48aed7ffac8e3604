import type { Plan } from '../../model/plan.ts';
import type { Vantage } from '../../model/report.ts';
import { codeOf, isSilence, NO_RESULT, resultOf } from '../../model/result-code.ts';
import { NOT_PLANNED } from './combine-codes.ts';
import type { Grid } from './grid.ts';

const UNHEALTHY = codeOf('vantage-unhealthy');

/** An endpoint that must be open. */
interface Control {
  readonly address: string;
  readonly port: number;
}

/**
 * What the controls of a matrix tell of a vantage, besides those that its own run asked: `failed` where one was not open, `confirmed` where one was.
 * One that was not looked at tells nothing.
 */
export function healthAfter(
  vantage: Vantage,
  controls: readonly Control[],
  union: Plan | null,
  grid: Grid | undefined,
): Vantage {
  const asked = controls.map(({ address, port }): Vantage['controls'][number] => {
    const index = union?.indexOf(address, port) ?? -1;
    const code = index < 0 ? NOT_PLANNED : (grid?.codes[index] ?? NOT_PLANNED);
    const isKnown = code !== NOT_PLANNED && code !== NO_RESULT;
    return { address, port, state: !isKnown ? 'not-tested' : resultOf(code).state === 'open' ? 'open' : 'not-open' };
  });
  const all = [...vantage.controls, ...asked];
  const failed = vantage.health === 'failed' || asked.some(({ state }) => state === 'not-open');
  const confirmed = all.some(({ state }) => state === 'open');
  return { ...vantage, controls: all, health: failed ? 'failed' : confirmed ? 'confirmed' : 'no-control' };
}

/** Takes the silence of a vantage back that cannot hear. */
export function distrust({ health }: Pick<Vantage, 'health'>, codes: Uint8Array): void {
  if (health !== 'failed') return;
  for (const [index, code] of codes.entries()) if (code !== NOT_PLANNED && isSilence(code)) codes[index] = UNHEALTHY;
}
