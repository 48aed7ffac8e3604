import { rangeSize } from '../model/address.ts';
import type { AddressRange } from '../model/address.ts';
import { UsageError, formatPosition } from '../model/errors.ts';
import type { Plan } from '../model/plan.ts';
import { printable } from '../model/printable.ts';
import type { PlanPart, TargetRequest, UdpRequest } from '../model/request.ts';
import type { Authorization, Exclusion, Target } from '../model/target.ts';
import { createAddressCounter } from './address-counter.ts';
import { authorize } from './authorize.ts';
import { collectExclusions, collectTargets } from './collect-entries.ts';
import { createIdentityIndex } from './identity-index.ts';
import { locate } from './inventories/entry.ts';
import { createPlan } from './plan.ts';
import { rangesOfPart } from './plan-part.ts';
import { parsePorts, parseUdpPorts } from './ports.ts';
import type { RangeSet } from '../model/range-set.ts';
import { mergeRanges, subtractRanges } from '../model/range-set.ts';
import type { Scope } from './read-scope.ts';
import { readScope } from './read-scope.ts';
import { refuseSpecial } from './refuse-special.ts';
import { resolveEntries } from './resolve-entries.ts';
import type { InputFile, Sources } from './sources.ts';

/** What a user asked for, resolved, allowed and ready to be swept. */
export interface LoadedTargets {
  /** Of the part that was asked for; everything else here is of the whole. */
  readonly plan: Plan;
  /** The UDP endpoints of the same hosts; null where UDP is not asked for. */
  readonly udpPlan: Plan | null;
  /** As asked for; `addresses` counts what each one names, before exclusion. */
  readonly targets: readonly (Target & { readonly addresses: number })[];
  readonly exclusions: readonly Exclusion[];
  readonly authorization: Authorization;
  /** Where probes may go; with `excluded` it makes the gate. */
  readonly allowed: readonly AddressRange[];
  readonly excluded: readonly AddressRange[];
  /** Every file that was read, and standard input. */
  readonly inputs: readonly InputFile[];
  readonly warnings: readonly string[];
}

/**
 * From texts and files to a plan: read, parse, resolve, exclude, authorise, take a part, in this order; nothing is returned until all of it is valid.
 * @throws UsageError for wrong targets, ports, exclusions and addresses that are not allowed, ConfigError for a wrong scope file
 */
export async function loadTargets(
  request: TargetRequest,
  sources: Sources,
  part: PlanPart | null = null,
  udp?: UdpRequest,
): Promise<LoadedTargets> {
  const ports = locate({ file: '--ports' }, () => parsePorts(request.ports));
  const udpPorts = udp && locate({ file: '--udp-ports' }, () => parseUdpPorts(udp.ports));
  const scopeInput = await readScopeInput(request.scope, sources);
  const scope = scopeInput?.scope ?? null;
  const asked = await collectTargets(request.targets, sources);
  const unwanted = await collectExclusions(request, sources);
  if (asked.entries.length === 0) {
    const [why = 'no targets'] = asked.warnings;
    throw new UsageError(why, { hint: 'name addresses, ranges, host names or inventory files' });
  }

  const targets = await resolveEntries(asked.entries, sources);
  for (const { text, ranges, at } of targets) {
    for (const range of ranges) locate(at, () => refuseSpecial(text, range));
  }
  const excludedTargets = await resolveEntries([...unwanted.entries, ...(scope?.exclude ?? [])], sources);
  const named = mergeRanges(targets.flatMap(({ ranges }) => ranges));
  const excluded = mergeRanges(excludedTargets.flatMap(({ ranges }) => ranges));
  const addresses = subtractRanges(named, excluded);
  if (addresses.length === 0) throw new UsageError('every target is excluded, nothing is left to probe');

  const permission = authorize({ addresses, targets, scope, authorizedBy: request.authorizedBy });
  const exclusions = describeExclusions(excludedTargets, named);
  const inputs = [...asked.inputs, ...unwanted.inputs, ...(scopeInput === undefined ? [] : [scopeInput.input])];
  const hosts = { ranges: rangesOfPart(addresses, part), identities: createIdentityIndex(targets) };
  return {
    plan: createPlan({ ...hosts, ports }),
    udpPlan: udpPorts === undefined ? null : createPlan({ ...hosts, ports: udpPorts, transport: 'udp' }),
    targets: targets.map((target) => ({ ...target, addresses: countOf(target) })),
    exclusions,
    ...permission,
    excluded,
    inputs,
    warnings: [...asked.warnings, ...unwanted.warnings, ...idleExclusions(exclusions)],
  };
}

async function readScopeInput(
  path: string | null,
  sources: Sources,
): Promise<{ readonly scope: Scope; readonly input: InputFile } | undefined> {
  if (path === null) return undefined;
  if (!(await sources.isFile(path)))
    throw new UsageError(`no such file: ${printable(path)}`, { at: { file: '--scope' } });
  const text = await sources.readText(path);
  const scope = readScope({ file: path, text, schema: await sources.scopeSchema(), now: sources.now() });
  return { scope, input: { kind: 'scope', path, text } };
}

/** Each exclusion with the addresses it takes away by itself; one that several take away counts for each of them. */
function describeExclusions(excluded: readonly Target[], named: RangeSet): readonly Exclusion[] {
  const count = createAddressCounter(named);
  return excluded.map(({ text, ranges, at }) => ({
    text: printable(text),
    why: formatPosition(at).replace(/: $/, ''),
    addresses: Number(mergeRanges(ranges).reduce((sum, range) => sum + count(range), 0n)),
  }));
}

function idleExclusions(exclusions: readonly Exclusion[]): readonly string[] {
  return exclusions
    .filter(({ addresses }) => addresses === 0)
    .map(({ text, why }) => `exclusion ${printable(text, 128)} (${why}) matches none of the targets`);
}

function countOf(target: Target): number {
  return Number(mergeRanges(target.ranges).reduce((sum, range) => sum + rangeSize(range), 0n));
}
