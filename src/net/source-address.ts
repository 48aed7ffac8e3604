import type { ResultCode } from '../model/result-code.ts';
import { codeOf } from '../model/result-code.ts';
import { routeRefusal } from './errno.ts';
import type { Libc } from './libc.ts';
import { AF_INET, SocketAddress } from './socket-address.ts';
import { readSplitNetworks } from './split-networks.ts';

/** `bits/socket_type.h` */
const SOCK_DGRAM = 2;
const SOCK_CLOEXEC = 0o2000000;

/** Places of the cache, a power of two: the networks, or addresses, of four million addresses in a row. */
const PLACES = 16_384;
const EMPTY = -1;
/** Whole networks are kept under numbers that no address has. */
const NETWORKS_FROM = 2 ** 32;

/**
 * Which of its addresses this machine sends from, asked from the kernel by connecting a UDP socket, which sends nothing. Kept for each /24, or for each
 * address in a /24 that is split between routes. Refusals are not kept: a route may come back.
 */
export class SourceAddresses implements Disposable {
  readonly #libc: Libc;
  readonly #fd: number;
  readonly #split = readSplitNetworks();
  readonly #keys = new Float64Array(PLACES).fill(EMPTY);
  readonly #sources = new Uint32Array(PLACES);
  readonly #target = new SocketAddress();
  readonly #nobody = new SocketAddress();
  readonly #own = new Uint8Array(16);
  readonly #ownView = new DataView(this.#own.buffer);
  readonly #length = new Uint8Array(4);

  /** @throws Error when there is no descriptor left */
  constructor(libc: Libc) {
    this.#libc = libc;
    this.#fd = libc.socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (this.#fd < 0) throw new Error(`no socket to ask for routes: ${libc.errorCode()}`);
    this.#nobody.setIpv4(0, 0);
    // AF_UNSPEC: what ends the association of a datagram socket (connect(2)).
    this.#nobody.bytes.fill(0, 0, 2);
  }

  /** The source address for a destination, both as unsigned 32-bit numbers; a negative number is the code of the refusal. */
  sourceFor(destination: number): number {
    const network = destination >>> 8;
    const key = this.#split?.has(network) === false ? NETWORKS_FROM + network : destination;
    const place = key % PLACES;
    if (this.#keys[place] === key) return this.#sources[place] ?? 0;
    const source = this.#ask(destination);
    if (source < 0) return source;
    this.#keys[place] = key;
    this.#sources[place] = source;
    return source;
  }

  /** Forgets all: an address that this machine had is gone. */
  clear(): void {
    this.#keys.fill(EMPTY);
  }

  #ask(destination: number): number {
    const libc = this.#libc;
    // Port 9 (discard, RFC 863) stands for any: nothing is sent to it.
    this.#target.setIpv4(destination, 9);
    libc.connect(this.#fd, this.#nobody.bytes, this.#nobody.length);
    if (libc.connect(this.#fd, this.#target.bytes, this.#target.length) < 0) return -this.#refusal();
    new Uint32Array(this.#length.buffer)[0] = this.#own.length;
    if (libc.getsockname(this.#fd, this.#own, this.#length) < 0) return -this.#refusal();
    return this.#ownView.getUint32(4);
  }

  #refusal(): ResultCode {
    return codeOf(routeRefusal(this.#libc.errorCode())?.reason ?? 'unknown-errno');
  }

  [Symbol.dispose](): void {
    this.#libc.close(this.#fd);
  }
}
