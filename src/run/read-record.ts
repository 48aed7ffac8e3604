import { Ajv2020 } from 'ajv/dist/2020.js';
import { UsageError } from '../model/errors.ts';
import { printable } from '../model/printable.ts';
import type { RunRecord } from '../model/run.ts';
import {
  COUNT,
  COUNT_OR_NONE,
  list,
  NUMBER,
  NUMBER_OR_NONE,
  object,
  orNone,
  PART,
  TEXT,
  TEXT_OR_NONE,
} from './json-shapes.ts';
import { JUDGED_REQUEST, REQUEST } from './request-schema.ts';

/** What judging reads of a record. Not published: the report is what others are to read. */
const RECORD = object({
  schemaVersion: { const: '1.0' },
  tool: object({ version: TEXT }),
  id: TEXT,
  startedAt: TEXT,
  finishedAt: TEXT_OR_NONE,
  complete: { type: 'boolean' },
  request: JUDGED_REQUEST,
  configSha256: TEXT,
  planSha256: TEXT,
  resumedAt: list(TEXT),
  seed: TEXT,
  shard: orNone(PART),
  engine: TEXT,
  inputs: list(object({ kind: TEXT, path: TEXT, sha256: TEXT })),
  authorization: { type: 'object' },
  targets: list(object({ text: TEXT, ranges: list(TEXT), addresses: COUNT, labels: { type: 'object' } })),
  exclusions: list(object({ text: TEXT, why: TEXT, addresses: COUNT })),
  excludedRanges: list(TEXT),
  ports: TEXT,
  hosts: COUNT,
  endpoints: COUNT,
  counters: orNone(
    object({
      probesSent: COUNT,
      retriedLocally: COUNT,
      answeredOnRetry: COUNT_OR_NONE,
      estimatedLoss: NUMBER_OR_NONE,
      sweepSeconds: NUMBER,
      kernelDrops: COUNT,
      missed: orNone(object({ expected: NUMBER, low: COUNT, high: COUNT })),
      passes: COUNT,
      rates: object({ asked: NUMBER_OR_NONE, slowest: NUMBER_OR_NONE, fastest: NUMBER_OR_NONE }),
    }),
  ),
  echo: { type: 'object', additionalProperties: { enum: ['answered', 'silent', 'not-asked'] } },
});

/** What not every record has. */
const OPTIONAL = {
  type: 'object',
  properties: {
    controls: list(object({ address: TEXT, port: COUNT, open: { type: 'boolean' } })),
    udp: object({ ports: TEXT, endpoints: COUNT, datagramsSent: COUNT_OR_NONE, seconds: NUMBER_OR_NONE }),
    request: { type: 'object', properties: { udp: object({ ports: TEXT, snmpPublic: { type: 'boolean' } }) } },
  },
};

/** Reads `run.json`, which anything may have happened to since it was written. @throws UsageError naming what is wrong in it */
export function readRecord(file: string, text: string): RunRecord {
  return check(file, parse(file, text), { allOf: [RECORD, OPTIONAL] });
}

/** Like `readRecord`, for going on with the run: what was asked for is there, too. @throws UsageError */
export function readResumableRecord(file: string, text: string): RunRecord {
  return check(file, parse(file, text), { allOf: [RECORD, OPTIONAL, object({ request: REQUEST })] });
}

function check(file: string, value: unknown, schema: object): RunRecord {
  const isRecord = new Ajv2020({ allowUnionTypes: true, validateSchema: false }).compile<RunRecord>(schema);
  if (isRecord(value)) return value;
  const [error] = isRecord.errors ?? [];
  if (error?.instancePath === '/schemaVersion' || error?.params['missingProperty'] === 'schemaVersion') {
    throw new UsageError('is no run that this version can read: expected schemaVersion 1.0', { at: { file } });
  }
  const where = error?.instancePath === '' ? 'it' : error?.instancePath;
  throw new UsageError(printable(`was damaged: ${where} ${error?.message}`), { at: { file } });
}

function parse(file: string, text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch (cause) {
    throw new UsageError('is no JSON', { at: { file }, cause });
  }
}
