const SESSION = 8;
// OpenVPN protocol: the upper five bits of the first byte are the opcode, the others the key's number.
const HARD_RESET_CLIENT_V2 = 7 << 3;
const HARD_RESET_SERVER_V2 = 8 << 3;

/** The client's session that a server's first packet answers: opcode, the server's session, how many packets are acknowledged, their numbers, the client's session, a number. */
export function parseHardReset(packet: Buffer): Buffer | undefined {
  const acknowledged = packet[9];
  if (packet[0] !== HARD_RESET_SERVER_V2 || acknowledged === undefined || acknowledged < 1 || acknowledged > 8)
    return undefined;
  const at = 10 + 4 * acknowledged;
  if (packet.length !== at + SESSION + 4 || packet.readUInt32BE(at + SESSION) !== 0) return undefined;
  return packet.subarray(at, at + SESSION);
}

/** The first packet of a client without `tls-auth` and `tls-crypt`: a new session of eight bytes, nothing acknowledged, packet 0. */
export function encodeHardReset(session: Buffer): Buffer {
  return Buffer.concat([Buffer.of(HARD_RESET_CLIENT_V2), session, Buffer.alloc(5)]);
}
