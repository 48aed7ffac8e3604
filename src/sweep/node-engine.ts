import { setImmediate as yieldToEvents } from 'node:timers/promises';
import { formatAddress } from '../model/address.ts';
import { codeOf, isAnswer } from '../model/result-code.ts';
import type { ResultCode } from '../model/result-code.ts';
import { askRoute } from '../net/ask-route.ts';
import { errorCode, needsRouteCheck, resultOfErrno } from '../net/errno.ts';
import { elapsedUs, monotonicUs } from '../net/monotonic-us.ts';
import { OutOfScopeError, openSocket } from '../net/open-socket.ts';
import { TimerWheel } from '../net/timer-wheel.ts';
import type { Engine, EngineOptions, Probe } from './engine.ts';
import { NO_RTT } from '../model/answer-records.ts';
import { FlightTable } from './flight-table.ts';
import { LandedResults } from './landed-results.ts';

type Socket = ReturnType<typeof openSocket>;

const OPEN = codeOf('syn-ack');
const SILENT = codeOf('no-response');
const OUT_OF_SCOPE = codeOf('out-of-scope');
/** The kernel chose the probed port as the local port and the socket met itself (RFC 9293, simultaneous open): ask again from another port. */
const MET_ITSELF = codeOf('no-ports');

/**
 * The portable engine: the kernel's handshake by `node:net`. A probe is a fresh socket each time, because the kernel repeats its own SYN only after about
 * a second, so that a longer wait on the same socket is no second attempt.
 */
export function createNodeEngine(options: EngineOptions): Promise<Engine> {
  return Promise.resolve(new NodeEngine(options));
}

class NodeEngine implements Engine {
  readonly name = 'connect (node:net)';
  readonly window: number;
  readonly kernelDrops = 0;
  readonly #options: EngineOptions;
  readonly #sockets: (Socket | undefined)[] = [];
  /** Places of `#sockets` that are free. */
  readonly #free: number[] = [];
  readonly #flights = new FlightTable();
  readonly #landed = new LandedResults();
  readonly #wheel = new TimerWheel(performance.now());
  #onLanding: (() => void) | undefined;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.window = options.concurrency;
  }

  send(probe: Probe): void {
    const { slot, attempt, family, port } = probe;
    const address = formatAddress(family, family === 4 ? BigInt(probe.ipv4) : probe.ipv6);
    const sentAtUs = monotonicUs();
    try {
      const socket = openSocket(this.#options.gate, { address, port, transport: 'tcp' });
      const id = this.#free.pop() ?? this.#sockets.length;
      this.#sockets[id] = socket;
      this.#flights.set(id, probe, sentAtUs);
      this.#wheel.add(id, performance.now() + probe.timeoutMs);
      // Events after the result say nothing about the port: a RST while the socket closes, a connection that came too late.
      socket.on('connect', () => this.#sockets[id] === socket && this.#connected(id, socket));
      socket.on('error', (error) => this.#sockets[id] === socket && void this.#failed(id, address, error));
    } catch (error) {
      if (!(error instanceof OutOfScopeError)) throw error;
      this.#options.deliver(slot, OUT_OF_SCOPE, attempt, NO_RTT);
    }
  }

  async turn(waitMs: number): Promise<void> {
    if (this.#landed.size === 0 && waitMs > 0) await this.#landing(this.#wheel.waitMs(performance.now(), waitMs));
    // All that has come is taken before anything is called silent, however late this thread got its turn.
    await yieldToEvents();
    this.#wheel.expire(performance.now(), this.#expire);
    this.#landed.drain(this.#options.deliver);
  }

  /** Resolves when a result has landed or the time is over. */
  #landing(waitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, waitMs);
      this.#onLanding = () => {
        this.#onLanding = undefined;
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #connected(id: number, socket: Socket): void {
    const itself = socket.localPort === socket.remotePort && socket.localAddress === socket.remoteAddress;
    const rttUs = this.#sinceSent(id);
    this.#end(id);
    this.#land(id, itself ? MET_ITSELF : OPEN, rttUs);
  }

  async #failed(id: number, address: string, error: Error): Promise<void> {
    const code = errorCode(error);
    const rttUs = this.#sinceSent(id);
    this.#end(id);
    const refusal = needsRouteCheck(code) ? await askRoute(address) : undefined;
    this.#land(id, codeOf((refusal ?? resultOfErrno(code)).reason), rttUs);
  }

  readonly #expire = (id: number): void => {
    this.#sockets[id]?.destroy();
    this.#sockets[id] = undefined;
    this.#land(id, SILENT, NO_RTT);
  };

  #sinceSent(id: number): number {
    return elapsedUs(this.#flights.sentAtUs(id), monotonicUs());
  }

  /** Closes the socket; its place is free once the result has landed. */
  #end(id: number): void {
    this.#wheel.remove(id);
    this.#sockets[id]?.destroy();
    this.#sockets[id] = undefined;
  }

  #land(id: number, code: ResultCode, rttUs: number): void {
    const flights = this.#flights;
    this.#landed.push(flights.slotOf(id), code, flights.attemptOf(id), isAnswer(code) ? rttUs : NO_RTT);
    flights.delete(id);
    this.#free.push(id);
    this.#onLanding?.();
  }

  [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket?.destroy();
    this.#sockets.length = 0;
    return Promise.resolve();
  }
}
