/**
 * A plan cut into shards: the unit of memory, of resuming and of distribution. A shard is a run of whole hosts, all of the same number but for the
 * last one, so that no host's results are in two shards.
 */
export interface ShardCut {
  readonly count: number;
  /** The index of a shard's first endpoint. @throws RangeError outside `0 <= shard < count` */
  firstOf(shard: number): number;
  /** How many endpoints a shard has. @throws RangeError as `firstOf` */
  sizeOf(shard: number): number;
  /** The shard of an endpoint. */
  shardOf(index: number): number;
}

/** So many endpoints take a few bytes each while they are swept: some ten megabytes. */
const MOST_ENDPOINTS = 1 << 20;

/** @param most endpoints of a shard, unless one host has more of them */
export function createShardCut(hosts: number, ports: number, most = MOST_ENDPOINTS): ShardCut {
  const size = hosts * ports;
  const shardSize = Math.max(1, Math.floor(most / Math.max(1, ports))) * ports;
  const count = size === 0 ? 0 : Math.ceil(size / shardSize);

  function firstOf(shard: number): number {
    if (!Number.isInteger(shard) || shard < 0 || shard >= count) throw new RangeError(`no shard ${shard} of ${count}`);
    return shard * shardSize;
  }

  return {
    count,
    firstOf,
    sizeOf: (shard) => Math.min(shardSize, size - firstOf(shard)),
    shardOf: (index) => Math.floor(index / shardSize),
  };
}
