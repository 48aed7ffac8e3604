import { readFileSync } from 'node:fs';
import { ConfigError } from '../../../src/model/errors.ts';
import type { WaiverContext } from '../../../src/policy/waivers/check-waivers.ts';
import { createWaiverParser } from '../../../src/policy/waivers/parse-waivers.ts';
import type { WaiverList } from '../../../src/policy/waivers/waiver-list.ts';

export const WAIVER_SCHEMA: object = JSON.parse(
  readFileSync(new URL('../../../schemas/waivers.v1.schema.json', import.meta.url), 'utf8'),
);

const parse = createWaiverParser(WAIVER_SCHEMA);

export function parseWaivers(text: string, context?: WaiverContext): WaiverList {
  return parse('waivers.yaml', text, context);
}

/** Every mistake in a text as `line:column message - hint`. */
export function mistakesIn(text: string, context?: WaiverContext): readonly string[] {
  try {
    parseWaivers(text, context);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return (error.problems.length > 0 ? error.problems : [error]).map(
      ({ at, message, hint }) => `${at?.line}:${at?.column} ${message}${hint === undefined ? '' : ` - ${hint}`}`,
    );
  }
}

/** The fields of one waiver as lines of YAML. */
export type WaiverFields = Readonly<Record<string, string>>;

export const WAIVER: WaiverFields = {
  id: 'W-1',
  match: '{rule: core/db, target: {cidr: 203.0.113.40/32}, port: 5432}',
  type: 'risk-accepted',
  reason: Array(4).fill('Until the private link is there.').join(' '),
  owner: 'data@example.org',
  approved_by: 'ciso@example.org',
  created: '2026-10-02',
  expires: '2027-01-31',
};

/** A waiver file; `undefined` leaves a field of `WAIVER` out. */
export function waiverFile(
  waivers: readonly Readonly<Record<string, string | undefined>>[],
  defaults: string | null = null,
): string {
  return [
    'apiVersion: portreeve/v1',
    'kind: WaiverList',
    ...(defaults === null ? [] : [`defaults: ${defaults}`]),
    waivers.length === 0 ? 'waivers: []' : 'waivers:',
    ...waivers.flatMap((changes) =>
      Object.entries({ ...WAIVER, ...changes })
        .filter(([, value]) => value !== undefined)
        .map(([key, value], index) => `${index === 0 ? '  - ' : '    '}${key}: ${value}`),
    ),
    '',
  ].join('\n');
}
