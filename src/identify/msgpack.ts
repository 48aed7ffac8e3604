/** A MessagePack value; what checks do not read (floats, extensions) is stepped over and comes as null. */
export type MsgpackValue = null | boolean | number | string | readonly MsgpackValue[] | MsgpackMap;
export type MsgpackMap = ReadonlyMap<MsgpackValue, MsgpackValue>;

const DEPTH = 12;

/** MessagePack specification: the values that stand one after the other in the bytes, or the first of them; `undefined` where they are cut or nested too deeply. */
export function decodeMsgpack(bytes: Buffer, most = Infinity): readonly MsgpackValue[] | undefined {
  const reader = new Reader(bytes);
  const values: MsgpackValue[] = [];
  try {
    while (!reader.isAtEnd && values.length < most) values.push(reader.value(0));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  return values;
}

/** Throws RangeError at the end of the bytes, as Buffer itself does. */
class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  value(depth: number): MsgpackValue {
    if (depth > DEPTH) throw new RangeError('nested too deeply');
    const type = this.#unsigned(1);
    if (type < 0x80) return type;
    if (type < 0x90) return this.#map(type - 0x80, depth);
    if (type < 0xa0) return this.#array(type - 0x90, depth);
    if (type < 0xc0) return this.#text(type - 0xa0);
    if (type >= 0xe0) return type - 0x100;
    if (type === 0xc2 || type === 0xc3) return type === 0xc3;
    return this.#long(type, depth);
  }

  #long(type: number, depth: number): MsgpackValue {
    if (type >= 0xcc && type <= 0xcf) return this.#unsigned(2 ** (type - 0xcc));
    if (type >= 0xd0 && type <= 0xd3) return this.#signed(2 ** (type - 0xd0));
    if (type >= 0xd9 && type <= 0xdb) return this.#text(this.#unsigned(2 ** (type - 0xd9)));
    if (type === 0xdc || type === 0xdd) return this.#array(this.#unsigned(type === 0xdc ? 2 : 4), depth);
    if (type === 0xde || type === 0xdf) return this.#map(this.#unsigned(type === 0xde ? 2 : 4), depth);
    if (type >= 0xc4 && type <= 0xc6) this.#take(this.#unsigned(2 ** (type - 0xc4)));
    else if (type >= 0xc7 && type <= 0xc9) this.#take(this.#unsigned(2 ** (type - 0xc7)) + 1);
    else if (type === 0xca || type === 0xcb) this.#take(type === 0xca ? 4 : 8);
    else if (type >= 0xd4 && type <= 0xd8) this.#take(2 ** (type - 0xd4) + 1);
    else if (type !== 0xc0) throw new RangeError('no such type');
    return null;
  }

  #array(length: number, depth: number): readonly MsgpackValue[] {
    const values: MsgpackValue[] = [];
    for (let left = length; left > 0; left -= 1) values.push(this.value(depth + 1));
    return values;
  }

  #map(length: number, depth: number): MsgpackMap {
    const map = new Map<MsgpackValue, MsgpackValue>();
    for (let left = length; left > 0; left -= 1) {
      const key = this.value(depth + 1);
      map.set(key, this.value(depth + 1));
    }
    return map;
  }

  #text(length: number): string {
    return this.#take(length).toString('utf8');
  }

  #unsigned(size: number): number {
    const bytes = this.#take(size);
    return size === 8 ? Number(bytes.readBigUInt64BE()) : bytes.readUIntBE(0, size);
  }

  #signed(size: number): number {
    const bytes = this.#take(size);
    return size === 8 ? Number(bytes.readBigInt64BE()) : bytes.readIntBE(0, size);
  }

  #take(length: number): Buffer {
    if (this.#at + length > this.#bytes.length) throw new RangeError('cut');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
}
