import { formatAddress, rangeSize } from '../model/address.ts';
import type { Observation } from '../model/observation.ts';
import type { Plan } from '../model/plan.ts';
import type { SilentHosts, SilentPort } from '../model/run.ts';

/** Hosts that share one block of counters; a block comes into being when a host in it is silent. */
const BLOCK = 65_536;

/** Counts silent endpoints that get no line of their own: two bytes for each host, and a number for each port and set of labels. */
export class SilentTally {
  readonly #plan: Plan;
  readonly #blocks = new Map<number, Uint16Array>();
  /** By names and labels. */
  readonly #ports = new Map<string, { readonly like: string; readonly counts: Map<number, number> }>();

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  count(observation: Observation, index: number): void {
    const host = Math.floor(index / this.#plan.ports.length);
    const block = this.#blocks.get(Math.floor(host / BLOCK)) ?? new Uint16Array(BLOCK);
    this.#blocks.set(Math.floor(host / BLOCK), block);
    block[host % BLOCK] = (block[host % BLOCK] ?? 0) + 1;
    const identity = JSON.stringify(this.#plan.identityOf(observation.address));
    const ports = this.#ports.get(identity) ?? { like: observation.address, counts: new Map<number, number>() };
    this.#ports.set(identity, ports);
    ports.counts.set(observation.port, (ports.counts.get(observation.port) ?? 0) + 1);
  }

  /** Ascending; neighbours with the same count are one range. */
  *hosts(): Generator<SilentHosts> {
    let before = 0;
    for (const range of this.#plan.ranges) {
      const size = Number(rangeSize(range));
      for (let start = 0; start < size && this.#blocks.size > 0;) {
        const silentPorts = this.#at(before + start);
        let end = start + 1;
        while (end < size && this.#at(before + end) === silentPorts) end++;
        if (silentPorts > 0) {
          const first = formatAddress(range.family, range.first + BigInt(start));
          const last = formatAddress(range.family, range.first + BigInt(end - 1));
          yield { first, last, hosts: end - start, silentPorts };
        }
        start = end;
      }
      before += size;
    }
  }

  ports(): readonly SilentPort[] {
    return [...this.#ports.values()].flatMap(({ like, counts }) =>
      [...counts].map(([port, endpoints]) => ({ like, port, endpoints })).sort((a, b) => a.port - b.port),
    );
  }

  #at(host: number): number {
    return this.#blocks.get(Math.floor(host / BLOCK))?.[host % BLOCK] ?? 0;
  }
}
