import { NO_RTT, packResult, RECORD_WORDS } from '../model/answer-records.ts';
import type { Observation } from '../model/observation.ts';
import type { Plan } from '../model/plan.ts';
import { codeOf, NO_RESULT } from '../model/result-code.ts';
import { createShardCut } from '../model/shard-cut.ts';
import type { ShardCounters } from '../model/shard.ts';
import type { Collector } from './collector.ts';

const FLUSH_EVERY_MS = 50;

interface Shard {
  readonly first: number;
  readonly codes: Uint8Array;
  readonly attempts: Uint8Array;
  readonly records: number[];
}

/** Turns the observations of a sweep that goes endpoint by endpoint into the records and shards that a collector takes. */
export class ObservedShards implements Disposable {
  readonly #cut: ReturnType<typeof createShardCut>;
  readonly #collector: Collector;
  readonly #sessionAt: number;
  readonly #shards = new Map<number, Shard>();
  readonly #timer: NodeJS.Timeout;
  #failure: unknown;

  constructor(plan: Plan, collector: Collector, sessionAt: number) {
    this.#cut = createShardCut(plan.hosts, plan.ports.length);
    this.#collector = collector;
    this.#sessionAt = sessionAt;
    this.#timer = setInterval(() => this.#flushSafely(), FLUSH_EVERY_MS);
  }

  /** @throws what handing over failed with before */
  observe({ reason, attempts, rttMs, at }: Observation, index: number): void {
    if (this.#failure !== undefined) throw this.#failure;
    const shard = this.#shardOf(index);
    shard.codes[index - shard.first] = codeOf(reason);
    shard.attempts[index - shard.first] = attempts;
    if (reason === 'no-response') return;
    const rttUs = rttMs === null ? NO_RTT : Math.round(rttMs * 1000);
    const sinceSession = Math.max(0, Date.parse(at) - this.#sessionAt);
    shard.records.push(index - shard.first, packResult(codeOf(reason), attempts), rttUs, sinceSession);
  }

  /** Hands over what is left, and the shards of which every endpoint was observed. */
  async finish(counters: ShardCounters): Promise<void> {
    this.#flush();
    for (const [shard, { first, codes, attempts }] of this.#shards) {
      if (codes.includes(NO_RESULT)) continue;
      await this.#collector.shard({ ...counters, shard, first, size: codes.length, codes, attempts });
    }
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #flushSafely(): void {
    try {
      this.#flush();
    } catch (error) {
      this.#failure ??= error;
    }
  }

  #flush(): void {
    for (const { first, records } of this.#shards.values()) {
      if (records.length >= RECORD_WORDS) this.#collector.answers(first, Uint32Array.from(records.splice(0)));
    }
  }

  #shardOf(index: number): Shard {
    const number = this.#cut.shardOf(index);
    const known = this.#shards.get(number);
    if (known !== undefined) return known;
    const size = this.#cut.sizeOf(number);
    const codes = new Uint8Array(size);
    const shard: Shard = { first: this.#cut.firstOf(number), codes, attempts: new Uint8Array(size), records: [] };
    this.#shards.set(number, shard);
    return shard;
  }
}
