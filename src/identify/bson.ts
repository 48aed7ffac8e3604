/** A value that the check reads or writes; everything else in a document is stepped over. */
export type BsonValue = string | number | boolean | bigint | BsonDocument;
export interface BsonDocument {
  readonly [name: string]: BsonValue;
}

// Element types of the BSON specification 1.1 with a fixed length.
const FIXED_LENGTHS: Readonly<Record<number, number>> = {
  0x01: 8, // double
  0x06: 0, // undefined
  0x07: 12, // ObjectId
  0x08: 1, // boolean
  0x09: 8, // date
  0x0a: 0, // null
  0x10: 4, // int32
  0x11: 8, // timestamp
  0x12: 8, // int64
  0x13: 16, // decimal128
  0x7f: 0, // max key
  0xff: 0, // min key
};

/** Builds a document of texts, 32-bit integers, booleans and documents. */
export function encodeBson(document: BsonDocument): Buffer {
  const elements = Object.entries(document).map(([name, value]) => encodeElement(name, value));
  const body = Buffer.concat([...elements, Buffer.alloc(1)]);
  return Buffer.concat([int32(body.length + 4), body]);
}

function encodeElement(name: string, value: BsonValue): Buffer {
  const key = Buffer.from(`${name}\0`);
  if (typeof value === 'string') {
    const text = Buffer.from(`${value}\0`);
    return Buffer.concat([Buffer.of(0x02), key, int32(text.length), text]);
  }
  if (typeof value === 'boolean') return Buffer.concat([Buffer.of(0x08), key, Buffer.of(value ? 1 : 0)]);
  if (typeof value === 'object') return Buffer.concat([Buffer.of(0x03), key, encodeBson(value)]);
  return Buffer.concat([Buffer.of(0x10), key, int32(Number(value))]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}

/** The texts, numbers and booleans at the top of a document; `undefined` when the bytes are none. */
export function decodeBson(bytes: Buffer): ReadonlyMap<string, string | number | boolean> | undefined {
  if (bytes.length < 5 || bytes.readInt32LE(0) !== bytes.length || bytes.at(-1) !== 0) return undefined;
  const values = new Map<string, string | number | boolean>();
  let at = 4;
  while (at < bytes.length - 1) {
    const nameEnd = bytes.indexOf(0, at + 1);
    if (nameEnd < 0) return undefined;
    const start = nameEnd + 1;
    const type = bytes.readUInt8(at);
    const length = lengthOf(bytes, type, start);
    if (length === undefined || start + length > bytes.length - 1) return undefined;
    const value = valueOf(type, bytes.subarray(start, start + length));
    if (value !== undefined) values.set(bytes.toString('utf8', at + 1, nameEnd), value);
    at = start + length;
  }
  return values;
}

/** How many bytes an element's value takes; `undefined` for types that a reply does not hold. */
function lengthOf(bytes: Buffer, type: number, start: number): number | undefined {
  const fixed = FIXED_LENGTHS[type];
  if (fixed !== undefined) return fixed;
  if (start + 4 > bytes.length) return undefined;
  const length = bytes.readInt32LE(start);
  if (length < 0) return undefined;
  if (type === 0x02) return length + 4;
  if (type === 0x05) return length + 5; // binary: length, subtype, bytes
  return type === 0x03 || type === 0x04 ? Math.max(length, 5) : undefined;
}

function valueOf(type: number, value: Buffer): string | number | boolean | undefined {
  if (type === 0x01) return value.readDoubleLE(0);
  if (type === 0x02) return value.toString('utf8', 4, Math.max(4, value.length - 1));
  if (type === 0x08) return value[0] === 1;
  if (type === 0x10) return value.readInt32LE(0);
  return type === 0x12 ? Number(value.readBigInt64LE(0)) : undefined;
}
