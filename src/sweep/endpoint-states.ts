import { createHostTable } from '../model/host-table.ts';
import type { HostTable } from '../model/host-table.ts';
import type { ResultCode } from '../model/result-code.ts';
import { NO_RESULT, codeOf } from '../model/result-code.ts';
import { monotonicUs } from '../net/monotonic-us.ts';
import type { Probe } from './engine.ts';
import { NO_RTT } from '../model/answer-records.ts';
import type { LaneJob } from './lane-protocol.ts';

const NO_RESPONSE = codeOf('no-response');
/** Attempts are kept in a byte, and answers name theirs modulo 16 at worst. */
const MOST_ATTEMPTS = 250;

/** What is known of each endpoint of a job: six bytes each. Slots are numbered from 0, ports within hosts. */
export class EndpointStates {
  readonly codes: Uint8Array;
  readonly attempts: Uint8Array;
  readonly size: number;
  readonly ports: readonly number[];
  readonly #sentAtUs: Uint32Array;
  readonly #hosts: HostTable;
  readonly #portIndices = new Int32Array(65_536).fill(-1);
  /** Endpoints without a result. */
  #open: number;

  constructor({ ranges, size, known }: LaneJob, ports: readonly number[]) {
    this.size = size;
    this.ports = ports;
    this.codes = known === null ? new Uint8Array(size) : Uint8Array.from(known.codes);
    this.attempts = known === null ? new Uint8Array(size) : Uint8Array.from(known.attempts);
    this.#sentAtUs = new Uint32Array(size);
    this.#hosts = createHostTable(ranges);
    for (const [index, port] of ports.entries()) this.#portIndices[port] = index;
    this.#open = this.codes.reduce((sum, code) => sum + (code === NO_RESULT ? 1 : 0), 0);
  }

  /** How many have no result yet. */
  get withoutResult(): number {
    return this.#open;
  }

  hostOf(slot: number): number {
    return Math.floor(slot / this.ports.length);
  }

  /** A number for the /24 (IPv4) or the /64 (IPv6) of an endpoint. */
  prefixOf(slot: number): number {
    const host = this.hostOf(slot);
    if (this.#hosts.familyAt(host) === 4) return this.#hosts.ipv4At(host) >>> 8;
    // Two prefixes that fall together share their timeouts, nothing more.
    return Number((this.#hosts.at(host).value >> 64n) % 0xffff_fffbn);
  }

  /** Milliseconds since the last probe of an endpoint left. */
  elapsedMs(slot: number): number {
    return ((monotonicUs() - (this.#sentAtUs[slot] ?? 0)) >>> 0) / 1000;
  }

  /** Notes that a probe leaves now and fills in where it goes. */
  leaves(slot: number, probe: { -readonly [Field in keyof Probe]: Probe[Field] }): void {
    const host = this.hostOf(slot);
    const attempt = Math.min(MOST_ATTEMPTS, (this.attempts[slot] ?? 0) + 1);
    this.attempts[slot] = attempt;
    this.#sentAtUs[slot] = monotonicUs();
    probe.slot = slot;
    probe.attempt = attempt;
    probe.port = this.ports[slot - host * this.ports.length] ?? 0;
    probe.family = this.#hosts.familyAt(host);
    probe.ipv4 = probe.family === 4 ? this.#hosts.ipv4At(host) : 0;
    probe.ipv6 = probe.family === 6 ? this.#hosts.at(host).value : 0n;
  }

  /** Takes back a probe that could not leave. */
  stayed(slot: number): void {
    this.attempts[slot] = Math.max(0, (this.attempts[slot] ?? 0) - 1);
  }

  /** Gives an endpoint its result, once. @returns whether it had none */
  settle(slot: number, code: ResultCode): boolean {
    if (this.codes[slot] !== NO_RESULT) return false;
    this.codes[slot] = code;
    this.#open--;
    return true;
  }

  /** When the given attempt left, on `monotonicUs`' clock; `NO_RTT` where a later one has left since. */
  readonly sentAtUs = (slot: number, attempt: number): number =>
    this.attempts[slot] === attempt ? (this.#sentAtUs[slot] ?? NO_RTT) : NO_RTT;

  /** The slot of an address and port, -1 where the job has none. */
  readonly slotOf = (family: 4 | 6, ipv4: number, ipv6: bigint, port: number): number => {
    const host = family === 4 ? this.#hosts.indexOfIpv4(ipv4) : this.#hosts.indexOf({ family, value: ipv6 });
    const index = this.#portIndices[port] ?? -1;
    return host < 0 || index < 0 ? -1 : host * this.ports.length + index;
  };

  /** Calls what never answered silent. */
  settleSilent(): void {
    for (let slot = 0; slot < this.size; slot++) this.settle(slot, NO_RESPONSE);
  }
}
