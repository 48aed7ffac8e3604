/** One element of BER (X.690): a tag of one byte and its contents; `end` is where the next one begins. */
export interface BerElement {
  readonly tag: number;
  readonly contents: Buffer;
  readonly end: number;
}

export const BER = { boolean: 0x01, integer: 0x02, octets: 0x04, enumerated: 0x0a, sequence: 0x30, set: 0x31 } as const;

/** The element at a place; `undefined` where it is not complete, has a tag of several bytes or no definite length (X.690 section 8.1). */
export function readElement(bytes: Buffer, at = 0): BerElement | undefined {
  const tag = bytes[at];
  const short = bytes[at + 1];
  if (tag === undefined || short === undefined || (tag & 0x1f) === 0x1f) return undefined;
  const more = short < 0x80 ? 0 : short & 0x7f;
  const from = at + 2 + more;
  if (short === 0x80 || more > 4 || bytes.length < from) return undefined;
  const end = from + (more === 0 ? short : bytes.readUIntBE(at + 2, more));
  return bytes.length < end ? undefined : { tag, contents: bytes.subarray(from, end), end };
}

/** The elements one after the other, until one is not complete. */
export function readElements(bytes: Buffer): readonly BerElement[] {
  const elements: BerElement[] = [];
  let next = readElement(bytes);
  while (next !== undefined) {
    elements.push(next);
    next = readElement(bytes, next.end);
  }
  return elements;
}

/** The value of an INTEGER or ENUMERATED of at most four bytes. */
export function readInteger(number: BerElement | undefined): number | undefined {
  const length = number?.contents.length ?? 0;
  if (length === 0 || length > 4 || (number?.tag !== BER.integer && number?.tag !== BER.enumerated)) return undefined;
  return number.contents.readIntBE(0, length);
}

/** An element around texts or other elements. */
export function element(tag: number, ...parts: readonly (Buffer | string)[]): Buffer {
  const contents = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const { length } = contents;
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...head), contents]);
}

/** An INTEGER that is not negative. */
export function integer(value: number): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return element(BER.integer, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes);
}
