import { Ajv2020 } from 'ajv/dist/2020.js';
import { ConfigError, InternalError } from '../../model/errors.ts';
import type { Problem } from '../../model/errors.ts';
import type { YamlDocument } from '../../model/yaml-document.ts';
import { explainErrors, parseYaml } from '../../model/yaml-document.ts';
import type { WaiverContext, WaiverProblem } from './check-waivers.ts';
import { checkWaivers } from './check-waivers.ts';
import { lintWaivers } from './lint-waivers.ts';
import type { RawMatch, RawWaiver, RawWaivers } from './raw-waivers.ts';
import { WAIVER_DEFAULTS } from './raw-waivers.ts';
import { readTarget } from './read-target.ts';
import type { Waiver, WaiverList, WaiverMatch } from './waiver-list.ts';

/**
 * Reads the text of a waiver file; the file's name is for messages.
 * @throws ConfigError whose `problems` are all mistakes in the order of the file
 */
export type WaiverParser = (file: string, text: string, context?: WaiverContext) => WaiverList;

/** A parser for files that fit the given JSON Schema, `schemas/waivers.v1.schema.json`. */
export function createWaiverParser(schema: object): WaiverParser {
  const ajv = new Ajv2020({ strict: true, allErrors: true, verbose: true, validateSchema: false });
  const validate = ajv.compile<RawWaivers>(schema);
  return (file, text, context = {}) => {
    const document = parseYaml(file, text);
    const { value } = document;
    if (!validate(value)) throw refuse(file, explainErrors(document, validate.errors ?? []));
    const problems = inOrder(document, checkWaivers(value, context));
    if (problems.length > 0) throw refuse(file, problems);
    return {
      file,
      maxDays: value.defaults?.max_days ?? WAIVER_DEFAULTS.maxDays,
      warnDays: value.defaults?.warn_days ?? WAIVER_DEFAULTS.warnDays,
      timezone: value.defaults?.timezone ?? WAIVER_DEFAULTS.timezone,
      waivers: value.waivers.map((waiver, index) => readWaiver(waiver, index, document)),
      lints: inOrder(document, lintWaivers(value.waivers)),
    };
  };
}

function readWaiver(raw: RawWaiver, index: number, document: YamlDocument): Waiver {
  return {
    id: raw.id,
    match: readMatch(raw.match),
    type: raw.type,
    reason: raw.reason,
    compensatingControls: raw.compensating_controls ?? [],
    owner: raw.owner,
    approvedBy: raw.approved_by,
    ticket: raw.ticket ?? null,
    created: raw.created,
    expires: raw.expires,
    maxSeverity: raw.max_severity ?? null,
    at: document.positionOf(['waivers', index]),
  };
}

function readMatch(raw: RawMatch): WaiverMatch {
  if ('fingerprint' in raw) return { kind: 'fingerprint', fingerprint: raw.fingerprint };
  const target = readTarget(raw.target);
  if ('message' in target) throw new InternalError(`a target went unchecked: ${target.message}`);
  const { rule, port = null, transport = null, zone = null } = raw;
  return { kind: 'rule', rule, target, port, transport, zone };
}

function inOrder(document: YamlDocument, problems: readonly WaiverProblem[]): readonly Problem[] {
  return problems
    .map(({ path, key = false, ...problem }) => ({ at: document.positionOf(path, key), ...problem }))
    .sort((a, b) => (a.at.line ?? 0) - (b.at.line ?? 0) || (a.at.column ?? 0) - (b.at.column ?? 0));
}

function refuse(file: string, problems: readonly Problem[]): ConfigError {
  const [first, ...more] = problems;
  if (first === undefined) return new ConfigError('does not fit the schema of a waiver file', { at: { file } });
  const rest = more.length === 0 ? '' : ` (and ${more.length} more)`;
  return new ConfigError(`${first.message}${rest}`, { at: first.at, hint: first.hint, problems });
}
