/**
 * Reads OPC UA Binary (OPC 10000-6 section 5.2): little-endian numbers, and texts with a length before them, of which -1 is none. Whatever does not fit
 * fails the reader, once for all: then `failed` is set and zeros and empty texts are given.
 */
export class OpcuaReader {
  readonly #bytes: Buffer;
  #at: number;
  failed = false;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  byte(): number {
    return this.#take(1)?.[0] ?? 0;
  }

  uint32(): number {
    return this.#take(4)?.readUInt32LE(0) ?? 0;
  }

  skip(count: number): void {
    this.#take(count);
  }

  /** String or ByteString. */
  text(): string {
    const length = this.uint32();
    return length === 0xffff_ffff ? '' : (this.#take(length)?.toString('utf8') ?? '');
  }

  /** LocalizedText: a mask, then language and text where it says so. */
  localizedText(): string {
    const mask = this.byte();
    if ((mask & 1) !== 0) this.text();
    return (mask & 2) === 0 ? '' : this.text();
  }

  /** Each item has four bytes at least, so that the bytes that are left bound the number. */
  list<T>(read: () => T): readonly T[] {
    const count = this.uint32();
    if (count === 0xffff_ffff) return [];
    if (count * 4 > this.#bytes.length - this.#at) this.failed = true;
    const items: T[] = [];
    while (!this.failed && items.length < count) items.push(read());
    return items;
  }

  #take(count: number): Buffer | undefined {
    if (this.failed || count > this.#bytes.length - this.#at) {
      this.failed = true;
      return undefined;
    }
    const taken = this.#bytes.subarray(this.#at, this.#at + count);
    this.#at += count;
    return taken;
  }
}

export function uint32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, 4 * index);
  return bytes;
}

export function text(value: string): Buffer {
  return Buffer.concat([uint32(Buffer.byteLength(value)), Buffer.from(value)]);
}

/** String, ByteString or list that is not there. */
export const NOTHING = uint32(0xffff_ffff);

/** A message of one final chunk: type, `F`, size of all of it, content. */
export function message(type: string, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from(`${type}F`), uint32(body.length + 8), body]);
}

/** A request's type, and its header without authentication token: time 0, handle 1, no diagnostics, no audit entry, timeout, nothing else. */
export function request(type: number): Buffer {
  const node = Buffer.from([1, 0, type & 0xff, type >>> 8]);
  return Buffer.concat([
    node,
    Buffer.from([0, 0]),
    Buffer.alloc(8),
    uint32(1, 0),
    NOTHING,
    uint32(5000),
    Buffer.alloc(3),
  ]);
}
