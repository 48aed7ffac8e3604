import { formatRange } from '../model/address.ts';
import type { Plan } from '../model/plan.ts';
import { formatPorts } from '../model/ports.ts';
import type { AuditRequest, PolicyRequest, RuleOverride } from '../model/request.ts';
import type { RunRecord } from '../model/run.ts';
import { packageVersion } from '../package-files.ts';
import type { LoadedTargets } from '../targets/load-targets.ts';
import { planHash, planIdentity } from './plan-hash.ts';
import type { PlanSource } from './plan-hash.ts';
import { sha256hex } from './sha256.ts';

/** What of a record follows from the request and from what its files and names stand for now. */
export type AskedRecord = PlanSource &
  Pick<
    RunRecord,
    | 'schemaVersion'
    | 'tool'
    | 'request'
    | 'configSha256'
    | 'inputs'
    | 'authorization'
    | 'planSha256'
    | 'hosts'
    | 'endpoints'
    | 'udp'
  >;

/** @param seed drawn, where the request has none */
export async function describeAsked(request: AuditRequest, seed: string, loaded: LoadedTargets): Promise<AskedRecord> {
  const asked: AuditRequest = { ...request, policy: withoutPositions(request.policy), resume: null };
  const plan = {
    seed,
    shard: request.sweep.shard,
    targets: loaded.targets.map(({ text, name, ranges, addresses, labels }) => ({
      text,
      ...(name === undefined ? {} : { name }),
      ranges: ranges.map((range) => formatRange(range)),
      addresses,
      labels,
    })),
    exclusions: loaded.exclusions,
    excludedRanges: loaded.excluded.map((range) => formatRange(range)),
    ports: formatPorts(loaded.plan.ports),
    ...(loaded.udpPlan === null ? {} : { udp: describeUdp(loaded.udpPlan) }),
  };
  return {
    schemaVersion: '1.0',
    tool: { name: 'portreeve', version: await packageVersion(), node: process.version },
    request: asked,
    configSha256: sha256hex(JSON.stringify(asked)),
    inputs: loaded.inputs.map(({ kind, path, text }) => ({ kind, path, sha256: sha256hex(text) })),
    authorization: loaded.authorization,
    ...plan,
    planSha256: planHash(planIdentity(plan)),
    hosts: loaded.plan.hosts,
    endpoints: loaded.plan.size,
  };
}

/** A comment more in the configuration makes no other configuration. */
function withoutPositions({ overrides, ...policy }: PolicyRequest): PolicyRequest {
  const plain = Object.entries(overrides).map(([id, override]) => [id, withoutPosition(override)] as const);
  return { ...policy, overrides: Object.fromEntries(plain) };
}

function withoutPosition({ off, severity, because, preset }: RuleOverride): RuleOverride {
  return {
    ...(off !== undefined && { off }),
    ...(severity !== undefined && { severity }),
    ...(because !== undefined && { because }),
    ...(preset !== undefined && { preset }),
  };
}

function describeUdp({ ports, size }: Plan): NonNullable<RunRecord['udp']> {
  return { ports: formatPorts(ports), endpoints: size, datagramsSent: null, seconds: null };
}
