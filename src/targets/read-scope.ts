import { Ajv2020 } from 'ajv/dist/2020.js';
import type { AddressRange } from '../model/address.ts';
import { ConfigError } from '../model/errors.ts';
import { printable } from '../model/printable.ts';
import type { YamlDocument } from '../model/yaml-document.ts';
import { explainErrors, parseYaml } from '../model/yaml-document.ts';
import type { Entry } from './inventories/entry.ts';
import { parseRanges } from './target-form.ts';
import { UsageError } from '../model/errors.ts';

/** What a scope file allows. */
export interface Scope {
  readonly file: string;
  readonly authorizedBy: string;
  readonly ticket: string;
  /** Last day on which it holds, `YYYY-MM-DD` in UTC. */
  readonly validUntil: string;
  readonly ranges: readonly AddressRange[];
  readonly exclude: readonly Entry[];
}

interface ScopeFile {
  readonly authorized_by: string;
  readonly ticket: string;
  readonly valid_until: string;
  readonly ranges: readonly string[];
  readonly exclude?: readonly string[];
}

interface ScopeInput {
  readonly file: string;
  readonly text: string;
  /** `schemas/scope.v1.schema.json`. */
  readonly schema: object;
  readonly now: Date;
}

/**
 * Reads a scope file.
 * @throws ConfigError at the key or value that is wrong, and for a scope that has expired
 */
export function readScope({ file, text, schema, now }: ScopeInput): Scope {
  const document = parseYaml(file, text);
  const validate = new Ajv2020({
    strict: true,
    allErrors: true,
    verbose: true,
    formats: { date: isDate },
  }).compile<ScopeFile>(schema);
  const { value } = document;
  if (!validate(value)) {
    const [first, ...more] = explainErrors(document, validate.errors ?? []);
    const rest = more.length === 0 ? '' : ` (and ${more.length} more)`;
    throw new ConfigError(`${first?.message ?? 'does not fit the schema of a scope'}${rest}`, {
      at: first?.at ?? { file },
      hint: first?.hint,
    });
  }
  if (value.valid_until < now.toISOString().slice(0, 10)) {
    throw new ConfigError(`scope expired: it was valid until ${value.valid_until}`, {
      at: document.positionOf(['valid_until']),
      hint: `have ${printable(value.authorized_by, 64)} extend it`,
    });
  }
  return {
    file,
    authorizedBy: printable(value.authorized_by),
    ticket: printable(value.ticket),
    validUntil: value.valid_until,
    ranges: value.ranges.flatMap((range, index) => readRanges(document, range, ['ranges', index])),
    exclude: (value.exclude ?? []).map((range, index) => {
      readRanges(document, range, ['exclude', index]);
      return { text: range.trim(), labels: {}, at: document.positionOf(['exclude', index]) };
    }),
  };
}

/** RFC 3339 full-date that exists in the calendar. */
function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function readRanges(document: YamlDocument, text: string, path: readonly [string, number]): readonly AddressRange[] {
  const at = document.positionOf(path);
  try {
    const ranges = parseRanges(text.trim());
    if (ranges !== undefined) return ranges;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new ConfigError(error.message, { at, hint: error.hint, cause: error });
  }
  throw new ConfigError(`"${printable(text, 128)}" is no address, CIDR or range`, {
    at,
    hint: 'a scope holds no host names',
  });
}
