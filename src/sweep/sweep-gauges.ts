import { GAUGES } from './lane-protocol.ts';

/** What the probing threads show while they work; the sums over all of them. */
export class SweepGauges {
  readonly #lanes: Float64Array[] = [];

  /** Memory for one more thread to write to. */
  add(): Float64Array {
    const gauges = new Float64Array(new SharedArrayBuffer(GAUGES.numbers * Float64Array.BYTES_PER_ELEMENT));
    this.#lanes.push(gauges);
    return gauges;
  }

  /** Probes that left this machine or were tried. */
  get sent(): number {
    return this.#sum('sent');
  }

  /** Probes asked again because this machine ran short of something. */
  get retriedLocally(): number {
    return this.#sum('retriedLocally');
  }

  /** Packets that the kernel dropped because they were not read in time. */
  get kernelDrops(): number {
    return this.#sum('kernelDrops');
  }

  /** Endpoints times the passes that every endpoint gets, of what was asked so far. */
  get walked(): number {
    return this.#sum('walked');
  }

  #sum(gauge: Exclude<keyof typeof GAUGES, 'numbers'>): number {
    return this.#lanes.reduce((sum, lane) => sum + (lane[GAUGES[gauge]] ?? 0), 0);
  }
}
