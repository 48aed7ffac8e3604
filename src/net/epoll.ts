import type { Libc } from './libc.ts';

/** `sys/epoll.h` */
const EPOLL_CTL_ADD = 1;
const EPOLL_CLOEXEC = 0o2000000;
const EPOLLOUT = 0x4;
const EPOLLET = 0x8000_0000;

/** `struct epoll_event` is packed on x86-64 and only there (epoll_ctl(2)): 32 bits of events, then 64 bits of data. */
const PACKED = process.arch === 'x64';
const EVENT_BYTES = PACKED ? 12 : 16;
const DATA_AT = PACKED ? 4 : 8;

/** Most events of one call. */
const BATCH = 1024;

/** Tells which sockets have become writable or failed since it was last asked (edge-triggered, epoll(7)); a closed socket leaves by itself. */
export class Epoll implements Disposable {
  readonly #libc: Libc;
  readonly #epoll: number;
  readonly #event = new Int32Array(EVENT_BYTES / 4);
  readonly #eventBytes = new Uint8Array(this.#event.buffer);
  readonly #events = new Int32Array((BATCH * EVENT_BYTES) / 4);
  readonly #eventsBytes = new Uint8Array(this.#events.buffer);

  /** @throws Error with the system's code when there is no descriptor left */
  constructor(libc: Libc) {
    this.#libc = libc;
    this.#epoll = libc.epollCreate(EPOLL_CLOEXEC);
    if (this.#epoll < 0) throw new Error(`epoll_create1: ${libc.errorCode()}`);
    this.#event[0] = EPOLLOUT | EPOLLET;
  }

  /** Watches a socket until it is closed. False when the kernel has no room for one more (ENOMEM, ENOSPC). */
  add(fd: number): boolean {
    this.#event[DATA_AT / 4] = fd;
    return this.#libc.epollCtl(this.#epoll, EPOLL_CTL_ADD, fd, this.#eventBytes) === 0;
  }

  /** Waits for at most so many milliseconds, rounded up, and gives how many sockets have news; `fdAt` gives them until the next call. */
  wait(waitMs: number): number {
    const count = this.#libc.epollWait(this.#epoll, this.#eventsBytes, BATCH, Math.ceil(waitMs));
    if (count >= 0) return count;
    const code = this.#libc.errorCode();
    // A signal came: nothing is lost, the next turn asks again.
    if (code === 'EINTR') return 0;
    throw new Error(`epoll_wait: ${code}`);
  }

  fdAt(event: number): number {
    return this.#events[(event * EVENT_BYTES + DATA_AT) / 4] ?? -1;
  }

  [Symbol.dispose](): void {
    this.#libc.close(this.#epoll);
  }
}
