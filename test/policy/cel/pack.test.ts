import { describe, expect, it } from 'vitest';
import { RuleError } from '../../../src/model/errors.ts';
import { assess } from '../../../src/policy/assess.ts';
import { explainCondition } from '../../../src/policy/explain-condition.ts';
import { factClasses } from '../../../src/policy/fact-classes.ts';
import { createPackParser } from '../../../src/policy/parse-pack.ts';
import { loadExpressions, needsExpressions } from '../../../src/policy/expressions.ts';
import { pack, packText } from '../pack-text.ts';
import { parsePack, rulePackSchema } from '../shipped-packs.ts';

function errorOf(text: string): RuleError {
  try {
    parsePack('own.yaml', text);
  } catch (error) {
    if (error instanceof RuleError) return error;
    throw error;
  }
  throw new Error('the pack was accepted');
}

function only(keys: string) {
  const [rule] = pack(keys).rules;
  if (rule === undefined) throw new Error('no rule');
  return rule;
}

describe('cel: in a pack that does not load: where, what and what to do', () => {
  it.each([
    ['unknown fact', `"tls.day_left < 30"`, 'tls.day_left', 'there is no fact tls.day_left', 'mean tls.days_left?'],
    ['unknown fact further inside', `"open && prot == 1"`, 'prot', 'there is no fact prot', 'did you mean port?'],
    ['without quotes', `open && srvice.name == "x"`, 'srvice', 'no fact srvice.name', 'did you mean service.name?'],
    ['in single quotes', `'open && zzz'`, 'zzz', 'there is no fact zzz', 'docs/rules.md'],
    ['after quotes that are escaped', `"service.name == 'x' || zzz"`, 'zzz', 'there is no fact zzz', 'docs/rules.md'],
    ['wrong types', `"open && tls.days_left == 'x'"`, 'tls.', 'no such overload: double == string', 'texts string'],
    ['no truth value', '"service.name"', 'service.name', 'this gives a string, not true or false', ''],
    ['half an expression', '"tls.days_left <"', '" }', 'Unexpected token: EOF', ''],
    ['one =', '"tls.days_left = 3"', '= 3', 'Unexpected character: =', 'equality is =='],
    [
      'matches()',
      `"open && service.version.matches('a')"`,
      'service',
      'matches() may take exp',
      're2(TEXT, "PATTERN")',
    ],
    ['a function', `"service.version.startWith('a')"`, 'service', 'no startWith() here', 'did you mean startsWith?'],
    ['a pattern', `"re2(service.version, '(')"`, "'('", 'no regular expression of RE2: missing closing )', 'Syntax'],
    ['a pattern that is a fact', '"re2(service.version, service.name)"', 'service.name', 'must be written out', 're2('],
    [
      'a value that is never',
      `"access == 'non-required'"`,
      "'non",
      'access is never "non-req',
      'mean "none-required"?',
    ],
    [
      'one in a list',
      `"reach.internet in ['open', 'mixd']"`,
      "'mixd",
      'reach.internet is never "mixd"',
      'mean "mixed"?',
    ],
    ['one on the left', `"'opn' != state"`, "'opn", 'state is never "opn"', 'did you mean "open"?'],
    ['loops in loops', '"tls.names.all(x, tls.names.all(y, x == y))"', 'tls.names.all(y', 'all() inside another', ''],
    ['a place in a list', `"tls.names[0] == 'a'"`, 'tls.names', 'items are not taken by their place', '"x" in LIST'],
    [
      'what belongs in scope',
      '"service.tls && port == 1"',
      '"service',
      'port says which endpoints',
      'move it to scope',
    ],
    ['nothing at all', '"1 < 2"', '1 < 2', 'this reads no fact', ''],
    ['a mixed sum', '"tls.days_left + 1 < 3"', 'tls', 'no such overload: double + int', 'with a point: 1.0'],
    ['too long', `"${'open || '.repeat(63)}open"`, '"open', 'must NOT have more than 500 characters', ''],
  ])('%s', (_, expression, mark, message, hint) => {
    const text = packText(`fail_when: { cel: ${expression} }`);
    const error = errorOf(text);
    const line = text.split('\n').findIndex((each) => each.includes('fail_when'));
    const column = text.split('\n')[line]?.indexOf(mark) ?? Number.NaN;
    expect(error.line).toContain(message);
    expect(error.at).toEqual({ file: 'own.yaml', line: line + 1, column: column + 1 });
    expect(error.hint ?? '').toContain(hint);
  });

  it('counts characters where a text stands in another form in the file', () => {
    const error = errorOf(packText('fail_when:\n  cel: >-\n    service.tls\n    && prot == 1'));
    expect(error.message).toBe('there is no fact prot (character 16 of the expression)');
    expect(error.at).toEqual({ file: 'own.yaml', line: 15, column: 12 });
  });

  it('says all that is wrong with several of them', () => {
    const error = errorOf(packText('scope: { cel: "prot == 1" }', 'scope: { not: { any: [{ cel: "opn" }] } }'));
    expect(error.problems.map(({ message }) => message)).toEqual(['there is no fact prot', 'there is no fact opn']);
  });

  it('has at most 300 nodes', () => {
    const sum = `"tls.days_left == ${Array.from({ length: 160 }, () => '1').join('+')}"`;
    expect(errorOf(packText(`fail_when: { cel: ${sum} }`)).line).toContain('Exceeded maxAstNodes (300)');
  });
});

describe('matches in a pack that does not load', () => {
  it.each([
    ['no pattern', '"("', 'missing closing )'],
    ['looking ahead', '"a(?=b)"', 'RE2 has no looking around'],
    ['a back reference', "'(a)\\1'", 'RE2 has no looking around and no back references'],
    ['what grows without bound', '"((a{100}){100}){100}"', 'invalid repeat count'],
    ['a number', '3', 'must be string, not 3'],
  ])('%s', (_, pattern, message) => {
    const error = errorOf(packText(`fail_when: { service.version: { matches: ${pattern} } }`));
    expect(error.line).toContain(message);
    expect(error.at).toEqual({ file: 'own.yaml', line: 14, column: 46 });
  });

  it('is for texts only', () => {
    expect(errorOf(packText('scope: { port: { matches: "1" } }')).line).toContain('unknown key "matches"');
  });
});

describe('a rule with cel and matches', () => {
  const rule = only(
    'scope: { cel: "port in [443, 8443] && (has(tls.version) || service.tls)" }\n' +
      "fail_when: { any: [{ cel: 'tls.days_left < 30 || !open' }, { service.version: { matches: '^1\\.' } }] }\n" +
      'severity_when:\n  - { if: { cel: tls.days_left < 0 }, set: critical, because: already expired }',
  );
  const judged = { rule, severity: rule.severity, status: 'active', because: null } as const;

  it.each([
    [{ port: 22 }, { verdict: 'not_applicable' }],
    [
      { port: 443, 'service.tls': true },
      { verdict: 'not_assessed', missing: ['tls.days_left', 'open', 'service.version'] },
    ],
    [{ port: 443 }, { verdict: 'not_assessed', missing: ['service.tls'] }],
    [
      { port: 443, 'tls.version': 'x', open: false },
      { verdict: 'fail', severity: 'high' },
    ],
    [
      { port: 443, 'tls.version': 'x', 'tls.days_left': -1 },
      { verdict: 'fail', severity: 'critical' },
    ],
    [
      { port: 443, 'tls.version': 'x', 'service.version': '1.2' },
      { verdict: 'fail', severity: 'high' },
    ],
    [
      { port: 443, 'tls.version': 'x', 'tls.days_left': 30, open: true },
      { verdict: 'not_assessed', missing: ['service.version'] },
    ],
    [
      { port: 443, 'tls.version': 'x', 'tls.days_left': 30, open: true, 'service.version': '2.1.0' },
      { verdict: 'pass' },
    ],
  ])('%j', (facts, expected) => {
    const found = assess(judged, facts);
    const missing = 'missing' in found ? { missing: [...found.missing] } : {};
    expect({ ...found, ...missing }).toMatchObject(expected);
  });

  it('is an error where a fact has another type than declared, never a pass', () => {
    const facts = { port: 443, 'tls.version': 'x', 'tls.days_left': 'x', open: true, 'service.version': '2' };
    expect(assess(judged, facts)).toMatchObject({ verdict: 'error', why: expect.stringContaining('tls.days_left is') });
  });

  it('is explained as it was written, and by the facts that decide it', () => {
    expect(explainCondition(rule.failWhen)).toBe('tls.days_left < 30 or not (open) or service.version matches ^1\\.');
    expect(explainCondition(rule.failWhen, { 'tls.days_left': 3 })).toBe('tls.days_left is 3');
  });

  it('tells endpoints apart by what its expressions say, and no further', () => {
    const keyOf = factClasses([rule.scope, rule.failWhen]);
    expect(keyOf({ port: 443 })).toBe(keyOf({ port: 8443 }));
    expect(keyOf({ port: 443 })).not.toBe(keyOf({ port: 22 }));
    expect(keyOf({ 'tls.days_left': 29 })).toBe(keyOf({ 'tls.days_left': 3 }));
    expect(keyOf({ 'tls.days_left': 29 })).not.toBe(keyOf({ 'tls.days_left': 30 }));
    expect(keyOf({ 'tls.days_left': 29 })).not.toBe(keyOf({}));
    expect(keyOf({ 'tls.days_left': 29 })).not.toBe(keyOf({ 'tls.days_left': '29' }));
  });
});

describe('the engines', () => {
  it('are asked for only where a pack has an expression', async () => {
    expect(needsExpressions(packText('scope: { port: 1 }\nwhy: This matches nothing, whatever cel may be.'))).toBe(
      false,
    );
    expect(needsExpressions(packText('scope: { cel: "port == 1" }'))).toBe(true);
    expect(needsExpressions(packText('scope: { service.version: {"matches": "a"} }'))).toBe(true);
    expect((await loadExpressions()).readCel('open')).toHaveProperty('condition');
  });

  it('are missed loudly', () => {
    const parse = createPackParser(rulePackSchema);
    expect(() => parse('own.yaml', packText('scope: { cel: "port == 1" }'))).toThrow('without their engines');
  });
});
