/* The thread that hears answers to SYN probes. Started by the engine, ended by the word of the ring's memory that says so. */
import { parentPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { InternalError } from '../model/errors.ts';
import { AnswerReceiver } from '../net/answer-receiver.ts';
import type { RingMemory } from '../net/answer-ring.ts';
import { RingWriter } from '../net/answer-ring.ts';
import { loadLibc } from '../net/libc.ts';
import type { PortBlock } from '../net/port-block.ts';
import { ProbeCookie } from '../net/probe-cookie.ts';
import type { RawSockets } from '../net/raw-socket.ts';

/** What the thread is started with. */
export interface SynReceiverData {
  readonly sockets: RawSockets;
  readonly ports: PortBlock;
  readonly key: readonly [number, number];
  readonly memory: RingMemory;
}

/** How soon the thread sees that it is to end. */
const POLL_MS = 20;

if (parentPort === null) throw new InternalError('the receiver is started as a thread');
receive(parentPort, workerData);

function receive(port: MessagePort, { sockets, ports, key, memory }: SynReceiverData): void {
  const ring = new RingWriter(memory);
  try {
    using receiver = new AnswerReceiver({ libc: loadLibc(), sockets, ports, cookie: new ProbeCookie(key), ring });
    port.postMessage('ready');
    while (!ring.stopped) receiver.receive(POLL_MS);
  } catch (error) {
    // Whoever waits for answers blocks its thread, so it would not hear of an event.
    ring.fail();
    throw error;
  }
}
