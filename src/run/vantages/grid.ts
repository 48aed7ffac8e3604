import { UsageError } from '../../model/errors.ts';
import type { Observation, Transport } from '../../model/observation.ts';
import type { Plan } from '../../model/plan.ts';
import type { Vantage } from '../../model/report.ts';
import { NO_RESULT } from '../../model/result-code.ts';
import { NOT_PLANNED } from './combine-codes.ts';
import type { Source, SourcePlan } from './source.ts';

/** What one vantage saw of every endpoint of a union plan. */
export interface Grid {
  readonly vantage: Vantage;
  /** By index in the union: a `ResultCode`, or `NOT_PLANNED`. */
  readonly codes: Uint8Array;
  /** By index: how much is known beyond the result, 0 for nothing. Only of endpoints with an observation of their own. */
  readonly knowledge: Uint8Array;
  readonly plans: readonly SourcePlan[];
  /** Planned endpoints without a result. */
  readonly missing: number;
}

/** What several sources of one vantage saw together: parts of the same work. @throws UsageError where two of them looked at the same endpoint */
export async function loadGrid(
  union: Plan,
  vantage: Vantage,
  sources: readonly Source[],
  transport: Transport,
): Promise<Grid> {
  const codes = new Uint8Array(union.size).fill(NOT_PLANNED);
  const knowledge = new Uint8Array(union.size);
  const plans: SourcePlan[] = [];
  for (const source of sources) {
    const asked = source.planOf(transport);
    if (asked === null) continue;
    plans.push(asked);
    const place = placer(union, asked.plan);
    markPlanned(codes, asked, place, () => twice(vantage, sources));
    for await (const batch of asked.results()) {
      for (const { index, code, observation } of batch) {
        const at = place(index);
        codes[at] = code;
        if (observation !== undefined) knowledge[at] = knowledgeOf(observation);
      }
    }
  }
  const missing = codes.reduce((sum, code) => (code === NO_RESULT ? sum + 1 : sum), 0);
  return { vantage, codes, knowledge, plans, missing };
}

function markPlanned(
  codes: Uint8Array,
  { plan, isPlanned }: SourcePlan,
  place: (index: number) => number,
  refuse: () => UsageError,
): void {
  for (let index = 0; index < plan.size; index++) {
    if (!isPlanned(index)) continue;
    const at = place(index);
    if (codes[at] !== NOT_PLANNED) throw refuse();
    codes[at] = NO_RESULT;
  }
}

function twice({ id }: Vantage, sources: readonly Source[]): UsageError {
  const names = sources.map(({ name }) => name).join(' and ');
  return new UsageError(`${names} both looked at the same endpoints from the vantage ${id}`, {
    hint: 'judge the newer one alone; if they were made in different places, give each its own name with --vantage',
  });
}

/** The index in the union of an index in one of its plans; made for going through them in order. */
export function placer(union: Plan, plan: Plan): (index: number) => number {
  const columns = plan.ports.map((port) => union.ports.indexOf(port));
  const width = plan.ports.length;
  let host = -1;
  let row = 0;
  return (index) => {
    const of = Math.floor(index / width);
    if (of !== host) {
      host = of;
      row = union.hostIndexOf(plan.hostAt(of)) * union.ports.length;
    }
    return row + (columns[index % width] ?? 0);
  };
}

/** Of several observations of an open endpoint the one that tells most speaks for all. */
function knowledgeOf({ state, service, access }: Observation): number {
  if (state !== 'open') return 1;
  const identified = service?.method === 'probed' ? 20 + service.confidence * 4 : 0;
  return 2 + identified + (access === undefined || access === 'unknown' ? 0 : 1);
}
