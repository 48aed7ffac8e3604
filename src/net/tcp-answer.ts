import type { ResultCode } from '../model/result-code.ts';
import { codeOf, NO_RESULT } from '../model/result-code.ts';
import type { Packet, ProbeAnswer } from './probe-answer.ts';
import { IPPROTO_TCP } from './tcp-segment.ts';

/** RFC 791: the shortest header. */
export const IPV4_HEADER = 20;
/** RFC 9293: the shortest header. */
const TCP_HEADER = 20;

const SYN = 0x02;
const RST = 0x04;
const ACK = 0x10;

const OPEN = codeOf('syn-ack');
const CLOSED = codeOf('rst');

/** Bytes of the IPv4 header of a packet, 0 where it has none that fits. */
export function ipv4HeaderBytes(packet: Packet, at = 0): number {
  if (packet.length < at + IPV4_HEADER || packet.byte(at) >>> 4 !== 4) return 0;
  const bytes = (packet.byte(at) & 15) * 4;
  return bytes < IPV4_HEADER || packet.length < at + bytes ? 0 : bytes;
}

/** Reads a TCP segment with its IPv4 header, as raw IPv4 sockets give it. False for what answers no SYN. */
export function readTcpAnswerIpv4(packet: Packet, answer: ProbeAnswer): boolean {
  const header = ipv4HeaderBytes(packet);
  if (header === 0 || packet.byte(9) !== IPPROTO_TCP) return false;
  answer.family = 4;
  answer.address[0] = packet.word(12);
  return readSegment(packet, header, answer);
}

/** Reads a TCP segment alone, as raw IPv6 sockets give it; the source address comes beside it, as the bytes of `source`. */
export function readTcpAnswerIpv6(packet: Packet, source: Packet, answer: ProbeAnswer): boolean {
  answer.family = 6;
  for (let word = 0; word < 4; word++) answer.address[word] = source.word(word * 4);
  return readSegment(packet, 0, answer);
}

/** RFC 9293, section 3.10.7.3: what answers a SYN acknowledges its sequence number plus one. */
function readSegment(packet: Packet, at: number, answer: ProbeAnswer): boolean {
  if (packet.length < at + TCP_HEADER) return false;
  const code = codeOfFlags(packet.byte(at + 13));
  if (code === NO_RESULT) return false;
  answer.code = code;
  answer.ports = packet.word(at);
  answer.sequence = (packet.word(at + 8) - 1) >>> 0;
  return true;
}

function codeOfFlags(flags: number): ResultCode {
  if ((flags & ACK) === 0) return NO_RESULT;
  if ((flags & RST) !== 0) return CLOSED;
  return (flags & SYN) === 0 ? NO_RESULT : OPEN;
}
