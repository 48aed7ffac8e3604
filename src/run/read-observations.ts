import { join } from 'node:path';
import type { ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Line } from '../evidence/read-lines.ts';
import { readLineBatches } from '../evidence/read-lines.ts';
import { RUN_FILES } from '../evidence/run-directory.ts';
import { InternalError, UsageError } from '../model/errors.ts';
import type { IndexSet } from '../model/index-set.ts';
import type { Observation } from '../model/observation.ts';
import type { Plan } from '../model/plan.ts';
import { readSchema } from '../package-files.ts';
import { isFile } from './read-text.ts';

/**
 * The lines of a run's observations that are of the plan's transport, one at a time; the plan's index of each goes into `hasLine`.
 * @throws UsageError naming file and line of what is no observation of the plan
 */
export async function* readObservations(directory: string, plan: Plan, hasLine: IndexSet): AsyncGenerator<Observation> {
  for await (const batch of readObservationBatches(directory, plan, hasLine)) yield* batch;
}

/** The same in batches, each to be gone through before the next is asked for. @throws as `readObservations` */
export async function* readObservationBatches(
  directory: string,
  plan: Plan,
  hasLine: IndexSet,
): AsyncGenerator<Iterable<Observation>> {
  const path = join(directory, RUN_FILES.observations);
  if (!(await isFile(path))) {
    throw new UsageError(`${directory} is no run directory: it has no ${RUN_FILES.observations}`);
  }
  let isObservation: ValidateFunction<Observation> | undefined;
  for await (const lines of readLineBatches(path)) {
    isObservation ??= await observationGuard();
    yield checked(lines, { isObservation, plan, hasLine });
  }
}

interface Check {
  readonly isObservation: ValidateFunction<Observation>;
  readonly plan: Plan;
  readonly hasLine: IndexSet;
}

function* checked(lines: Iterable<Line>, { isObservation, plan, hasLine }: Check): Generator<Observation> {
  for (const { value, at } of lines) {
    if (!isObservation(value)) throw new UsageError('expected an observation of this version', { at });
    if (value.transport !== plan.transport) continue;
    const index = plan.indexOf(value.address, value.port);
    if (index < 0) {
      throw new UsageError(`${value.address} port ${value.port} is not in the plan of the run`, { at });
    }
    // Twice the same line would count its findings twice.
    if (hasLine.has(index)) {
      throw new UsageError(`${value.address} port ${value.port} is observed a second time`, { at });
    }
    hasLine.add(index);
    yield value;
  }
}

/** An observation has the shape of an endpoint in the report, which has the schema. */
async function observationGuard(): Promise<ValidateFunction<Observation>> {
  // The schema is held to its meta-schema by a test; compiling that takes as long as checking ten thousand lines.
  const ajv = new Ajv2020({ allowUnionTypes: true, validateSchema: false });
  // The calendar of every date would take as long as all the rest; whoever reckons with one finds out.
  addFormats.default(ajv, { mode: 'fast' });
  ajv.addSchema(await readSchema('report'), 'report');
  const guard = ajv.getSchema<Observation>('report#/$defs/endpoint');
  if (guard === undefined) throw new InternalError('the schema of the report has no endpoint');
  return guard;
}
