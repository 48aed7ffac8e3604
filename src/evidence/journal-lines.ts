import { Buffer } from 'node:buffer';
import { endianness } from 'node:os';
import { promisify } from 'node:util';
import { deflate as deflateWithCallback, inflateSync } from 'node:zlib';
import { RECORD_WORDS } from '../model/answer-records.ts';
import type { ShardCounters, ShardOutcome } from '../model/shard.ts';

/*
 * The lines of journal.jsonl, which is only ever appended to. A start or a resume writes a session, every batch of answers follows within a
 * fraction of a second, and a shard that is finished puts its whole result into one line, so that what came before about it is not needed any more.
 */

/** The first line of every start and of every resume. */
export interface SessionLine {
  readonly type: 'session';
  /** RFC 3339, UTC, milliseconds. */
  readonly startedAt: string;
  readonly engine: string;
}

/** A batch of answers. */
export interface AnswersLine {
  readonly type: 'answers';
  /** The plan's index that the records count from. */
  readonly first: number;
  /** Base64 (RFC 4648, section 4) of records as `answer-records.ts` has them, little-endian. */
  readonly data: string;
}

/** A finished shard. */
export interface ShardLine extends ShardCounters {
  readonly type: 'shard';
  readonly shard: number;
  readonly first: number;
  readonly size: number;
  /** When it was finished: RFC 3339, UTC, milliseconds. */
  readonly at: string;
  /** Base64 of a zlib stream (RFC 1950) of `size` bytes: the `ResultCode` of each endpoint. */
  readonly codes: string;
  /** The same of the probes that each endpoint got. */
  readonly attempts: string;
}

export type JournalLine = SessionLine | AnswersLine | ShardLine;

const deflate = promisify(deflateWithCallback);
const RECORD_BYTES = RECORD_WORDS * Uint32Array.BYTES_PER_ELEMENT;
/** Of zlib's own output buffer. */
const SMALLEST_CHUNK = 64;
const BIG_ENDIAN = endianness() === 'BE';

export function sessionLine(startedAt: string, engine: string): SessionLine {
  return { type: 'session', startedAt, engine };
}

/** Copies the records. */
export function answersLine(first: number, records: Uint32Array): AnswersLine {
  return { type: 'answers', first, data: inLittleEndian(records).toString('base64') };
}

export async function shardLine({ codes, attempts, ...about }: ShardOutcome, at: string): Promise<ShardLine> {
  const [deflatedCodes, deflatedAttempts] = await Promise.all([deflate(codes), deflate(attempts)]);
  const { shard, first, size, ...counters } = about;
  return {
    type: 'shard',
    shard,
    first,
    size,
    at,
    ...counters,
    codes: deflatedCodes.toString('base64'),
    attempts: deflatedAttempts.toString('base64'),
  };
}

/** The records of a line of answers; undefined when the data is no whole number of records. */
export function readRecords(data: string): Uint32Array | undefined {
  const bytes = Buffer.byteLength(data, 'base64');
  if (bytes % RECORD_BYTES !== 0) return undefined;
  const records = new Uint32Array(bytes / Uint32Array.BYTES_PER_ELEMENT);
  const written = bytesOf(records).write(data, 'base64');
  if (BIG_ENDIAN) bytesOf(records).swap32();
  return written === bytes ? records : undefined;
}

/** Inflates an array of a shard's line to exactly `size` bytes, and never more. @throws Error for anything else */
export function readShardBytes(text: string, size: number): Uint8Array {
  const chunkSize = Math.max(SMALLEST_CHUNK, size);
  const bytes = inflateSync(Buffer.from(text, 'base64'), { maxOutputLength: Math.max(1, size), chunkSize });
  if (bytes.length !== size) throw new Error(`${bytes.length} bytes where ${size} were expected`);
  // No `Buffer`: its `slice` copies nothing, unlike that of every other array.
  return new Uint8Array(bytes.buffer, bytes.byteOffset, size);
}

function bytesOf({ buffer, byteOffset, byteLength }: Uint32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

function inLittleEndian(records: Uint32Array): Buffer {
  return BIG_ENDIAN ? bytesOf(records.slice()).swap32() : bytesOf(records);
}
