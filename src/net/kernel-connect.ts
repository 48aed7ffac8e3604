import type { Family } from '../model/address.ts';
import type { ResultCode } from '../model/result-code.ts';
import { codeOf, NO_RESULT } from '../model/result-code.ts';
import { Epoll } from './epoll.ts';
import { needsRouteCheck, resultOfErrno } from './errno.ts';
import type { Gate } from './gate.ts';
import type { Libc } from './libc.ts';
import type { Destination } from './peer-table.ts';
import { PeerTable } from './peer-table.ts';
import { findRouteRefusal } from './route-refusal.ts';
import { AF_INET, AF_INET6, SOCKADDR_IN6, SocketAddress } from './socket-address.ts';

/** `bits/socket_type.h` */
const SOCK_STREAM = 1;
const SOCK_NONBLOCK = 0o4000;
const SOCK_CLOEXEC = 0o2000000;

/** Sockets of a family that wait for their next probe; more would only take descriptors from others. */
const MOST_IDLE = 2048;

const OPEN = codeOf('syn-ack');
const OUT_OF_SCOPE = codeOf('out-of-scope');
const NO_PORTS = codeOf('no-ports');
const NO_BUFFERS = codeOf('no-buffers');

/**
 * Handshakes by the kernel, many at a time: non-blocking `connect`, and `epoll` to hear of their ends. The only place that connects by system calls.
 *
 * A second `connect` on the same socket tells how the first one ended (connect(2)): EALREADY while it goes on, 0 once it is established, else its
 * error, which also brings the socket back to where it can connect anew. So an endpoint that refuses costs two calls and no new socket, three times as
 * fast on loopback as socket, connect, getsockopt and close. Sockets that were connected or gave up are closed.
 */
export class KernelConnect implements Disposable {
  readonly #libc: Libc;
  readonly #gate: Gate;
  readonly #epoll: Epoll;
  readonly #peers = new PeerTable();
  readonly #address = new SocketAddress();
  readonly #local = new Uint8Array(SOCKADDR_IN6);
  readonly #localLength = new Uint8Array(4);
  readonly #idle: Readonly<Record<Family, number[]>> = { 4: [], 6: [] };
  readonly #codes = new Map<string, ResultCode>();
  readonly #reuses: boolean;
  #refusal: ResultCode = NO_RESULT;

  /** @throws Error when there is no descriptor left */
  constructor(libc: Libc, gate: Gate) {
    this.#libc = libc;
    this.#gate = gate;
    this.#epoll = new Epoll(libc);
    this.#reuses = canDisconnect(libc);
  }

  /** Why the last `start` gave no socket. */
  get refusal(): ResultCode {
    return this.#refusal;
  }

  /** Starts a handshake and gives its socket, or -1 when it ended at once, such as by a gate or a machine that refuses: see `refusal`. */
  start(to: Destination): number {
    const permitted =
      to.family === 4
        ? this.#gate.permitsIpv4(to.ipv4)
        : this.#gate.permitsValue({ family: to.family, value: to.ipv6 });
    if (!permitted) return this.#refuse(OUT_OF_SCOPE);
    const fd = this.#idle[to.family].pop() ?? this.#open(to.family);
    if (fd < 0) return this.#refuse(this.#codeOfErrno(this.#libc.errorCode()));
    this.#peers.set(fd, to);
    this.#peers.read(fd, this.#address);
    const code = this.#connect(fd);
    // Connected already: `finish` will say so.
    if (code !== 'EINPROGRESS' && code !== '') {
      this.#reuse(fd, to.family);
      return this.#refuse(this.#resultOf(code));
    }
    if (!this.#peers.isWatched(fd)) {
      if (!this.#epoll.add(fd)) {
        this.close(fd);
        return this.#refuse(NO_BUFFERS);
      }
      this.#peers.watch(fd);
    }
    return fd;
  }

  /** How a handshake ended, `NO_RESULT` while it goes on. With a result, the socket is no longer the caller's. */
  finish(fd: number): ResultCode {
    this.#peers.read(fd, this.#address);
    const code = this.#connect(fd);
    if (code === 'EALREADY' || code === 'EINPROGRESS') return NO_RESULT;
    if (code === '' || code === 'EISCONN') {
      const result = this.#metItself(fd) ? NO_PORTS : OPEN;
      this.close(fd);
      return result;
    }
    this.#reuse(fd, this.#address.family === AF_INET ? 4 : 6);
    return this.#resultOf(code);
  }

  /** Gives up a handshake, or ends a connection in the usual way (FIN). */
  close(fd: number): void {
    this.#peers.forget(fd);
    this.#libc.close(fd);
  }

  /** Waits for at most so many milliseconds; gives how many sockets may have come to an end, which `fdAt` names until the next call. */
  wait(waitMs: number): number {
    return this.#epoll.wait(waitMs);
  }

  fdAt(event: number): number {
    return this.#epoll.fdAt(event);
  }

  [Symbol.dispose](): void {
    for (const fd of [...this.#idle[4], ...this.#idle[6]]) this.#libc.close(fd);
    this.#epoll[Symbol.dispose]();
  }

  #refuse(refusal: ResultCode): number {
    this.#refusal = refusal;
    return -1;
  }

  /** The error code, empty for none. */
  #connect(fd: number): string {
    return this.#libc.connect(fd, this.#address.bytes, this.#address.length) === 0 ? '' : this.#libc.errorCode();
  }

  /** A new socket or -1. An idle one, then of the other family, gives way to it, so that no more are ever open than were in flight at once. */
  #open(family: Family): number {
    this.#closeIdle();
    return this.#libc.socket(family === 4 ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  }

  #closeIdle(): boolean {
    const fd = this.#idle[4].pop() ?? this.#idle[6].pop();
    if (fd === undefined) return false;
    this.close(fd);
    return true;
  }

  #reuse(fd: number, family: Family): void {
    const idle = this.#idle[family];
    if (this.#reuses && idle.length < MOST_IDLE) idle.push(fd);
    else this.close(fd);
  }

  /** The kernel chose the probed port as the local port and the socket met itself (RFC 9293, simultaneous open): ask again from another port. */
  #metItself(fd: number): boolean {
    new DataView(this.#localLength.buffer).setUint32(0, SOCKADDR_IN6, LITTLE_ENDIAN);
    return this.#libc.getsockname(fd, this.#local, this.#localLength) === 0 && this.#address.equals(this.#local);
  }

  /** What an error says about the address in `#address`. The check of the route needs a descriptor, which idle sockets may hold all of. */
  #resultOf(code: string): ResultCode {
    if (!needsRouteCheck(code)) return this.#codeOfErrno(code);
    let refusal = findRouteRefusal(this.#libc, this.#address);
    if (refusal?.reason === 'no-fds' && this.#closeIdle()) refusal = findRouteRefusal(this.#libc, this.#address);
    return refusal === undefined ? this.#codeOfErrno(code) : codeOf(refusal.reason);
  }

  #codeOfErrno(code: string): ResultCode {
    let result = this.#codes.get(code);
    if (result === undefined) this.#codes.set(code, (result = codeOf(resultOfErrno(code).reason)));
    return result;
  }
}

const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/**
 * Whether this kernel lets a TCP socket go and connect anew, as Linux does; gVisor, which runs Linux programs on a kernel of its own, would repeat
 * the first error for ever. Connecting to the family AF_UNSPEC (0) asks without sending anything.
 */
function canDisconnect(libc: Libc): boolean {
  const fd = libc.socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return false;
  const can = libc.connect(fd, new Uint8Array(SOCKADDR_IN6), 16) === 0;
  libc.close(fd);
  return can;
}
