import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { FILE_VALUES } from '../../src/config/file-values.ts';
import { mergeConfig } from '../../src/config/merge-config.ts';
import { readConfigFile } from '../../src/config/read-config-file.ts';
import { STARTER_CONFIG } from '../../src/config/starter-config.ts';
import { readSchema } from '../../src/package-files.ts';

const schema = await readSchema('config');
const defaults = mergeConfig({ environment: {}, flags: {} });

/** Around every bound. */
const NUMBERS = [
  -1,
  0,
  0.05,
  1,
  1.5,
  2,
  9,
  10,
  11,
  16,
  17,
  99,
  100,
  101,
  10_000,
  10_001,
  60_000,
  60_001,
  64_511,
  64_512,
  120_000,
  120_001,
  1e7,
  1e7 + 1,
];
const WORDS = ['auto', 'syn', 'connect', 'node', 'max', 'none', 'all', 'high', 'never', 'nope', ''];
const DURATIONS = ['100', '1500ms', '1.5s', '0ms', '61s', '07'];
const TEXTS = [...WORDS, ...DURATIONS, ...[64, 65, 4097].map((length) => 'x'.repeat(length))];

/** A document in which one path has a value. */
function documentOf(path: readonly string[], value: unknown): unknown {
  return path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
}

describe('schemas/config.v1.schema.json', () => {
  it('carries the defaults that the program has', () => {
    const document = { sweep: {}, udp: {}, identify: {}, policy: {}, vantage: {}, output: {} };
    new Ajv2020({ allowUnionTypes: true, useDefaults: true }).compile(schema)(document);
    expect(Object.keys(document)).toContain('targets');
    const file = readConfigFile('portreeve.yaml', JSON.stringify(document), schema);
    expect(Object.keys(file)).toHaveLength(45);
    expect(mergeConfig({ file, environment: {}, flags: {} })).toEqual(defaults);
  });

  it('agrees with the readers about every single value', () => {
    const validate = new Ajv2020({ allowUnionTypes: true }).compile(schema);
    const values = [...NUMBERS, ...TEXTS, null, true, [], {}, [1]];
    let accepted = 0;
    const differing = FILE_VALUES.flatMap(({ path, read }) =>
      values.flatMap((value) => {
        const bySchema = validate(documentOf(path, value));
        const byReader = reads(() => read('x', value));
        if (byReader) accepted++;
        return bySchema === byReader
          ? []
          : [`${path.join('.')}: ${JSON.stringify(value)} schema ${bySchema} reader ${byReader}`];
      }),
    );
    // A pattern cannot compare: the bounds of durations written as text are checked by the readers alone.
    expect(differing).toEqual([
      'sweep.timeout: "0ms" schema true reader false',
      'sweep.timeout: "61s" schema true reader false',
      'sweep.timeout: "07" schema true reader false',
      'identify.deadline: "0ms" schema true reader false',
      'identify.deadline: "07" schema true reader false',
    ]);
    expect(accepted).toBeGreaterThan(60);
  });
});

function reads(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch {
    return false;
  }
}

describe('the starter configuration', () => {
  it('is valid, complete and changes nothing', () => {
    const file = readConfigFile('portreeve.yaml', STARTER_CONFIG, schema);
    expect(Object.keys(file)).toHaveLength(45);
    expect(mergeConfig({ file, environment: {}, flags: {} })).toEqual(defaults);
  });
});
