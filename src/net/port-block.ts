import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Libc } from './libc.ts';
import { AF_INET, AF_INET6, SocketAddress } from './socket-address.ts';

/** `bits/socket_type.h` */
const SOCK_STREAM = 1;
const SOCK_CLOEXEC = 0o2000000;

/** One source port for each attempt, so that an answer tells which one it answers; after so many they begin again. */
const PORTS = 16;
const FIRST_USER_PORT = 1024;
const LAST_PORT = 65_535;
const TRIES = 1000;

/** Consecutive source ports that nothing else on this machine uses. */
export interface PortBlock {
  readonly first: number;
  readonly count: number;
}

/**
 * A block of ports held for as long as it is not disposed of. They are bound but neither listen nor connect: the kernel gives them to nobody else, and
 * answers a SYN-ACK that comes to them with a RST, which ends the half-open connection at the target.
 */
export class HeldPorts implements PortBlock, Disposable {
  readonly first: number;
  readonly count = PORTS;
  readonly #libc: Libc;
  readonly #fds: readonly number[];

  /** @throws Error where no block is free */
  constructor(libc: Libc) {
    this.#libc = libc;
    const firsts = candidates(readLocalRange());
    for (let tries = 0; tries < TRIES; tries++) {
      const first = firsts[randomInt(firsts.length)] ?? FIRST_USER_PORT;
      const fds = hold(libc, first);
      if (fds === undefined) continue;
      this.first = first;
      this.#fds = fds;
      return;
    }
    throw new Error(`no ${PORTS} consecutive free source ports in ${TRIES} tries`);
  }

  [Symbol.dispose](): void {
    for (const fd of this.#fds) this.#libc.close(fd);
  }
}

/** Where blocks may begin: outside the ports that the kernel gives to ordinary connections, or anywhere where that leaves no room. */
function candidates([low, high]: readonly [number, number]): readonly number[] {
  const all = Array.from(
    { length: (LAST_PORT + 1 - FIRST_USER_PORT) / PORTS },
    (_, at) => FIRST_USER_PORT + at * PORTS,
  );
  const outside = all.filter((first) => first + PORTS <= low || first > high);
  return outside.length > 0 ? outside : all;
}

/** `ip_local_port_range` (ip(7)); without `/proc`, the dynamic ports of RFC 6335. */
function readLocalRange(): readonly [number, number] {
  try {
    const [low, high] = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').trim().split(/\s+/).map(Number);
    if (low !== undefined && high !== undefined) return [low, high];
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
  return [49_152, LAST_PORT];
}

/** Binds each port of a block for both families; nothing stays bound where one of them is taken. */
function hold(libc: Libc, first: number): readonly number[] | undefined {
  const fds: number[] = [];
  const address = new SocketAddress();
  for (let port = first; port < first + PORTS; port++) {
    // One IPv6 socket would hold both families, but not where IPv6 is switched off.
    for (const family of [AF_INET, AF_INET6]) {
      if (family === AF_INET) address.setIpv4(0, port);
      else address.setIpv6(0n, port);
      const fd = libc.socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
      if (fd < 0 && family === AF_INET6) continue;
      if (fd >= 0) fds.push(fd);
      if (fd >= 0 && (family === AF_INET6 ? setV6Only(libc, fd) : true) && bound(libc, fd, address)) continue;
      for (const held of fds) libc.close(held);
      return undefined;
    }
  }
  return fds;
}

function setV6Only(libc: Libc, fd: number): boolean {
  const [IPPROTO_IPV6, IPV6_V6ONLY] = [41, 26];
  const yes = new Uint8Array(new Int32Array([1]).buffer);
  return libc.setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, yes, yes.length) === 0;
}

/** Where IPv6 is switched off nobody else can bind there either. */
function bound(libc: Libc, fd: number, address: SocketAddress): boolean {
  if (libc.bind(fd, address.bytes, address.length) === 0) return true;
  return address.family === AF_INET6 && libc.errorCode() === 'EADDRNOTAVAIL';
}
