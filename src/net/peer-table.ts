import type { Family } from '../model/address.ts';
import type { SocketAddress } from './socket-address.ts';

/** Where a connection goes: `ipv4` counts for family 4, `ipv6` for family 6. */
export interface Destination {
  readonly family: Family;
  readonly ipv4: number;
  readonly ipv6: bigint;
  readonly port: number;
}

/** 32-bit words a socket: four of the address, the first one only for IPv4, and one of port and family. */
const WORDS = 5;
const IPV6_BIT = 0x10000;

/** Where each socket goes and whether it is watched, in arrays indexed by descriptor. Descriptors are small: the kernel gives the lowest free one. */
export class PeerTable {
  #words = new Uint32Array(0);
  #watched = new Uint8Array(0);

  set(fd: number, { family, ipv4, ipv6, port }: Destination): void {
    if (fd >= this.#watched.length) this.#grow(fd);
    const at = fd * WORDS;
    this.#words[at + 4] = family === 4 ? port : port | IPV6_BIT;
    if (family === 4) {
      this.#words[at] = ipv4;
      return;
    }
    for (let word = 0; word < 4; word++)
      this.#words[at + word] = Number((ipv6 >> BigInt(96 - 32 * word)) & 0xffffffffn);
  }

  /** Writes the peer of a socket into `address`. */
  read(fd: number, address: SocketAddress): void {
    const at = fd * WORDS;
    const port = this.#words[at + 4] ?? 0;
    if (port < IPV6_BIT) {
      address.setIpv4(this.#words[at] ?? 0, port);
      return;
    }
    let ipv6 = 0n;
    for (let word = 0; word < 4; word++) ipv6 = (ipv6 << 32n) | BigInt(this.#words[at + word] ?? 0);
    address.setIpv6(ipv6, port & 0xffff);
  }

  isWatched(fd: number): boolean {
    return this.#watched[fd] === 1;
  }

  watch(fd: number): void {
    this.#watched[fd] = 1;
  }

  /** The socket is closed; its number may come back as another one. */
  forget(fd: number): void {
    this.#watched[fd] = 0;
  }

  #grow(fd: number): void {
    const length = Math.max(1024, 2 ** Math.ceil(Math.log2(fd + 1)));
    const words = new Uint32Array(length * WORDS);
    words.set(this.#words);
    this.#words = words;
    const watched = new Uint8Array(length);
    watched.set(this.#watched);
    this.#watched = watched;
  }
}
