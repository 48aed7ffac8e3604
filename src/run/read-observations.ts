import { join } from 'node:path';
import type { ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { readLines } from '../evidence/read-lines.ts';
import type { Line } from '../evidence/read-lines.ts';
import { RUN_FILES } from '../evidence/run-directory.ts';
import { InternalError, UsageError } from '../model/errors.ts';
import type { Observation } from '../model/observation.ts';
import type { Plan } from '../model/plan.ts';
import { readSchema } from '../package-files.ts';
import { createIndexSet } from '../model/index-set.ts';
import { isFile } from './read-text.ts';

/**
 * Every observation of a run once: its lines, then the open endpoints of the journal whose line is missing because the run was killed
 * while they were being identified.
 * @throws UsageError naming file and line of what is no observation of the plan
 */
export async function* readObservations(directory: string, plan: Plan): AsyncGenerator<Observation> {
  const path = join(directory, RUN_FILES.observations);
  if (!(await isFile(path))) {
    throw new UsageError(`${directory} is no run directory: it has no ${RUN_FILES.observations}`);
  }
  const isObservation = await observationGuard();
  const seen = createIndexSet();
  const indexOf = (value: unknown, { at }: Line): [Observation, number] => {
    if (!isObservation(value)) throw new UsageError('expected an observation of this version', { at });
    const index = plan.indexOf(value.address, value.port);
    if (index >= 0) return [value, index];
    throw new UsageError(`${value.address} port ${value.port} is not in the plan of the run`, { at });
  };
  for await (const line of readLines(path)) {
    const [observation, index] = indexOf(line.value, line);
    // Twice the same line would count its findings twice.
    if (seen.has(index)) {
      throw new UsageError(`${observation.address} port ${observation.port} is observed a second time`, {
        at: line.at,
      });
    }
    seen.add(index);
    yield observation;
  }
  const journal = join(directory, RUN_FILES.journal);
  if (!(await isFile(journal))) return;
  for await (const line of readLines(journal)) {
    const { value } = line;
    if (typeof value !== 'object' || value === null || !('observation' in value)) continue;
    const [observation, index] = indexOf(value.observation, line);
    if (!seen.has(index)) yield observation;
  }
}

/** An observation has the shape of an endpoint in the report, which has the schema. */
async function observationGuard(): Promise<ValidateFunction<Observation>> {
  const ajv = new Ajv2020({ allowUnionTypes: true });
  addFormats.default(ajv);
  ajv.addSchema(await readSchema('report'), 'report');
  const guard = ajv.getSchema<Observation>('report#/$defs/endpoint');
  if (guard === undefined) throw new InternalError('the schema of the report has no endpoint');
  return guard;
}
