/** Address families of Linux (`bits/socket.h`). */
export const AF_INET = 2;
export const AF_INET6 = 10;

/** Bytes of `struct sockaddr_in` (ip(7)) and `struct sockaddr_in6` (ipv6(7)). */
export const SOCKADDR_IN = 16;
export const SOCKADDR_IN6 = 28;

/** Where the address begins: after family and port, and for IPv6 the flow label. */
const IN_ADDRESS = 4;
const IN6_ADDRESS = 8;

/** Which byte of the family holds its value, by the machine's byte order. */
const FAMILY_AT = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 0 : 1;

/**
 * One socket address that is written again and again, so that nothing is allocated for each call: `bytes` is what the kernel reads, `length` how much
 * of it counts. The family is in the machine's byte order, port and address in the network's.
 */
export class SocketAddress {
  readonly bytes = new Uint8Array(SOCKADDR_IN6);
  readonly #view = new DataView(this.bytes.buffer);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get family(): number {
    return this.bytes[FAMILY_AT] ?? 0;
  }

  /** @param ipv4 the address as an unsigned 32-bit number */
  setIpv4(ipv4: number, port: number): void {
    this.#begin(AF_INET, port);
    this.#view.setUint32(IN_ADDRESS, ipv4);
    this.#view.setUint32(IN_ADDRESS + 4, 0);
    this.#view.setUint32(IN_ADDRESS + 8, 0);
    this.#length = SOCKADDR_IN;
  }

  /** @param ipv6 the address as a 128-bit number */
  setIpv6(ipv6: bigint, port: number): void {
    this.#begin(AF_INET6, port);
    this.#view.setUint32(IN_ADDRESS, 0);
    this.#view.setBigUint64(IN6_ADDRESS, ipv6 >> 64n);
    this.#view.setBigUint64(IN6_ADDRESS + 8, BigInt.asUintN(64, ipv6));
    this.#view.setUint32(IN6_ADDRESS + 16, 0);
    this.#length = SOCKADDR_IN6;
  }

  /** Whether another address of the same family, as the kernel wrote it, has the same address and port. */
  equals(other: Uint8Array): boolean {
    const ipv4 = this.#length === SOCKADDR_IN;
    const from = ipv4 ? IN_ADDRESS : IN6_ADDRESS;
    const to = from + (ipv4 ? 4 : 16);
    if (this.bytes[2] !== other[2] || this.bytes[3] !== other[3]) return false;
    for (let at = from; at < to; at++) if (this.bytes[at] !== other[at]) return false;
    return true;
  }

  #begin(family: number, port: number): void {
    this.bytes[FAMILY_AT] = family;
    this.bytes[1 - FAMILY_AT] = 0;
    this.bytes[2] = port >>> 8;
    this.bytes[3] = port & 255;
  }
}
