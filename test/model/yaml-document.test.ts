import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPosition, UsageError } from '../../src/model/errors.ts';
import { printable } from '../../src/model/printable.ts';
import { explainErrors, parseYaml } from '../../src/model/yaml-document.ts';
import { lineOf } from '../targets/user-error.ts';

const BOMB = [
  'a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]',
  'b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]',
  'c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]',
  'd: [*c, *c, *c, *c, *c, *c, *c, *c, *c]',
].join('\n');

describe('parseYaml', () => {
  it.each([
    ['', null],
    ['# nothing\n', null],
    ['a: [1, x, true, null, 2026-01-01]', { a: [1, 'x', true, null, '2026-01-01'] }],
    ['{"json": ["too"]}', { json: ['too'] }],
    ['a: &x {b: 1}\nc: *x', { a: { b: 1 }, c: { b: 1 } }],
  ])('reads %j', (text, value) => {
    expect(parseYaml('f', text).value).toEqual(value);
  });

  it('keeps __proto__ a key like any other', () => {
    const { value } = parseYaml('f', '__proto__: {polluted: 1}');
    expect(Object.keys(value ?? {})).toEqual(['__proto__']);
    expect(Object.hasOwn({}, 'polluted')).toBe(false);
  });

  it.each([
    ['a duplicate key', 'a: 1\nb: 2\na: 3', 'f:3:1: duplicate key "a"'],
    ['a duplicate of another type', '1: x\n"1": y', 'f:2:1: duplicate key "1"'],
    ['a key that is a list', 'x:\n  ? [a]\n  : 1', 'f:2:5: a key must be a plain text'],
    ['two documents', 'a: 1\n---\nb: 1', 'f:2:1: more than one YAML document; one is expected'],
    ['an unknown anchor', 'a: *x', 'f:1:4: unknown anchor "x"'],
    ['an unknown tag', 'a: !!js/function x', 'f:1:4: Unresolved tag: tag:yaml.org,2002:js/function'],
    ['an unclosed quote', 'a: "x', 'f:1:6: Missing closing "quote'],
    ['an alias bomb', BOMB, 'f: Excessive alias count indicates a resource exhaustion attack'],
  ])('refuses %s with its position', async (_, text, line) => {
    expect(await lineOf(() => parseYaml('f', text))).toBe(line);
  });

  it.each([
    ['brackets', '['.repeat(50_000)],
    ['maps', '{a: '.repeat(50_000)],
    ['dashes', '- '.repeat(50_000)],
    ['questions', '? '.repeat(50_000)],
    ['indentation', Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  ])('refuses nesting by %s that would exhaust the stack', async (_, text) => {
    expect(await lineOf(() => parseYaml('f', text))).toContain('nested more than 100 levels deep');
  });

  it('refuses many aliases before looking them up', async () => {
    const text = `a: &a 1\nb: [${'*a, '.repeat(100_000)}]`;
    expect(await lineOf(() => parseYaml('f', text))).toContain('more than 100 aliases');
  });

  it.each(['[]', '- "a" b\n', '!x ', '*', '- ]\n'])('stops at the first of very many mistakes: %j', async (mistake) => {
    // An error that the library had collected would be the cause.
    const refused = await Promise.resolve()
      .then(() => parseYaml('f', mistake.repeat(10_000)))
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'config', at: { file: 'f' } });
    expect(refused).not.toHaveProperty('cause');
  });

  it('refuses large texts', async () => {
    expect(await lineOf(() => parseYaml('f', 'a'.repeat(5e6)))).toBe('f: YAML text is larger than 4 MiB');
  });

  it('reads maps with many keys in about linear time', () => {
    const text = Array.from({ length: 30_000 }, (_, index) => `key${index}: 1`).join('\n');
    const start = performance.now();
    parseYaml('f', text);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it('throws nothing but user errors, whatever the text', async () => {
    const unit = fc.constantFrom(...Array.from('ab:-[]{}&*!|>\'"#%@,? \n\t\u0000\u2028'));
    await fc.assert(
      fc.asyncProperty(fc.string({ unit }), async (text) => {
        const line = await lineOf(() => {
          parseYaml('f', text).positionOf(['a', 0]);
          throw new UsageError('fine');
        });
        expect(line).toMatch(/^f:|^fine$/);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('positionOf', () => {
  const document = parseYaml('f', 'a: 1\nlist:\n  - x\n  - {k: v, n: }\nanchor: &x {deep: 1}\nalias: *x\n');

  it.each([
    [['a'], false, 'f:1:4: '],
    [['a'], true, 'f:1:1: '],
    [['list', 1, 'k'], false, 'f:4:9: '],
    [['list', 1, 'k'], true, 'f:4:6: '],
    [['list', '1', 'k'], true, 'f:4:6: '],
    [['alias', 'deep'], false, 'f:5:19: '],
    [['list', 7], false, 'f:3:3: '],
    [['no', 'such'], false, 'f:1:1: '],
    [[], false, 'f:1:1: '],
  ])('finds %j (key: %s) at %s', (path, key, position) => {
    expect(formatPosition(document.positionOf(path, key))).toBe(position);
  });

  it('finds the top of an empty document', () => {
    expect(formatPosition(parseYaml('f', '').positionOf(['a']))).toBe('f:1:1: ');
  });
});

const SCHEMA = {
  type: 'object',
  required: ['kind'],
  additionalProperties: false,
  properties: {
    kind: { const: 'Thing' },
    rate: { type: 'integer', minimum: 1 },
    severity: { enum: ['high', 'medium', 'low'] },
    when: { $ref: '#/$defs/condition' },
    text: { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
    mode: { oneOf: [{ const: 'fast' }, { enum: ['slow', 'careful'] }] },
  },
  $defs: {
    condition: {
      oneOf: [
        {
          type: 'object',
          required: ['all'],
          additionalProperties: false,
          properties: { all: { $ref: '#/$defs/list' } },
        },
        {
          type: 'object',
          required: ['not'],
          additionalProperties: false,
          properties: { not: { $ref: '#/$defs/condition' } },
        },
        {
          type: 'object',
          propertyNames: { enum: ['port', 'state'] },
          minProperties: 1,
          additionalProperties: { type: 'string' },
        },
      ],
    },
    list: { type: 'array', items: { $ref: '#/$defs/condition' } },
  },
};

describe('explainErrors', () => {
  const validate = new Ajv2020({ strict: true, allErrors: true, verbose: true }).compile(SCHEMA);

  it.each([
    ['kind: Thing\nrat: 5', ['f:2:1: unknown key "rat" in the top level - did you mean "rate"?']],
    [
      'kind: Thing\nquite_different: 5',
      ['f:2:1: unknown key "quite_different" in the top level - known keys: kind, rate, severity, when, text, mode'],
    ],
    ['rate: 5', ['f:1:1: the top level lacks the key "kind"']],
    ['kind: Thang', ['f:1:7: /kind must be Thing, not "Thang" - did you mean "Thing"?']],
    [
      'kind: Thing\nseverity: hihg',
      ['f:2:11: /severity must be one of high, medium, low, not "hihg" - did you mean "high"?'],
    ],
    ['kind: Thing\nrate: fast', ['f:2:7: /rate must be integer, not "fast"']],
    ['kind: Thing\nrate: 0', ['f:2:7: /rate must be >= 1, not 0']],
    ['kind: Thing\ntext: 5', ['f:2:7: /text must be string or array, not 5']],
    ['kind: Thing\ntext: [a, 5]', ['f:2:11: /text/1 must be string, not 5']],
    ['kind: Thing\nmode: fats', ['f:2:7: /mode must be one of fast, slow, careful, not "fats" - did you mean "fast"?']],
    ['kind: Thing\nwhen: {pork: x}', ['f:2:8: unknown key "pork" in /when - did you mean "port"?']],
    [
      'kind: Thing\nwhen:\n  all:\n    - not: {port: 1}\n    - {stat: x}\n    - 3',
      [
        'f:4:19: /when/all/0/not/port must be string, not 1',
        'f:5:8: unknown key "stat" in /when/all/1 - did you mean "state"?',
        'f:6:7: /when/all/2 must be object, not 3',
      ],
    ],
    [
      'severity: x\nkindd: Thing',
      [
        'f:1:11: /severity must be one of high, medium, low, not "x"',
        'f:2:1: unknown key "kindd" in the top level - did you mean "kind"?',
      ],
    ],
    ['', ['f:1:1: the top level must be object, not null']],
  ])('explains %j', (text, lines) => {
    const document = parseYaml('f', text);
    expect(validate(document.value)).toBe(false);
    const told = explainErrors(document, validate.errors ?? []).map(
      ({ at, message, hint }) => formatPosition(at) + message + (hint === undefined ? '' : ` - ${hint}`),
    );
    expect(told).toEqual(lines);
  });

  it('shows hostile keys and values escaped and cut', () => {
    const document = parseYaml('f', `"\\u001b[31m${'x'.repeat(500)}": 1\nkind: "\\u202e${'y'.repeat(500)}"`);
    validate(document.value);
    const told = explainErrors(document, validate.errors ?? []);
    expect(told).toHaveLength(2);
    for (const { message } of told) {
      expect(message).toBe(printable(message));
      expect(message.length).toBeLessThan(200);
    }
  });

  it('tells something about every value that does not fit', () => {
    const json = fc.object({
      key: fc.constantFrom('kind', 'rate', 'when', 'all', 'not', 'port', 'text', 'mode', 'x'),
      maxDepth: 4,
    });
    fc.assert(
      fc.property(json, (value) => {
        const document = { ...parseYaml('f', ''), value: structuredClone(value) };
        const told = validate(document.value) ? ['fits'] : explainErrors(document, validate.errors ?? []);
        expect(told).not.toEqual([]);
      }),
    );
  });
});
