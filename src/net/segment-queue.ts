import type { ResultCode } from '../model/result-code.ts';
import { codeOf } from '../model/result-code.ts';
import { ConnectionTable } from './conntrack.ts';
import { resultOfErrno, routeRefusal } from './errno.ts';
import type { Libc } from './libc.ts';
import type { MessageShape } from './message-batch.ts';
import { MessageBatch } from './message-batch.ts';
import { POLLOUT, PollSet } from './poll-set.ts';

/** `bits/socket.h` */
const MSG_DONTWAIT = 0x40;

/** How often and how long a full send buffer is waited for before its probes are given back. */
const WAITS = 50;
const WAIT_MS = 10;

const NO_BUFFERS = codeOf('no-buffers');

/** Why the kernel finds no route for a message, or none from its source address (ENETUNREACH, or EINVAL): the code that its sender gives. */
export type ExplainUnroutable = (message: number) => ResultCode;

/** Hears of a segment that did not leave, and why: a code of `REASONS`. */
export type Refuse = (slot: number, code: ResultCode, attempt: number) => void;

export interface SegmentQueueOptions {
  readonly shape: MessageShape;
  readonly refuse: Refuse;
  readonly explainUnroutable: ExplainUnroutable;
}

/**
 * Segments that leave with one system call. The send buffer of the socket is left as small as it is by default, because it is what paces a sender that is
 * faster than its network: a queue behind it that overflowed would drop packets without a word (raw(7), IP_RECVERR).
 */
export class SegmentQueue implements Disposable {
  readonly batch: MessageBatch;
  readonly #libc: Libc;
  readonly #fd: number;
  readonly #writable: PollSet;
  readonly #refuse: Refuse;
  readonly #explainUnroutable: ExplainUnroutable;
  readonly #connections = new ConnectionTable();
  readonly #slots: Uint32Array;
  readonly #attempts: Uint8Array;
  #size = 0;

  constructor(libc: Libc, fd: number, { shape, refuse, explainUnroutable }: SegmentQueueOptions) {
    this.#libc = libc;
    this.#fd = fd;
    this.#refuse = refuse;
    this.#explainUnroutable = explainUnroutable;
    this.#writable = new PollSet(libc, [fd], POLLOUT);
    this.batch = new MessageBatch(libc, shape);
    this.#slots = new Uint32Array(shape.count);
    this.#attempts = new Uint8Array(shape.count);
  }

  /** The message that `add` will queue: what is written there leaves with it. */
  get next(): number {
    return this.#size;
  }

  /** Queues the message at `next`. @returns whether the queue is full now */
  add(slot: number, attempt: number): boolean {
    this.#slots[this.#size] = slot;
    this.#attempts[this.#size] = attempt;
    this.#size++;
    return this.#size === this.batch.count;
  }

  /** Sends what is queued; each segment has left or was refused when this returns. */
  flush(): void {
    let waits = 0;
    for (let from = 0; from < this.#size;) {
      const sent = this.#libc.sendmmsg(this.#fd, this.batch.addressOf(from), this.#size - from, MSG_DONTWAIT);
      if (sent > 0) {
        from += sent;
        waits = 0;
        continue;
      }
      // The error is that of the first message; those after it were not looked at (sendmmsg(2)).
      const code = this.#libc.errorCode();
      if (code === 'EINTR') continue;
      const isFull = code === 'EAGAIN' || code === 'ENOBUFS' || code === 'ENOMEM';
      if (isFull && waits++ < WAITS) {
        this.#writable.wait(code === 'EAGAIN' ? WAIT_MS : 1);
        continue;
      }
      const last = isFull ? this.#size : from + 1;
      const refusal = isFull ? NO_BUFFERS : this.#refusalOf(code, from);
      for (; from < last; from++) this.#refuse(this.#slots[from] ?? 0, refusal, this.#attempts[from] ?? 0);
    }
    this.#size = 0;
  }

  /** EPERM is this machine's firewall, which may only be out of room; the unreachables and EACCES are its routing. */
  #refusalOf(code: string, message: number): ResultCode {
    if (code === 'ENETUNREACH' || code === 'EINVAL') return this.#explainUnroutable(message);
    if (code === 'EPERM' && this.#connections.isFull) return NO_BUFFERS;
    return codeOf((routeRefusal(code) ?? resultOfErrno(code)).reason);
  }

  [Symbol.dispose](): void {
    this.batch[Symbol.dispose]();
  }
}
