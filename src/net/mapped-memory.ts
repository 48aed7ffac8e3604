import type { Libc } from './libc.ts';

/** `sys/mman.h` */
const PROT_READ_WRITE = 3;
const MAP_PRIVATE_ANONYMOUS = 0x22;
/** The C library gives -1 where it failed; no mapping begins in the last page. */
const HIGHEST_ADDRESS = 2n ** 64n - 4096n;

/** Memory at an address that stays the same, so that structures in it can point at each other. It begins as zeros. */
export class MappedMemory implements Disposable {
  readonly address: bigint;
  /** Must not be touched any more once the memory is disposed of. */
  readonly buffer: ArrayBuffer;
  readonly #libc: Libc;

  /** @throws Error where there is no memory left */
  constructor(libc: Libc, bytes: number) {
    this.#libc = libc;
    this.address = libc.mmap(null, bytes, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0);
    if (this.address > HIGHEST_ADDRESS || this.address < 0n) throw new Error(`mmap: ${libc.errorCode()}`);
    this.buffer = libc.view(this.address, bytes);
  }

  [Symbol.dispose](): void {
    this.#libc.munmap(this.address, this.buffer.byteLength);
  }
}
