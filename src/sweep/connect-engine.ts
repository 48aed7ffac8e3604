import type { Endpoint, ProbeResult } from '../model/observation.ts';
import { askRoute } from '../net/ask-route.ts';
import { errorCode, needsRouteCheck, resultOfErrno } from '../net/errno.ts';
import { OutOfScopeError, openSocket } from '../net/open-socket.ts';
import type { Engine, EngineOptions } from './old-engine.ts';

type Socket = ReturnType<typeof openSocket>;

interface Flight {
  readonly socket: Socket;
  readonly sentAt: number;
}

const OPEN: ProbeResult = { state: 'open', reason: 'syn-ack' };
const SILENT: ProbeResult = { state: 'filtered', reason: 'no-response' };
const OUT_OF_SCOPE: ProbeResult = { state: 'error', reason: 'out-of-scope' };
/** The kernel chose the probed port as the local port and the socket met itself (RFC 9293, simultaneous open): ask again from another port. */
const MET_ITSELF: ProbeResult = { state: 'error', reason: 'no-ports' };

/** How often silent probes are looked for, in milliseconds: one timer for all, because one a probe costs more than the probe. */
const REAP_MS = 20;

/**
 * The portable engine: the kernel's handshake by `node:net`. A probe is a fresh socket each time, because the kernel repeats its own SYN only after about
 * a second, so that a longer wait on the same socket is no second attempt.
 */
export class ConnectEngine implements Engine {
  readonly name = 'connect (node:net)';
  readonly #options: EngineOptions;
  /** In the order of sending, so the silent ones are always in front. */
  readonly #flights = new Map<number, Flight>();
  readonly #reaper: NodeJS.Timeout;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#reaper = setInterval(() => this.#reap(), REAP_MS);
  }

  send(token: number, endpoint: Endpoint): void {
    const sentAt = performance.now();
    try {
      const socket = openSocket(this.#options.gate, endpoint);
      this.#flights.set(token, { socket, sentAt });
      socket.once('connect', () => this.#land(token, metItself(socket, endpoint) ? MET_ITSELF : OPEN));
      socket.on('error', (error) => void this.#fail(token, endpoint, error));
    } catch (error) {
      if (!(error instanceof OutOfScopeError)) throw error;
      setImmediate(() => this.#options.deliver(token, OUT_OF_SCOPE, null));
    }
  }

  async #fail(token: number, endpoint: Endpoint, error: Error): Promise<void> {
    const code = errorCode(error);
    const flight = this.#flights.get(token);
    // Errors after the result (a RST while the socket closes) say nothing about the port.
    if (flight === undefined) return;
    if (!needsRouteCheck(code)) return this.#land(token, resultOfErrno(code));
    const rttMs = performance.now() - flight.sentAt;
    this.#flights.delete(token);
    const refusal = await askRoute(endpoint.address);
    if (refusal !== undefined) this.#options.deliver(token, refusal, null);
    else this.#options.deliver(token, resultOfErrno(code), rttMs);
  }

  #land(token: number, result: ProbeResult): void {
    const flight = this.#flights.get(token);
    if (flight === undefined) return;
    this.#flights.delete(token);
    flight.socket.destroy();
    const answered = result.state !== 'error' && result.reason !== 'no-response';
    this.#options.deliver(token, result, answered ? performance.now() - flight.sentAt : null);
  }

  #reap(): void {
    const sentBefore = performance.now() - this.#options.timeoutMs;
    for (const [token, flight] of this.#flights) {
      if (flight.sentAt > sentBefore) break;
      this.#land(token, SILENT);
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#reaper);
    for (const { socket } of this.#flights.values()) socket.destroy();
    this.#flights.clear();
    return Promise.resolve();
  }
}

function metItself(socket: Socket, endpoint: Endpoint): boolean {
  return socket.localPort === endpoint.port && socket.localAddress === endpoint.address;
}
