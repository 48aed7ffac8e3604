import PQueue from 'p-queue';
import type { Gate } from '../net/gate.ts';
import { knock } from '../net/knock.ts';

/** The dynamic ports (RFC 6335, section 6): nothing is meant to be offered there. */
const FIRST_DYNAMIC_PORT = 49_152;
const DYNAMIC_PORTS = 65_536 - FIRST_DYNAMIC_PORT;
/** A host is suspected when so many random ports all accept. */
const CANARIES = 2;
/** Hosts of which the answer is kept. */
const REMEMBERED_HOSTS = 65_536;

export interface CanaryOptions {
  readonly gate: Gate;
  /** Ports that are probed anyway. */
  readonly ports: readonly number[];
  readonly timeoutMs: number;
  /** Hosts asked at once. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
}

/** Tells hosts behind something that accepts every connection: a SYN proxy, a tarpit, a load balancer. */
export class Canary {
  readonly #options: CanaryOptions;
  readonly #planned: ReadonlySet<number>;
  readonly #queue: PQueue;
  readonly #asked = new Map<string, Promise<boolean | undefined>>();

  constructor(options: CanaryOptions) {
    this.#options = options;
    this.#queue = new PQueue({ concurrency: options.concurrency });
    this.#planned = new Set(options.ports);
  }

  /** Whether a host accepts connections on random ports where nothing can be meant to listen; undefined after an abort. A host is asked once. */
  acceptsEverything(address: string): Promise<boolean | undefined> {
    const known = this.#asked.get(address);
    if (known !== undefined) return known;
    const [oldest] = this.#asked.keys();
    if (this.#asked.size >= REMEMBERED_HOSTS && oldest !== undefined) this.#asked.delete(oldest);
    const asked = this.#queue.add(() => this.#ask(address));
    this.#asked.set(address, asked);
    return asked;
  }

  async #ask(address: string): Promise<boolean | undefined> {
    const { gate, timeoutMs, signal } = this.#options;
    for (const port of this.#choosePorts()) {
      if (signal.aborted) return undefined;
      const { state } = await knock(gate, { address, port, transport: 'tcp' }, timeoutMs);
      if (state !== 'open') return false;
    }
    return true;
  }

  /** Where the plan holds nearly every dynamic port, its own ports serve as well. */
  #choosePorts(): ReadonlySet<number> {
    const chosen = new Set<number>();
    for (let tries = 0; chosen.size < CANARIES; tries++) {
      const port = FIRST_DYNAMIC_PORT + Math.floor(Math.random() * DYNAMIC_PORTS);
      if (!this.#planned.has(port) || tries > 100) chosen.add(port);
    }
    return chosen;
  }
}
