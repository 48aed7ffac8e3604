import { Ajv2020 } from 'ajv/dist/2020.js';
import { UsageError } from '../model/errors.ts';
import { printable } from '../model/printable.ts';
import type { RunRecord } from '../model/run.ts';

const TEXT = { type: 'string' };
const COUNT = { type: 'integer', minimum: 0 };
const COUNT_OR_NONE = { type: ['integer', 'null'], minimum: 0 };
const NUMBER = { type: 'number', minimum: 0 };
const NUMBER_OR_NONE = { type: ['number', 'null'], minimum: 0 };

function object(properties: Readonly<Record<string, object>>): object {
  return { type: 'object', properties, required: Object.keys(properties) };
}

function list(items: object): object {
  return { type: 'array', items };
}

/** What judging reads of a record. Not published: the report is what others are to read. */
const RECORD = object({
  schemaVersion: { const: '1.0' },
  tool: object({ version: TEXT }),
  id: TEXT,
  startedAt: TEXT,
  finishedAt: { type: ['string', 'null'] },
  complete: { type: 'boolean' },
  request: object({
    sweep: object({ attempts: COUNT }),
    identify: object({ mode: TEXT }),
    vantage: object({ id: TEXT, zone: { type: ['string', 'null'] } }),
  }),
  configSha256: TEXT,
  seed: TEXT,
  engine: TEXT,
  inputs: list(object({ kind: TEXT, path: TEXT, sha256: TEXT })),
  authorization: { type: 'object' },
  targets: list(object({ text: TEXT, ranges: list(TEXT), addresses: COUNT, labels: { type: 'object' } })),
  exclusions: list(object({ text: TEXT, why: TEXT, addresses: COUNT })),
  excludedRanges: list(TEXT),
  ports: TEXT,
  hosts: COUNT,
  endpoints: COUNT,
  counters: {
    anyOf: [
      { type: 'null' },
      object({
        probesSent: COUNT,
        retriedLocally: COUNT,
        answeredOnRetry: COUNT_OR_NONE,
        estimatedLoss: NUMBER_OR_NONE,
        sweepSeconds: NUMBER,
        kernelDrops: COUNT,
        missed: { anyOf: [{ type: 'null' }, object({ expected: NUMBER, low: COUNT, high: COUNT })] },
        passes: COUNT,
        rates: object({ asked: NUMBER_OR_NONE, slowest: NUMBER_OR_NONE, fastest: NUMBER_OR_NONE }),
      }),
    ],
  },
  echo: { type: 'object', additionalProperties: { enum: ['answered', 'silent', 'not-asked'] } },
});

/** Reads `run.json`, which anything may have happened to since it was written. @throws UsageError naming what is wrong in it */
export function readRecord(file: string, text: string): RunRecord {
  const value = parse(file, text);
  const isRecord = new Ajv2020({ allowUnionTypes: true, validateSchema: false }).compile<RunRecord>(RECORD);
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
