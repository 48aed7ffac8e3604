import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { InternalError } from '../model/errors.ts';
import type { RingMemory } from '../net/answer-ring.ts';
import { createRingMemory, RingReader } from '../net/answer-ring.ts';
import type { Libc } from '../net/libc.ts';
import { loadLibc } from '../net/libc.ts';
import { HeldPorts } from '../net/port-block.ts';
import { ProbeCookie } from '../net/probe-cookie.ts';
import type { RawSockets } from '../net/raw-socket.ts';
import { closeRawSockets, droppedPackets, openRawSockets } from '../net/raw-socket.ts';
import { SynSender } from '../net/syn-sender.ts';
import type { Engine, EngineOptions, Probe } from './engine.ts';
import { NO_RTT } from '../model/answer-records.ts';
import type { SynReceiverData } from './syn-receiver-thread.ts';

/** What an engine holds of the system. */
interface Parts {
  readonly libc: Libc;
  readonly sockets: RawSockets;
  readonly ports: HeldPorts;
  readonly key: readonly [number, number];
  readonly memory: RingMemory;
}

/**
 * Raw packets, for Linux with CAP_NET_RAW: this thread sends SYNs and a second one hears the answers. Nothing is kept of a probe: an answer shows by its
 * acknowledgement number that it answers one of ours, by its port which attempt, and `slotOf` finds the slot.
 * @throws Error saying what is missing: another system than Linux, no koffi, no CAP_NET_RAW
 */
export async function createSynEngine(options: EngineOptions): Promise<Engine> {
  const libc = loadLibc();
  const random = randomBytes(8);
  const key = [random.readUInt32LE(0), random.readUInt32LE(4)] as const;
  const ports = new HeldPorts(libc);
  try {
    const sockets = openRawSockets(libc, ports);
    const parts = { libc, sockets, ports, key, memory: createRingMemory() };
    try {
      return new SynEngine(options, parts, await startReceiver(parts));
    } catch (error) {
      closeRawSockets(libc, sockets);
      throw error;
    }
  } catch (error) {
    ports[Symbol.dispose]();
    throw error;
  }
}

/** Answers lie in shared memory, so the receiver's new objects need little room. */
const SMALL_HEAP = { maxYoungGenerationSizeMb: 2 } as const;

/** Without the flags of this process, some of which a thread refuses. */
const NO_FLAGS: string[] = [];

async function startReceiver({ sockets, ports, key, memory }: Parts): Promise<Worker> {
  const { first, count } = ports;
  const data: SynReceiverData = { sockets, ports: { first, count }, key, memory };
  const options = { workerData: data, resourceLimits: SMALL_HEAP, execArgv: NO_FLAGS };
  const worker = new Worker(new URL('./syn-receiver-thread.js', import.meta.url), options);
  // Rejects with the thread's error where it fails before it is ready.
  await once(worker, 'message');
  // Its later failures are told through the ring.
  worker.on('error', () => undefined);
  worker.unref();
  return worker;
}

class SynEngine implements Engine {
  readonly name = 'syn';
  readonly window = Number.POSITIVE_INFINITY;
  readonly #options: EngineOptions;
  readonly #parts: Parts;
  readonly #receiver: Worker;
  readonly #sender: SynSender;
  readonly #ring: RingReader;

  constructor(options: EngineOptions, parts: Parts, receiver: Worker) {
    const { libc, sockets, ports, key, memory } = parts;
    this.#options = options;
    this.#parts = parts;
    this.#receiver = receiver;
    this.#ring = new RingReader(memory);
    this.#sender = new SynSender({
      libc,
      sockets,
      ports,
      gate: options.gate,
      cookie: new ProbeCookie(key),
      refuse: (slot, code, attempt) => options.deliver(slot, code, attempt, NO_RTT),
    });
  }

  get kernelDrops(): number {
    return droppedPackets(this.#parts.libc, this.#parts.sockets);
  }

  send(probe: Probe): void {
    this.#sender.send(probe);
  }

  turn(waitMs: number): void {
    this.#sender.flush();
    if (this.#ring.drain(this.#take) > 0) return;
    if (waitMs > 0) {
      this.#ring.wait(waitMs);
      this.#ring.drain(this.#take);
    }
    if (this.#ring.failed) throw new InternalError('the thread that hears the answers to SYN probes has failed');
  }

  readonly #take = (ring: RingReader, at: number): void => {
    const { slotOf, sentAtUs, deliver } = this.#options;
    const ports = ring.portsAt(at);
    const slot = ring.isIpv6At(at)
      ? slotOf(6, 0, ring.ipv6At(at), ports >>> 16)
      : slotOf(4, ring.ipv4At(at), 0n, ports >>> 16);
    if (slot < 0) return;
    const attempt = (ports & 0xffff) - this.#parts.ports.first + 1;
    const sentAt = sentAtUs(slot, attempt);
    deliver(slot, ring.codeAt(at), attempt, sentAt === NO_RTT ? NO_RTT : (ring.timeAt(at) - sentAt) >>> 0);
  };

  async [Symbol.asyncDispose](): Promise<void> {
    const { libc, sockets, ports } = this.#parts;
    this.#ring.stop();
    this.#receiver.ref();
    if (this.#receiver.threadId !== -1) await once(this.#receiver, 'exit');
    this.#sender[Symbol.dispose]();
    closeRawSockets(libc, sockets);
    ports[Symbol.dispose]();
  }
}
