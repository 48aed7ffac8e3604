import type { Plan } from '../../model/plan.ts';
import type { Grid } from './grid.ts';

/** What every vantage saw over one transport; vantages are in the same order everywhere. */
export interface Layer {
  readonly union: Plan;
  readonly grids: readonly Grid[];
}
