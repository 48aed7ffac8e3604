import { ICMP_TIME_EXCEEDED, ICMP_UNREACHABLE, ICMPV6_TIME_EXCEEDED, ICMPV6_UNREACHABLE } from './icmp-error.ts';
import type { Libc } from './libc.ts';
import { answerFilter, attachFilter } from './packet-filter.ts';
import type { PortBlock } from './port-block.ts';
import { AF_INET, AF_INET6 } from './socket-address.ts';
import { CHECKSUM_AT, IPPROTO_TCP } from './tcp-segment.ts';

/** `bits/socket_type.h` */
const SOCK_RAW = 3;
const SOCK_CLOEXEC = 0o2000000;
/** `netinet/in.h` */
const IPPROTO_ICMP = 1;
const IPPROTO_IPV6 = 41;
const IPPROTO_ICMPV6 = 58;
/** raw(7), `linux/icmp.h` */
const SOL_RAW = 255;
const ICMP_FILTER = 1;
/** ip(7) */
const IPPROTO_IP = 0;
const IP_MTU_DISCOVER = 10;
const IP_PMTUDISC_DO = 2;
/** ipv6(7), RFC 3542 */
const IPV6_CHECKSUM = 7;
const ICMPV6_FILTER = 1;
/** `asm-generic/socket.h` */
const SOL_SOCKET = 1;
const SO_RCVBUF = 8;
const SO_RCVBUFFORCE = 33;
const SO_MEMINFO = 55;
/** `linux/sock_diag.h`: the ninth of nine words. */
const MEMINFO_WORDS = 9;
const MEMINFO_DROPS = 8;

/** Room for answers that come while the reading thread has no turn: half a second at full speed. */
const RECEIVE_BUFFER = 32 * 2 ** 20;

/** Descriptors of the raw sockets of a sweep; -1 for IPv6 where this machine has none. */
export interface RawSockets {
  readonly tcp4: number;
  readonly icmp4: number;
  readonly tcp6: number;
  readonly icmp6: number;
}

/**
 * Opens the sockets that send probes and hear the answers: raw(7), without IP_HDRINCL, so that the kernel routes and writes the IP header.
 * @throws Error saying what is missing: the privilege (CAP_NET_RAW), or an option of this kernel
 */
export function openRawSockets(libc: Libc, ports: PortBlock): RawSockets {
  const opened: number[] = [];
  const open = (family: number, protocol: number): number => {
    const fd = libc.socket(family, SOCK_RAW | SOCK_CLOEXEC, protocol);
    if (fd < 0) throw new Error(whyNoSocket(libc.errorCode()));
    opened.push(fd);
    growReceiveBuffer(libc, fd);
    return fd;
  };
  const demand = (worked: boolean, what: string): void => {
    if (!worked) throw new Error(`this kernel does not take ${what}: ${libc.errorCode()}`);
  };
  try {
    const tcp4 = open(AF_INET, IPPROTO_TCP);
    demand(attachFilter(libc, tcp4, answerFilter(ports, 'ipv4')), 'a socket filter');
    // Not to be fragmented, so the kernel needs no identification for each (RFC 6864).
    demand(setOption(libc, tcp4, [IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_DO]), 'IP_MTU_DISCOVER');
    const icmp4 = open(AF_INET, IPPROTO_ICMP);
    const others = ~((1 << ICMP_UNREACHABLE) | (1 << ICMP_TIME_EXCEEDED));
    demand(setOption(libc, icmp4, [SOL_RAW, ICMP_FILTER, others]), 'an ICMP filter');
    if (!hasIpv6(libc)) return { tcp4, icmp4, tcp6: -1, icmp6: -1 };
    const tcp6 = open(AF_INET6, IPPROTO_TCP);
    demand(setOption(libc, tcp6, [IPPROTO_IPV6, IPV6_CHECKSUM, CHECKSUM_AT]), 'IPV6_CHECKSUM');
    demand(attachFilter(libc, tcp6, answerFilter(ports, 'none')), 'a socket filter');
    const icmp6 = open(AF_INET6, IPPROTO_ICMPV6);
    const others6 = ~((1 << ICMPV6_UNREACHABLE) | (1 << ICMPV6_TIME_EXCEEDED));
    demand(
      setOption(libc, icmp6, [IPPROTO_ICMPV6, ICMPV6_FILTER, others6, -1, -1, -1, -1, -1, -1, -1]),
      'an ICMPv6 filter',
    );
    return { tcp4, icmp4, tcp6, icmp6 };
  } catch (error) {
    for (const fd of opened) libc.close(fd);
    throw error;
  }
}

export function closeRawSockets(libc: Libc, sockets: RawSockets): void {
  for (const fd of Object.values(sockets)) if (fd >= 0) libc.close(fd);
}

/** Packets that the kernel dropped because a socket's buffer was full, since it was opened. */
export function droppedPackets(libc: Libc, sockets: RawSockets): number {
  const words = new Uint32Array(MEMINFO_WORDS);
  const bytes = new Uint8Array(words.buffer);
  const length = new Uint8Array(new Uint32Array([bytes.length]).buffer);
  let dropped = 0;
  for (const fd of Object.values(sockets)) {
    if (fd < 0) continue;
    const code = libc.getsockopt(fd, SOL_SOCKET, SO_MEMINFO, bytes, length);
    if (code === 0) dropped += words[MEMINFO_DROPS] ?? 0;
  }
  return dropped;
}

/** Bytes that a socket's receive buffer may take, as the kernel counts them: several times those of the packets. */
export function receiveRoom(libc: Libc, fd: number): number {
  const room = new Int32Array(1);
  const length = new Uint8Array(new Uint32Array([room.byteLength]).buffer);
  libc.getsockopt(fd, SOL_SOCKET, SO_RCVBUF, new Uint8Array(room.buffer), length);
  return room[0] ?? 0;
}

/** A machine without IPv6 sweeps IPv4 all the same. */
function hasIpv6(libc: Libc): boolean {
  const fd = libc.socket(AF_INET6, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_TCP);
  if (fd >= 0) libc.close(fd);
  return fd >= 0;
}

function whyNoSocket(code: string): string {
  const refused = code === 'EPERM' || code === 'EACCES';
  return refused ? `raw sockets are refused: no CAP_NET_RAW (${code})` : `raw sockets cannot be opened: ${code}`;
}

/** As much as asked for with CAP_NET_ADMIN, else as much as `net.core.rmem_max` allows; a small buffer shows itself in the drops. */
function growReceiveBuffer(libc: Libc, fd: number): void {
  if (!setOption(libc, fd, [SOL_SOCKET, SO_RCVBUFFORCE, RECEIVE_BUFFER])) {
    setOption(libc, fd, [SOL_SOCKET, SO_RCVBUF, RECEIVE_BUFFER]);
  }
}

function setOption(libc: Libc, fd: number, [level, name, ...words]: readonly [number, number, ...number[]]): boolean {
  const value = new Uint8Array(Int32Array.from(words).buffer);
  return libc.setsockopt(fd, level, name, value, value.length) === 0;
}
