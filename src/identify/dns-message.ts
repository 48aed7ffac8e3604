/** What is read of a DNS message (RFC 1035, section 4.1). */
export interface DnsMessage {
  readonly id: number;
  readonly isResponse: boolean;
  readonly opcode: number;
  readonly recursionAvailable: boolean;
  readonly rcode: number;
  readonly answers: readonly DnsRecord[];
}

export interface DnsRecord {
  readonly type: number;
  readonly data: Buffer;
  /** Where the data lies in the message, because names in it may point elsewhere. */
  readonly dataAt: number;
}

const HEADER_BYTES = 12;
/** Records and labels that are read; no answer to our questions needs more. */
const MOST_RECORDS = 64;
const MOST_LABELS = 32;

export interface DnsQuery {
  readonly id: number;
  readonly name: readonly string[];
  readonly type: number;
  readonly queryClass: number;
  readonly recursion: boolean;
}

export function writeDnsQuery({ id, name, type, queryClass, recursion }: DnsQuery): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt16BE(id, 0);
  header.writeUInt16BE(recursion ? 0x0100 : 0, 2);
  header.writeUInt16BE(1, 4);
  const labels = name.map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label, 'latin1')]));
  const end = Buffer.alloc(5);
  end.writeUInt16BE(type, 1);
  end.writeUInt16BE(queryClass, 3);
  return Buffer.concat([header, ...labels, end]);
}

/** A whole DNS message whose sections fit; `undefined` for anything else. */
export function parseDnsMessage(bytes: Buffer): DnsMessage | undefined {
  if (bytes.length < HEADER_BYTES) return undefined;
  const flags = bytes.readUInt16BE(2);
  // The Z bit is zero in every message (RFC 1035, section 4.1.1).
  if ((flags & 0x0040) !== 0) return undefined;
  let at: number | undefined = HEADER_BYTES;
  const questions = bytes.readUInt16BE(4);
  if (questions > 1) return undefined;
  if (questions === 1) {
    at = skipName(bytes, at);
    if (at === undefined || at + 4 > bytes.length) return undefined;
    at += 4;
  }
  const answers: DnsRecord[] = [];
  const count = Math.min(MOST_RECORDS, bytes.readUInt16BE(6));
  for (let number = 0; number < count; number++) {
    at = skipName(bytes, at);
    if (at === undefined || at + 10 > bytes.length) return undefined;
    const dataAt: number = at + 10;
    const end = dataAt + bytes.readUInt16BE(at + 8);
    if (end > bytes.length) return undefined;
    answers.push({ type: bytes.readUInt16BE(at), data: bytes.subarray(dataAt, end), dataAt });
    at = end;
  }
  return {
    id: bytes.readUInt16BE(0),
    isResponse: (flags & 0x8000) !== 0,
    opcode: (flags >> 11) & 0xf,
    recursionAvailable: (flags & 0x0080) !== 0,
    rcode: flags & 0xf,
    answers,
  };
}

/** The labels of the name at an offset, following pointers; `undefined` where it does not end. */
export function readDnsName(bytes: Buffer, from: number): readonly string[] | undefined {
  const labels: string[] = [];
  // Each turn takes a label or a pointer, so that a ring of pointers ends.
  for (let at = from, turns = 0; turns < 2 * MOST_LABELS; turns++) {
    const length = bytes[at];
    if (length === undefined) return undefined;
    if (length === 0) return labels;
    if (length >= 0xc0) {
      if (at + 2 > bytes.length) return undefined;
      at = bytes.readUInt16BE(at) & 0x3fff;
      continue;
    }
    if (length > 63 || at + 1 + length > bytes.length) return undefined;
    labels.push(bytes.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return undefined;
}

/** Where the name at an offset ends. */
function skipName(bytes: Buffer, from: number): number | undefined {
  for (let at = from; ;) {
    const length = bytes[at];
    if (length === undefined) return undefined;
    if (length === 0) return at + 1;
    if (length >= 0xc0) return at + 2 <= bytes.length ? at + 2 : undefined;
    if (length > 63) return undefined;
    at += 1 + length;
  }
}
