/** One element of BER (ITU-T X.690) with a definite length. */
export interface Element {
  readonly tag: number;
  readonly content: Buffer;
  /** Where the next element begins. */
  readonly end: number;
}

/** More octets of length than these no datagram needs. */
const LENGTH_OCTETS = 4;

/** The element at an offset; `undefined` where there is none, or it does not fit. Tags of one octet only. */
export function readElement(bytes: Buffer, at = 0): Element | undefined {
  const tag = bytes[at];
  const short = bytes[at + 1];
  if (tag === undefined || short === undefined || (tag & 0x1f) === 0x1f) return undefined;
  const octets = short < 0x80 ? 0 : short & 0x7f;
  if (short === 0x80 || octets > LENGTH_OCTETS || at + 2 + octets > bytes.length) return undefined;
  const length = octets === 0 ? short : bytes.readUIntBE(at + 2, octets);
  const start = at + 2 + octets;
  const end = start + length;
  return end > bytes.length ? undefined : { tag, content: bytes.subarray(start, end), end };
}

/** The elements that a content is made of, at most `limit`; `undefined` where anything does not fit. */
export function readElements(content: Buffer, limit = 64): readonly Element[] | undefined {
  const elements: Element[] = [];
  for (let at = 0; at < content.length && elements.length < limit;) {
    const next = readElement(content, at);
    if (next === undefined) return undefined;
    elements.push(next);
    at = next.end;
  }
  return elements;
}

/** The value of a small INTEGER; `undefined` for other elements and more than four octets. */
export function readInteger(from: Element | undefined): number | undefined {
  if (from?.tag !== 0x02 || from.content.length < 1 || from.content.length > 4) return undefined;
  return from.content.readIntBE(0, from.content.length);
}

/** An element of the given tag. */
export function element(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const head =
    length < 0x80 ? [tag, length] : length < 0x100 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
}

/** An INTEGER from 0 to 2^31 - 1. */
export function integer(value: number): Buffer {
  const bytes = Buffer.alloc(5);
  bytes.writeUInt32BE(value, 1);
  let first = 0;
  // The shortest form whose first bit is no sign.
  while (first < 4 && bytes[first] === 0 && (bytes[first + 1] ?? 0) < 0x80) first++;
  return element(0x02, bytes.subarray(first));
}
