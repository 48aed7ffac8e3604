import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RuleError } from '../../src/model/errors.ts';
import { packText } from './pack-text.ts';
import { parsePack, shippedPacks } from './shipped-packs.ts';

function errorOf(text: string): RuleError {
  try {
    parsePack('own.yaml', text);
  } catch (error) {
    if (error instanceof RuleError) return error;
    throw error;
  }
  throw new Error('the pack was accepted');
}

describe('a pack that loads', () => {
  const { rules, ...pack } = parsePack(
    'own.yaml',
    packText(
      'scope: { service.name: { in: $caches } }\nseverity_when:\n  - { if: { open: true }, lower: 2, because: only a cache }',
    ),
  );

  it('keeps its name and version', () => {
    expect(pack).toEqual({ file: 'own.yaml', id: 'own', version: '1.0.0', title: 'Own rules' });
  });

  it('resolves its lists, fills in what was left out and knows where it stands', () => {
    expect(rules).toEqual([
      expect.objectContaining({
        id: 'own/a',
        pack: 'own',
        scope: expect.objectContaining({ fact: 'service.name', operator: 'in', operands: ['redis', 'memcached'] }),
        severityWhen: [expect.objectContaining({ because: 'only a cache', change: { kind: 'shift', levels: -2 } })],
        onUnknown: 'not_assessed',
        identity: [],
        why: null,
        references: [],
        cwe: [],
        controls: [],
        at: { file: 'own.yaml', line: 8, column: 5 },
      }),
    ]);
  });
});

describe('a pack that does not load: where, what and what to do', () => {
  it.each([
    ['prot: 22', 'scope: { prot: 22 }', 15, 14, 'unknown key "prot" in /rules/0/scope', 'did you mean "port"?'],
    ['type of a number', 'scope: { port: "22" }', 15, 20, 'must be number or array or object, not "22"', undefined],
    [
      'type of a truth value',
      'fail_when: { open: yes-string }',
      14,
      24,
      'must be boolean or object, not "yes-string"',
      undefined,
    ],
    ['operator', 'scope: { port: { gtt: 22 } }', 15, 22, 'unknown key "gtt"', 'did you mean "gt"?'],
    ['operator of another type', 'scope: { open: { lt: 1 } }', 15, 22, 'unknown key "lt"', 'known keys: eq, ne, known'],
    [
      'value of a closed set',
      'fail_when: { access: none-requierd }',
      14,
      26,
      'must be one of none-required',
      'did you mean "none-required"?',
    ],
    ['list fact', 'scope: { vnc.security: none }', 15, 28, 'must be object, not "none"', undefined],
    ['severity', 'severity: hihg', 14, 15, 'must be one of critical, high', 'did you mean "high"?'],
    ['category', 'category: tls-hygeine', 14, 15, 'must be one of', 'did you mean "tls-hygiene"?'],
    [
      'list name',
      'scope: { service.name: { in: $cahces } }',
      15,
      34,
      'the pack has no list $cahces',
      'did you mean "$caches"?',
    ],
    [
      'list of another type',
      'scope: { port: { in: $caches } }',
      15,
      26,
      '$caches holds "redis", but port is compared with values of type number',
      undefined,
    ],
    [
      'list where a value stands',
      'scope: { service.name: $caches }',
      15,
      28,
      '$caches is a list here, not a value',
      'write service.name: {in: $caches}',
    ],
    [
      'address range',
      'scope: { address: { cidr: 10.0.0.0 } }',
      15,
      31,
      '"10.0.0.0" is no address range',
      'write it as 10.0.0.0/8 or 2001:db8::/32',
    ],
    [
      'bounds',
      'scope: { port: { between: [9, 1] } }',
      15,
      31,
      'no number is between 9 and 1',
      'write the lower bound first',
    ],
    [
      'placeholder',
      'message: "Port {{prot}}."',
      14,
      14,
      'the message names {{prot}}, which is no fact',
      'did you mean {{port}}?',
    ],
    ['id of another pack', 'id: core/a', 14, 9, "the id core/a must start with the pack's id", 'write own/a'],
    [
      'identity in fail_when',
      'fail_when: { open: true, port: 22 }',
      14,
      30,
      'port says which endpoints the rule is about',
      'move it to scope, else all other endpoints pass',
    ],
    [
      'identity deep in fail_when',
      'fail_when: { not: { any: [{ target.env: prod }] } }',
      14,
      33,
      'target.env says which',
      'move it to scope',
    ],
    [
      'adjustment without change',
      'severity_when: [{ if: { open: true }, because: why }]',
      15,
      21,
      'must have one of the keys set, raise, lower',
      undefined,
    ],
    [
      'test with a severity',
      'tests:\n  - { facts: { open: false }, expect: pass, severity: high }\n  - { facts: {}, expect: not_assessed }',
      16,
      49,
      'only a test that expects fail has a severity',
      undefined,
    ],
    [
      'one test',
      'tests: [{ facts: { open: true }, expect: fail }]',
      15,
      12,
      'must NOT have fewer than 2 items',
      undefined,
    ],
  ])('%s', (_, keys, line, column, message, hint) => {
    const error = errorOf(packText(keys));
    expect(error.message).toContain(message);
    expect(error.hint ?? '').toContain(hint ?? '');
    expect(error.at).toEqual({ file: 'own.yaml', line, column });
  });

  it('an id that is used twice', () => {
    const error = errorOf(packText('id: own/same', 'id: own/same'));
    expect(error.message).toBe('the id own/same is used twice');
    expect(error.problems).toHaveLength(1);
  });

  it('YAML that is none', () => {
    expect(errorOf('rules: [')).toMatchObject({ at: { file: 'own.yaml', line: 1 } });
  });

  it('a file of another kind', () => {
    expect(errorOf('kind: Scope\n').problems.map(({ message }) => message)).toEqual(
      expect.arrayContaining(['/kind must be RulePack, not "Scope"']),
    );
  });

  it('all problems are told, the first one first', () => {
    const { message, problems } = errorOf(packText('severity: hihg', 'scope: { prot: 22 }\nidd: x'));
    expect(problems.map((problem) => problem.message)).toHaveLength(3);
    expect(problems[0]?.message).toBe(message);
  });

  it('the error is one line', () => {
    expect(errorOf(packText('scope: { prot: 22 }')).line).toBe(
      'own.yaml:15:14: unknown key "prot" in /rules/0/scope - did you mean "port"?',
    );
  });
});

describe('hostile packs', () => {
  it('give a RuleError or a pack, whatever the text', () => {
    const accepts = (text: string): boolean => {
      try {
        parsePack('own.yaml', text);
        return true;
      } catch (error) {
        if (error instanceof RuleError) return false;
        throw error;
      }
    };
    const good = packText('scope: { service.name: { in: $caches } }');
    const damaged = fc
      .tuple(fc.nat(good.length), fc.nat(12), fc.string({ maxLength: 12 }))
      .map(([at, length, text]) => good.slice(0, at) + text + good.slice(at + length));
    const accepted = new Set<boolean>();
    fc.assert(
      fc.property(fc.oneof(fc.string(), damaged), (text) => {
        accepted.add(accepts(text));
      }),
      { numRuns: 300 },
    );
    expect(accepted).toContain(false);
    expect(shippedPacks.length).toBeGreaterThan(0);
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('%s is no fact and no list', (name) => {
    expect(errorOf(packText(`scope: { ${name}: 1 }`)).problems.length).toBeGreaterThan(0);
    expect(errorOf(packText(`scope: { service.name: { in: $${name} } }`)).problems.length).toBeGreaterThan(0);
    expect(errorOf(packText(`message: "See {{${name}}}."`)).message).toContain('is no fact');
  });
});
