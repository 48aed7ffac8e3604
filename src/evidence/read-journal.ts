import { Ajv2020 } from 'ajv/dist/2020.js';
import { packedCode, RECORD_WORDS } from '../model/answer-records.ts';
import type { SourcePosition } from '../model/errors.ts';
import { UsageError } from '../model/errors.ts';
import { REASONS } from '../model/observation.ts';
import type { Plan } from '../model/plan.ts';
import { createShardCut } from '../model/shard-cut.ts';
import type { ShardCut } from '../model/shard-cut.ts';
import type { ShardOutcome } from '../model/shard.ts';
import { readRecords, readShardBytes } from './journal-lines.ts';
import type { AnswersLine, JournalLine, SessionLine, ShardLine } from './journal-lines.ts';
import { readLines } from './read-lines.ts';

/** What a journal tells, one thing at a time, checked against the plan. Times are milliseconds since 1970. */
export type JournalEntry =
  | { readonly type: 'session'; readonly startedAt: number; readonly engine: string }
  | {
      readonly type: 'answers';
      readonly first: number;
      readonly records: Uint32Array;
      /** When the session of these answers began. */
      readonly sessionAt: number;
    }
  | { readonly type: 'shard'; readonly outcome: ReadOutcome; readonly at: number };

/** A finished shard whose attempts are inflated only where they are asked for, because few are. */
export interface ReadOutcome extends Omit<ShardOutcome, 'attempts'> {
  /** @throws UsageError when they are damaged */
  readonly attempts: () => Uint8Array;
}

/**
 * The entries of a journal in their order, in the memory of one line. A torn last line is left out, as `readLines` does.
 * @throws UsageError naming file and line of anything that is no line of a journal of this plan
 */
export async function* readJournal(path: string, plan: Plan): AsyncGenerator<JournalEntry> {
  const isLine = new Ajv2020({ discriminator: true, validateSchema: false }).compile<JournalLine>(LINE);
  const cut = createShardCut(plan.hosts, plan.ports.length);
  const finished = new Set<number>();
  let sessionAt: number | undefined;
  for await (const { value, at } of readLines(path)) {
    if (!isLine(value)) throw new UsageError('expected a line of the journal of this version', { at });
    if (value.type === 'session') {
      const session = readSession(value, at);
      sessionAt = session.startedAt;
      yield session;
    } else if (value.type === 'answers') {
      if (sessionAt === undefined) throw new UsageError('answers come before the line of their session', { at });
      yield { type: 'answers', first: value.first, records: checkedRecords(value, plan, at), sessionAt };
    } else {
      if (finished.has(value.shard)) throw new UsageError(`shard ${value.shard} is there a second time`, { at });
      finished.add(value.shard);
      yield { type: 'shard', outcome: readShard(value, cut, at), at: timeOf(value.at, at) };
    }
  }
}

const COUNT = { type: 'integer', minimum: 0 };
const NUMBER = { type: 'number', minimum: 0 };
const NUMBER_OR_NONE = { type: ['number', 'null'], minimum: 0 };
const TEXT = { type: 'string' };

function line(type: string, properties: Readonly<Record<string, object>>): object {
  return { properties: { type: { const: type }, ...properties }, required: ['type', ...Object.keys(properties)] };
}

const LINE = {
  type: 'object',
  discriminator: { propertyName: 'type' },
  required: ['type'],
  oneOf: [
    line('session', { startedAt: TEXT, engine: TEXT }),
    line('answers', { first: COUNT, data: TEXT }),
    line('shard', {
      shard: COUNT,
      first: COUNT,
      size: COUNT,
      at: TEXT,
      codes: TEXT,
      attempts: TEXT,
      probesSent: COUNT,
      retriedLocally: COUNT,
      kernelDrops: COUNT,
      seconds: NUMBER,
      passes: COUNT,
      slowestRate: NUMBER_OR_NONE,
      fastestRate: NUMBER_OR_NONE,
      tallies: {
        type: 'array',
        items: {
          type: 'object',
          properties: { before: COUNT, firstAnswers: { type: 'array', items: COUNT } },
          required: ['before', 'firstAnswers'],
        },
      },
    }),
  ],
};

/** Codes are numbers from 0, no result, to this. */
const HIGHEST_CODE = Object.keys(REASONS).length;

function readSession({ startedAt, engine }: SessionLine, at: SourcePosition): JournalEntry & { type: 'session' } {
  return { type: 'session', startedAt: timeOf(startedAt, at), engine };
}

function checkedRecords({ first, data }: AnswersLine, plan: Plan, at: SourcePosition): Uint32Array {
  const records = readRecords(data);
  if (records === undefined) throw new UsageError('expected whole records of 16 bytes', { at });
  for (let word = 0; word < records.length; word += RECORD_WORDS) {
    if (first + (records[word] ?? 0) >= plan.size) {
      throw new UsageError(`endpoint ${first + (records[word] ?? 0)} is not in the plan of the run`, { at });
    }
    const code = packedCode(records[word + 1] ?? 0);
    if (code === 0 || code > HIGHEST_CODE) throw new UsageError(`${code} is no code of a result`, { at });
  }
  return records;
}

function readShard(value: ShardLine, cut: ShardCut, at: SourcePosition): ReadOutcome {
  const { type: _, at: _at, attempts, ...outcome } = value;
  const { shard, first, size } = outcome;
  if (shard >= cut.count || first !== cut.firstOf(shard) || size !== cut.sizeOf(shard)) {
    throw new UsageError(`shard ${shard} is not cut as the plan of the run is`, { at });
  }
  const codes = inflated(value.codes, size, at);
  for (let offset = 0; offset < size; offset++) {
    if ((codes[offset] ?? 0) > HIGHEST_CODE) throw new UsageError(`${codes[offset]} is no code of a result`, { at });
  }
  return { ...outcome, codes, attempts: () => inflated(attempts, size, at) };
}

function inflated(text: string, size: number, at: SourcePosition): Uint8Array {
  try {
    return readShardBytes(text, size);
  } catch (cause) {
    throw new UsageError(`expected ${size} bytes, deflated and in base64`, { at, cause });
  }
}

function timeOf(text: string, at: SourcePosition): number {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new UsageError(`${JSON.stringify(text.slice(0, 64))} is no time`, { at });
  return time;
}
