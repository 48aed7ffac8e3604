import { codeOf, isAnswer, NO_RESULT, resultOf } from '../model/result-code.ts';
import type { ResultCode } from '../model/result-code.ts';
import { KernelConnect } from '../net/kernel-connect.ts';
import { loadLibc } from '../net/libc.ts';
import { elapsedUs, monotonicUs } from '../net/monotonic-us.ts';
import { TimerWheel } from '../net/timer-wheel.ts';
import type { Engine, EngineOptions, Probe } from './engine.ts';
import { NO_RTT } from '../model/answer-records.ts';
import { FlightTable } from './flight-table.ts';
import { LandedResults } from './landed-results.ts';

const SILENT = codeOf('no-response');

/**
 * The kernel's handshake by system calls, for Linux without privileges. `turn` blocks its thread in `epoll_wait`.
 * @throws Error saying why system calls cannot be made, or that no descriptor is left
 */
export function createEpollEngine(options: EngineOptions): Promise<Engine> {
  return Promise.resolve().then(() => new EpollEngine(options));
}

class EpollEngine implements Engine {
  readonly name = 'connect (epoll)';
  readonly window: number;
  readonly kernelDrops = 0;
  readonly #options: EngineOptions;
  readonly #connect: KernelConnect;
  readonly #flights = new FlightTable();
  readonly #landed = new LandedResults();
  readonly #wheel = new TimerWheel(performance.now());

  constructor(options: EngineOptions) {
    this.#options = options;
    this.window = options.concurrency;
    this.#connect = new KernelConnect(loadLibc(), options.gate);
  }

  send(probe: Probe): void {
    const sentAtUs = monotonicUs();
    const fd = this.#connect.start(probe);
    if (fd >= 0) {
      this.#flights.set(fd, probe, sentAtUs);
      this.#wheel.add(fd, performance.now() + probe.timeoutMs);
      return;
    }
    const code = this.#connect.refusal;
    if (resultOf(code).state === 'error') this.#options.deliver(probe.slot, code, probe.attempt, NO_RTT);
    else this.#landed.push(probe.slot, code, probe.attempt, rttOf(code, sentAtUs));
  }

  turn(waitMs: number): void {
    const wait = this.#landed.size > 0 ? 0 : this.#wheel.waitMs(performance.now(), waitMs);
    let events = this.#connect.wait(wait);
    // All that has come is taken before anything is called silent, however late this thread got its turn.
    while (events > 0) {
      for (let event = 0; event < events; event++) this.#finish(this.#connect.fdAt(event));
      events = this.#connect.wait(0);
    }
    this.#wheel.expire(performance.now(), this.#expire);
    this.#landed.drain(this.#options.deliver);
  }

  #finish(fd: number): void {
    // News of a socket that waits for its next probe.
    if (!this.#flights.has(fd)) return;
    const code = this.#connect.finish(fd);
    if (code === NO_RESULT) return;
    this.#wheel.remove(fd);
    this.#land(fd, code);
  }

  readonly #expire = (fd: number): void => {
    this.#connect.close(fd);
    this.#land(fd, SILENT);
  };

  #land(fd: number, code: ResultCode): void {
    const flights = this.#flights;
    this.#landed.push(flights.slotOf(fd), code, flights.attemptOf(fd), rttOf(code, flights.sentAtUs(fd)));
    flights.delete(fd);
  }

  [Symbol.asyncDispose](): Promise<void> {
    for (const fd of this.#flights.ids()) this.#connect.close(fd);
    this.#connect[Symbol.dispose]();
    return Promise.resolve();
  }
}

function rttOf(code: ResultCode, sentAtUs: number): number {
  return isAnswer(code) ? elapsedUs(sentAtUs, monotonicUs()) : NO_RTT;
}
