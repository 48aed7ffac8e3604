import type { ResultCode } from '../model/result-code.ts';
import { codeOf, NO_RESULT } from '../model/result-code.ts';
import type { Packet, ProbeAnswer } from './probe-answer.ts';
import { ipv4HeaderBytes } from './tcp-answer.ts';
import { IPPROTO_TCP } from './tcp-segment.ts';

/** Types of RFC 792 and RFC 4443 that say what became of a probe. */
export const ICMP_UNREACHABLE = 3;
export const ICMP_TIME_EXCEEDED = 11;
export const ICMPV6_UNREACHABLE = 1;
export const ICMPV6_TIME_EXCEEDED = 3;

/** Type, code, checksum and four more bytes; then the packet that it is about. */
const ICMP_HEADER = 8;
/** RFC 8200: version to destination. */
const IPV6_HEADER = 40;
/** What is quoted at least of the segment (RFC 792): ports and sequence number. */
const QUOTED_TCP = 8;

const TIME_EXCEEDED = codeOf('time-exceeded');

/**
 * Codes of type 3 (RFC 792, RFC 1122, RFC 1812). The others (4 fragmentation needed, 5 source route failed, 6 and 7 unknown, 8 isolated, 11 and 12 type of
 * service, 14 and 15 precedence) say nothing of a port, and nmap leaves them out as well.
 */
const UNREACHABLE: Uint8Array = codes([
  [0, 'net-unreach'],
  [1, 'host-unreach'],
  [2, 'proto-unreach'],
  [3, 'port-unreach'],
  [9, 'net-prohibited'],
  [10, 'host-prohibited'],
  [13, 'admin-prohibited'],
]);

/** Codes of type 1 (RFC 4443, section 3.1). Beyond scope (2) and a reject route (6) are both "no way there". */
const UNREACHABLE_V6: Uint8Array = codes([
  [0, 'net-unreach'],
  [1, 'admin-prohibited'],
  [2, 'net-unreach'],
  [3, 'host-unreach'],
  [4, 'port-unreach'],
  [5, 'admin-prohibited'],
  [6, 'net-unreach'],
]);

function codes(pairs: readonly (readonly [number, Parameters<typeof codeOf>[0]])[]): Uint8Array {
  const table = new Uint8Array(256).fill(NO_RESULT);
  for (const [code, reason] of pairs) table[code] = codeOf(reason);
  return table;
}

/** Reads an ICMP error with its IPv4 header, as raw sockets give it, and which probe it quotes. False for what says nothing of a TCP probe. */
export function readIcmpError(packet: Packet, answer: ProbeAnswer): boolean {
  const header = ipv4HeaderBytes(packet);
  if (header === 0 || packet.length < header + ICMP_HEADER) return false;
  const code = resultOfIcmp(packet.byte(header), packet.byte(header + 1));
  const quoted = header + ICMP_HEADER;
  const quotedHeader = ipv4HeaderBytes(packet, quoted);
  if (code === NO_RESULT || quotedHeader === 0 || packet.byte(quoted + 9) !== IPPROTO_TCP) return false;
  // Only a first fragment holds the ports.
  if ((packet.half(quoted + 6) & 0x1fff) !== 0) return false;
  answer.code = code;
  answer.family = 4;
  answer.address[0] = packet.word(quoted + 16);
  return readQuotedPorts(packet, quoted + quotedHeader, answer);
}

/** Reads an ICMPv6 error, which raw sockets give without its IPv6 header. Probes have no extension headers, so none is looked for in the quotation. */
export function readIcmpv6Error(packet: Packet, answer: ProbeAnswer): boolean {
  const quoted = ICMP_HEADER;
  if (packet.length < quoted + IPV6_HEADER) return false;
  const code = resultOfIcmpv6(packet.byte(0), packet.byte(1));
  const isProbe = packet.byte(quoted) >>> 4 === 6 && packet.byte(quoted + 6) === IPPROTO_TCP;
  if (code === NO_RESULT || !isProbe) return false;
  answer.code = code;
  answer.family = 6;
  for (let word = 0; word < 4; word++) answer.address[word] = packet.word(quoted + 24 + word * 4);
  return readQuotedPorts(packet, quoted + IPV6_HEADER, answer);
}

function resultOfIcmp(type: number, code: number): ResultCode {
  if (type === ICMP_TIME_EXCEEDED) return TIME_EXCEEDED;
  return type === ICMP_UNREACHABLE ? (UNREACHABLE[code] ?? NO_RESULT) : NO_RESULT;
}

function resultOfIcmpv6(type: number, code: number): ResultCode {
  if (type === ICMPV6_TIME_EXCEEDED) return TIME_EXCEEDED;
  return type === ICMPV6_UNREACHABLE ? (UNREACHABLE_V6[code] ?? NO_RESULT) : NO_RESULT;
}

/** A quoted segment has the probe's own port first; answers have it second. */
function readQuotedPorts(packet: Packet, at: number, answer: ProbeAnswer): boolean {
  if (packet.length < at + QUOTED_TCP) return false;
  answer.ports = ((packet.half(at + 2) << 16) | packet.half(at)) >>> 0;
  answer.sequence = packet.word(at + 4);
  return true;
}
