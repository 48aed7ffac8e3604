import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { formatRange } from '../model/address.ts';
import { formatPorts } from '../model/ports.ts';
import type { AuditRequest } from '../model/request.ts';
import type { RunRecord } from '../model/run.ts';
import type { Gate } from '../net/gate.ts';
import { createGate } from '../net/gate.ts';
import { resolveName } from '../net/resolve-name.ts';
import { packageVersion, readSchema } from '../package-files.ts';
import { loadTargets } from '../targets/load-targets.ts';
import type { LoadedTargets } from '../targets/load-targets.ts';
import { checkControls } from './check-controls.ts';
import { isFile, readText } from './read-text.ts';
import { sha256hex } from './sha256.ts';

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
  );
  const gate = createGate(loaded.allowed, loaded.excluded);
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

/** `run.json` as it stands before the first probe. */
export async function startRecord(request: AuditRequest, draft: Draft, loaded: LoadedTargets): Promise<RunRecord> {
  const { plan } = loaded;
  return {
    schemaVersion: '1.0',
    tool: { name: 'portreeve', version: await packageVersion(), node: process.version },
    id: draft.id,
    startedAt: draft.startedAt,
    finishedAt: null,
    complete: false,
    request,
    configSha256: sha256hex(JSON.stringify(request)),
    seed: draft.seed,
    shard: request.sweep.shard,
    engine: request.sweep.engine,
    inputs: loaded.inputs.map(({ kind, path, text }) => ({ kind, path, sha256: sha256hex(text) })),
    authorization: loaded.authorization,
    targets: loaded.targets.map(({ text, name, ranges, addresses, labels }) => ({
      text,
      ...(name === undefined ? {} : { name }),
      ranges: ranges.map((range) => formatRange(range)),
      addresses,
      labels,
    })),
    exclusions: loaded.exclusions,
    excludedRanges: loaded.excluded.map((range) => formatRange(range)),
    ports: formatPorts(plan.ports),
    hosts: plan.hosts,
    endpoints: plan.size,
    counters: null,
    silentHosts: [],
    silentPorts: [],
    echo: {},
    outcome: null,
  };
}
