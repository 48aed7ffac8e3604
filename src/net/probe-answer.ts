import type { Family } from '../model/address.ts';
import type { ResultCode } from '../model/result-code.ts';
import { NO_RESULT } from '../model/result-code.ts';

/** A packet inside memory that is used again and again: `at` and `length` are set for each. Offsets count from its beginning and are not checked. */
export class Packet {
  at = 0;
  length = 0;
  readonly #memory: DataView;

  constructor(memory: DataView) {
    this.#memory = memory;
  }

  byte(offset: number): number {
    return this.#memory.getUint8(this.at + offset);
  }

  half(offset: number): number {
    return this.#memory.getUint16(this.at + offset);
  }

  word(offset: number): number {
    return this.#memory.getUint32(this.at + offset);
  }
}

/** What a packet says about a probe, before anyone has checked that this probe was sent. One object for all packets; the readers fill it. */
export class ProbeAnswer {
  code: ResultCode = NO_RESULT;
  family: Family = 4;
  /** Where the probe went: one word for IPv4, four for IPv6. */
  readonly address = new Uint32Array(4);
  /** Where the probe went in the upper, where it came from in the lower 16 bits. */
  ports = 0;
  /** The sequence number of the probe. */
  sequence = 0;
}
