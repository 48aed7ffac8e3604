import type { AddressRange } from '../model/address.ts';
import { formatRange } from '../model/address.ts';
import type { PlanPart } from '../model/request.ts';
import type { RunRecord } from '../model/run.ts';
import { mergeRanges, subtractRanges } from '../model/range-set.ts';
import { readRange } from './plan-of-record.ts';
import { sha256hex } from './sha256.ts';

/** The parts of a record that its plan is made from. */
export type PlanSource = Pick<
  RunRecord,
  'targets' | 'exclusions' | 'excludedRanges' | 'ports' | 'udp' | 'seed' | 'shard'
>;

/** Everything that decides which endpoints are probed and in which order, in one form whatever way it was asked for. */
export interface PlanIdentity {
  /** All addresses asked for, as ascending ranges. */
  readonly targets: readonly string[];
  /** Those of them that are left out. Exclusions elsewhere change nothing. */
  readonly exclusions: readonly string[];
  /** As ranges. */
  readonly ports: string;
  /** The same of UDP; absent where it was not asked for. */
  readonly udpPorts?: string;
  readonly seed: string;
  /** `2/4`, or null for all hosts. */
  readonly shard: string | null;
}

/** @throws UsageError where the record was damaged */
export function planIdentity({ targets, excludedRanges, ports, udp, seed, shard }: PlanSource): PlanIdentity {
  const named = mergeRanges(targets.flatMap(({ ranges }) => ranges.map(readRange)));
  const left = subtractRanges(named, mergeRanges(excludedRanges.map(readRange)));
  return {
    targets: texts(named),
    exclusions: texts(subtractRanges(named, left)),
    ports,
    ...(udp && { udpPorts: udp.ports }),
    seed,
    shard: shard === null ? null : partText(shard),
  };
}

/** SHA-256 of the identity as JSON: the same plan has the same hash, and a run is only gone on with by the plan it began with. */
export function planHash({ targets, exclusions, ports, udpPorts, seed, shard }: PlanIdentity): string {
  return sha256hex(JSON.stringify({ targets, exclusions, ports, udpPorts, seed, shard }));
}

function texts(ranges: readonly AddressRange[]): readonly string[] {
  return ranges.map((range) => formatRange(range));
}

function partText({ index, count }: PlanPart): string {
  return `${index}/${count}`;
}
