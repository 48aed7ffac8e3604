import { EFFECTS } from '../model/effect.ts';
import { SEVERITIES } from '../model/report.ts';
import { ENGINES, IDENTIFY_MODES, REPORT_FORMATS } from '../model/request.ts';
import { COUNT, list, NUMBER_OR_NONE, object, orNone, PART, TEXT, TEXT_OR_NONE } from './json-shapes.ts';

const POSITIVE = { type: 'integer', minimum: 1 };

/** An `AuditRequest` as `run.json` has it. Judging reads little of it; going on with a run needs all. */
export const REQUEST = object({
  target: object({
    targets: list(TEXT),
    exclude: list(TEXT),
    excludeFiles: list(TEXT),
    ports: TEXT,
    scope: TEXT_OR_NONE,
    authorizedBy: TEXT_OR_NONE,
  }),
  sweep: object({
    engine: { enum: ENGINES },
    rate: NUMBER_OR_NONE,
    hostRate: NUMBER_OR_NONE,
    concurrency: orNone(POSITIVE),
    timeoutMs: POSITIVE,
    attempts: POSITIVE,
    seed: TEXT_OR_NONE,
    shard: orNone(PART),
    controls: list(object({ text: TEXT, address: TEXT, port: POSITIVE })),
  }),
  identify: object({
    mode: { enum: IDENTIFY_MODES },
    concurrency: POSITIVE,
    deadlineMs: POSITIVE,
    ics: { type: 'boolean' },
    maxEffect: { enum: EFFECTS },
  }),
  policy: object({
    packs: list(TEXT),
    overrides: { type: 'object', additionalProperties: { type: 'object' } },
    intent: TEXT_OR_NONE,
    waivers: list(TEXT),
    strictWaivers: { type: 'boolean' },
    baseline: TEXT_OR_NONE,
    failOnNew: { type: 'boolean' },
    asOf: TEXT_OR_NONE,
    failOn: { enum: [...SEVERITIES, 'never'] },
    maxNotAssessed: { type: 'number', minimum: 0, maximum: 1 },
  }),
  vantage: object({ id: TEXT, zone: TEXT_OR_NONE }),
  output: object({ directory: TEXT_OR_NONE, formats: list({ enum: REPORT_FORMATS }) }),
  resume: { type: 'null' },
});

/** What judging reads of it. */
export const JUDGED_REQUEST = object({
  sweep: object({ attempts: COUNT }),
  identify: object({ mode: TEXT }),
  vantage: object({ id: TEXT, zone: TEXT_OR_NONE }),
});
