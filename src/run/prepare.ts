import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { UsageError } from '../model/errors.ts';
import type { AuditRequest } from '../model/request.ts';
import type { RunRecord } from '../model/run.ts';
import type { Gate } from '../net/gate.ts';
import { createGate } from '../net/gate.ts';
import { resolveName } from '../net/resolve-name.ts';
import { readSchema } from '../package-files.ts';
import { loadTargets } from '../targets/load-targets.ts';
import type { LoadedTargets } from '../targets/load-targets.ts';
import { checkControls } from './check-controls.ts';
import { describeAsked } from './describe-asked.ts';
import { planDifferences } from './plan-differences.ts';
import { isFile, readText } from './read-text.ts';

/** Gives the text of standard input; asked for only when a target is `-`. */
export type ReadStdin = () => Promise<string>;

export interface Prepared {
  readonly loaded: LoadedTargets;
  readonly gate: Gate;
}

/** Everything that is known before the first packet. @throws UserError for any mistake in targets, exclusions, ports, scope, part or controls */
export async function prepareTargets(request: AuditRequest, readStdin: ReadStdin): Promise<Prepared> {
  const loaded = await loadTargets(
    request.target,
    {
      readText,
      isFile,
      readStdin,
      resolve: resolveName,
      now: () => new Date(),
      scopeSchema: () => readSchema('scope'),
    },
    request.sweep.shard,
    request.udp,
  );
  const gate = createGate(loaded.allowed, loaded.excluded, {
    ics: request.identify.ics,
    isLifted: (address) => loaded.plan.identityOf(address).labels.allowPayload === true,
  });
  checkControls(request.sweep.controls, gate);
  return { loaded, gate };
}

export type Draft = Pick<RunRecord, 'id' | 'startedAt' | 'seed'> & { readonly directory: string };

/** Names a new run: `<UTC time>-<short id>`, sortable and free of characters that file systems refuse. */
export function draftRun(request: AuditRequest): Draft {
  const startedAt = new Date().toISOString();
  const id = `${startedAt.replace(/[-:]|\.\d+/g, '')}-${randomBytes(3).toString('hex')}`;
  const seed = request.sweep.seed ?? randomBytes(8).toString('hex');
  return { id, startedAt, seed, directory: request.output.directory ?? join('portreeve-runs', id) };
}

/** `run.json` of a new run as it stands before the first probe. */
export async function startRecord(request: AuditRequest, draft: Draft, loaded: LoadedTargets): Promise<RunRecord> {
  return {
    ...(await describeAsked(request, draft.seed, loaded)),
    id: draft.id,
    startedAt: draft.startedAt,
    finishedAt: null,
    complete: false,
    resumedAt: [],
    engine: request.sweep.engine,
    counters: null,
    echo: {},
    outcome: null,
  };
}

/**
 * `run.json` of a run that is gone on with: what was asked for as it is now, and what the run has come to. A complete run stays complete; otherwise
 * how it ended is unknown again.
 * @throws UsageError naming what differs when the request does not lead to the plan that the run began with
 */
export async function resumeRecord(
  request: AuditRequest,
  before: RunRecord,
  loaded: LoadedTargets,
): Promise<RunRecord> {
  const asked = await describeAsked(request, request.sweep.seed ?? before.seed, loaded);
  const resumedAt = [...before.resumedAt, new Date().toISOString()];
  const record: RunRecord = { ...before, ...asked, resumedAt };
  const differences = planDifferences(before, record);
  if (differences.length > 0) {
    throw new UsageError(`the run is of another plan: ${differences.join('; ')}`, {
      hint: 'go on with what it was started with, or start a new run',
    });
  }
  return before.complete ? record : { ...record, finishedAt: null, counters: null, outcome: null };
}
