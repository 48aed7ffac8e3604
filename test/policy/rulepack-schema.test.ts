import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FACTS } from '../../src/model/facts.ts';
import { ZONE_NAME } from '../../src/model/reach-fact.ts';
import { PORT_STATES, REASONS, TRANSPORTS } from '../../src/model/observation.ts';
import { SEVERITIES } from '../../src/model/report.ts';
import { ACCESS } from '../../src/model/service.ts';
import { OPERATORS } from '../../src/policy/operators.ts';

// The schema names every fact in three places. They follow src/model/facts.ts: run this test with UPDATE_RULE_SCHEMA=1 after a change there.
const path = join(import.meta.dirname, '../../schemas/rulepack.v1.schema.json');

/** Zones are the user's, so that facts about them are known by their form. */
const REACH = `^reach\\.${ZONE_NAME.source.slice(1)}`;

interface Definition {
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Definition>>;
  readonly [key: string]: unknown;
}

/** Facts with a closed set of values or an operator of their own have their own definitions. */
const SPECIAL: Readonly<Record<string, string>> = {
  address: 'address',
  state: 'state',
  transport: 'transport',
  access: 'access',
  reason: 'reason',
  'rdp.nla': 'nla',
  exposure: 'exposure',
  'vantage.health': 'health',
  'intent.expect': 'intended',
  'intent.observed': 'reach',
  'intent.deviation': 'deviation',
  'waiver.state': 'waiverState',
  'waiver.severity': 'severity',
};

function withFacts(schema: { readonly $defs: Readonly<Record<string, Definition>> }): typeof schema {
  const { condition, ruleTest, ...others } = schema.$defs;
  const groups = Object.entries(condition?.properties ?? {}).filter(([key]) => /^(?:all|any|none|not|cel)$/.test(key));
  const tests = Object.entries(FACTS).map(([fact, { type, about }]) => [
    fact,
    { $ref: `#/$defs/${SPECIAL[fact] ?? type}Test`, description: about },
  ]);
  const values = Object.entries(FACTS).map(([fact, { type }]) => [fact, valueOf(fact, type)]);
  return {
    ...schema,
    $defs: {
      ...others,
      factName: { anyOf: [{ enum: Object.keys(FACTS) }, { type: 'string', pattern: REACH }] },
      condition: {
        ...condition,
        properties: Object.fromEntries([...groups, ...tests]),
      },
      ruleTest: {
        ...ruleTest,
        properties: {
          ...ruleTest?.properties,
          facts: { ...ruleTest?.properties?.['facts'], properties: Object.fromEntries(values) },
        },
      },
    },
  };
}

function valueOf(fact: string, type: string): Definition {
  const special = SPECIAL[fact];
  if (special !== undefined && special !== 'address') return { $ref: `#/$defs/${special}` };
  if (type === 'list') return { type: 'array', items: { type: 'string' } };
  return type === 'string' ? { type, minLength: 1 } : { type };
}

describe('schemas/rulepack.v1.schema.json', async () => {
  const schema = JSON.parse(await readFile(path, 'utf8'));
  if (process.env['UPDATE_RULE_SCHEMA'] === '1') {
    await writeFile(path, `${JSON.stringify(withFacts(schema), null, 2)}\n`);
  }
  const definitions: Readonly<Record<string, Definition>> = schema.$defs;

  it('knows exactly the facts of the model', () => {
    expect(schema).toEqual(withFacts(schema));
  });

  it.each([
    ['state', PORT_STATES.filter((state) => state !== 'error')],
    ['access', ACCESS.filter((access) => access !== 'unknown')],
    ['reason', Object.keys(REASONS)],
    ['transport', [...TRANSPORTS]],
    ['severity', [...SEVERITIES]],
  ])('%s has the values of the model', (name, values) => {
    expect(definitions[name]?.enum).toEqual(values);
  });

  it('offers each operator for the types that the engine accepts it for', () => {
    for (const [name, { types }] of Object.entries(OPERATORS)) {
      const offered = ['string', 'number', 'boolean', 'list'].filter(
        (type) =>
          definitions[`${type}Test`]?.properties?.[name] !== undefined ||
          (type === 'string' && definitions['addressTest']?.properties?.[name] !== undefined),
      );
      const accepted: readonly string[] = types;
      expect(offered.length, name).toBeGreaterThan(0);
      expect(accepted, name).toEqual(expect.arrayContaining(offered));
    }
  });
});
