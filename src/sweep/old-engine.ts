import type { Endpoint, ProbeResult } from '../model/observation.ts';
import type { Gate } from '../net/gate.ts';

/**
 * Receives the end of one probe. `token` is what `send` was given; `rttMs` the milliseconds from sending to the answer, null without one.
 * Local shortages (`no-fds`, `no-ports`, `no-buffers`) are delivered as `error`; the sweep asks again.
 */
export type Deliver = (token: number, result: ProbeResult, rttMs: number | null) => void;

/**
 * A way to send probes. It knows nothing of attempts, rates or order: it sends what it is told and delivers exactly one result for each probe,
 * unless it is closed first. All engines pass `test/conformance/`.
 */
export interface Engine extends AsyncDisposable {
  readonly name: string;
  /** Sends one probe and returns at once. */
  send(token: number, endpoint: Endpoint): void;
}

export interface EngineOptions {
  /** Everything that is dialled passes here. */
  readonly gate: Gate;
  /** Milliseconds to wait for an answer. */
  readonly timeoutMs: number;
  readonly deliver: Deliver;
}
