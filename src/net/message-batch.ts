import type { Libc } from './libc.ts';
import { MappedMemory } from './mapped-memory.ts';

/** `struct mmsghdr` of 64-bit Linux (recvmmsg(2)): a `struct msghdr` of 56 bytes, then the length; and `struct iovec`. */
const MMSGHDR = 64;
const NAME_LENGTH = 8;
const MESSAGE_LENGTH = 56;
const IOVEC = 16;
/** Architectures of Node where pointers and lengths have 64 bits. */
const WIDE = new Set(['x64', 'arm64', 'ppc64', 's390x', 'riscv64', 'loong64']);

/** Bytes of each message: what is sent or received, the peer's address, and control data (cmsg(3)), which only senders have. */
export interface MessageShape {
  readonly count: number;
  readonly payload: number;
  readonly name: number;
  readonly control: number;
}

/** The arrays that `sendmmsg` and `recvmmsg` take, made once and used for every call. Each part lies in one block, message after message. */
export class MessageBatch implements Disposable {
  /** All of it; payloads, names and control data are read and written here. */
  readonly memory: DataView;
  readonly count: number;
  readonly #mapped: MappedMemory;
  readonly #words: Uint32Array;
  readonly #shape: MessageShape;
  readonly #payloads: number;
  readonly #names: number;
  readonly #controls: number;

  /** @throws Error on a machine whose structures are laid out in another way, or without memory */
  constructor(libc: Libc, shape: MessageShape) {
    if (!WIDE.has(process.arch)) throw new Error(`batches of packets need a 64-bit machine, this is ${process.arch}`);
    const { count } = shape;
    this.count = count;
    this.#shape = shape;
    const iovecs = count * MMSGHDR;
    this.#payloads = iovecs + count * IOVEC;
    this.#names = this.#payloads + aligned(count * shape.payload);
    this.#controls = this.#names + aligned(count * shape.name);
    this.#mapped = new MappedMemory(libc, this.#controls + aligned(count * shape.control));
    this.memory = new DataView(this.#mapped.buffer);
    this.#words = new Uint32Array(this.#mapped.buffer);
    const longs = new BigUint64Array(this.#mapped.buffer);
    const addressOf = (offset: number): bigint => this.#mapped.address + BigInt(offset);
    for (let message = 0; message < count; message++) {
      const header = (message * MMSGHDR) / 8;
      const iovec = (iovecs + message * IOVEC) / 8;
      longs[header] = addressOf(this.nameAt(message));
      longs[header + 2] = addressOf(iovec * 8);
      longs[header + 3] = 1n;
      if (shape.control > 0) longs[header + 4] = addressOf(this.controlAt(message));
      longs[header + 5] = BigInt(shape.control);
      longs[iovec] = addressOf(this.payloadAt(message));
      longs[iovec + 1] = BigInt(shape.payload);
      this.resetName(message);
    }
  }

  /** The address of a message's header, for the system call. */
  addressOf(message: number): bigint {
    return this.#mapped.address + BigInt(message * MMSGHDR);
  }

  payloadAt(message: number): number {
    return this.#payloads + message * this.#shape.payload;
  }

  nameAt(message: number): number {
    return this.#names + message * this.#shape.name;
  }

  controlAt(message: number): number {
    return this.#controls + message * this.#shape.control;
  }

  /** Bytes received. */
  lengthOf(message: number): number {
    return this.#words[(message * MMSGHDR + MESSAGE_LENGTH) / 4] ?? 0;
  }

  /** Tells the kernel again how much room there is for a name, which receiving overwrote. */
  resetName(message: number): void {
    this.#words[(message * MMSGHDR + NAME_LENGTH) / 4] = this.#shape.name;
  }

  [Symbol.dispose](): void {
    this.#mapped[Symbol.dispose]();
  }
}

/** Blocks begin at multiples of 64 bytes. */
function aligned(bytes: number): number {
  return (bytes + 63) & ~63;
}
