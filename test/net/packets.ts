import { Packet, ProbeAnswer } from '../../src/net/probe-answer.ts';

/** Bytes of an IPv4 header (RFC 791) without options unless `words` says so. */
export function ipv4Header({ source = 0, destination = 0, protocol = 6, words = 5, fragment = 0 } = {}): number[] {
  const view = new DataView(new ArrayBuffer(words * 4));
  view.setUint8(0, 0x40 | words);
  view.setUint16(6, fragment);
  view.setUint8(9, protocol);
  view.setUint32(12, source);
  view.setUint32(16, destination);
  return [...new Uint8Array(view.buffer)];
}

/** Bytes of a TCP header (RFC 9293). */
export function tcpHeader({ source = 0, destination = 0, sequence = 0, acknowledged = 0, flags = 0 } = {}): number[] {
  const view = new DataView(new ArrayBuffer(20));
  view.setUint16(0, source);
  view.setUint16(2, destination);
  view.setUint32(4, sequence);
  view.setUint32(8, acknowledged);
  view.setUint8(12, 0x50);
  view.setUint8(13, flags);
  return [...new Uint8Array(view.buffer)];
}

/** A packet that lies somewhere inside memory, with other bytes around it. */
export function packetOf(bytes: readonly number[]): Packet {
  const packet = new Packet(
    new DataView(Uint8Array.from([...Array(7).fill(0xee), ...bytes, ...Array(200).fill(0xee)]).buffer),
  );
  packet.at = 7;
  packet.length = bytes.length;
  return packet;
}

/** What a reader makes of a packet; `undefined` where it refuses it. */
export function readWith(
  read: (packet: Packet, answer: ProbeAnswer) => boolean,
  bytes: readonly number[],
): ProbeAnswer | undefined {
  const answer = new ProbeAnswer();
  return read(packetOf(bytes), answer) ? answer : undefined;
}
