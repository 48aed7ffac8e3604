import type { Family } from '../model/address.ts';
import type { ResultCode } from '../model/result-code.ts';
import type { Gate } from '../net/gate.ts';

/** One probe as an engine gets it. The object is the caller's and changes after `send` returns: copy what is needed later. */
export interface Probe {
  /** The caller's number of the endpoint, given back with every result; an unsigned 32-bit number. */
  readonly slot: number;
  /** Which probe of this endpoint it is, from 1 to 255. */
  readonly attempt: number;
  readonly family: Family;
  /** The address as an unsigned 32-bit number; 0 for IPv6. */
  readonly ipv4: number;
  /** The address as 128-bit number; 0n for IPv4. */
  readonly ipv6: bigint;
  readonly port: number;
  /** Milliseconds after which silence is a result. */
  readonly timeoutMs: number;
}

/**
 * Receives what became of a probe: a code of `REASONS`, the attempt that was answered, and the microseconds from that probe to its answer, `NO_RTT`
 * without one. Local shortages (`no-fds`, `no-ports`, `no-buffers`) mean that the probe did not leave; it will be sent again.
 */
export type Deliver = (slot: number, code: ResultCode, attempt: number, rttUs: number) => void;

/**
 * A way to send probes. It knows nothing of attempts, rates or order: it sends what it is told and delivers what comes back.
 *
 * - An engine that holds something for each probe (`window` is finite) delivers exactly one result for each, `no-response` when its time is over.
 * - One that holds nothing (`window` is infinite) delivers answers only; who sent knows when it has waited long enough. It may deliver more than once.
 *
 * Results are delivered only from within `turn`, and for probes already refused locally from within `send`. All engines pass `test/conformance/`.
 */
export interface Engine extends AsyncDisposable {
  readonly name: string;
  /** Most probes that may be in flight. */
  readonly window: number;
  /** Queues one probe, or sends it. Passes the gate first: an address outside it is delivered as `out-of-scope`. */
  send(probe: Probe): void;
  /**
   * Sends what is queued and takes what has come; with `waitMs` above 0 and nothing there it waits that long at most for something to come.
   * It may block the thread for that time, so engines run in threads of their own.
   */
  turn(waitMs: number): void | Promise<void>;
  /** Packets that the kernel dropped because this program did not read them in time; counted from the start. */
  readonly kernelDrops: number;
}

export interface EngineOptions {
  /** Everything that is dialled passes here. */
  readonly gate: Gate;
  /** Most probes in flight that the user wants. */
  readonly concurrency: number;
  readonly deliver: Deliver;
  /** The slot of an address and port (in the fields of `Probe`), -1 where none is being asked. */
  readonly slotOf: (family: Family, ipv4: number, ipv6: bigint, port: number) => number;
  /** When an attempt left, on the clock of `monotonicUs`; `NO_RTT` where that is not known any more. */
  readonly sentAtUs: (slot: number, attempt: number) => number;
}
