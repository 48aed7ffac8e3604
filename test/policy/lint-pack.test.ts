import { describe, expect, it } from 'vitest';
import { loadExpressions } from '../../src/policy/expressions.ts';
import { lintPack } from '../../src/policy/lint-pack.ts';
import { createPackReader, toPack } from '../../src/policy/parse-pack.ts';
import { packText } from './pack-text.ts';
import { rulePackSchema } from './shipped-packs.ts';

const expressions = await loadExpressions();
const read = createPackReader(rulePackSchema, expressions);

/** `line:column message`, without the lists that `packText` brings along. */
function lint(...rules: readonly string[]): readonly string[] {
  const { value, positionOf } = read('own.yaml', packText(...rules));
  const pack = toPack(value, { file: 'own.yaml', expressions, positionOf });
  return lintPack(pack, value)
    .filter(({ message }) => !message.startsWith('no rule uses the list'))
    .map(({ path, key, message, hint = '' }) => {
      const { line, column } = positionOf(path, key);
      return `${line}:${column} ${message} - ${hint}`;
    });
}

const GOOD = `why: It matters.
references: [https://example.org/]
tests:
  - { facts: { open: true }, expect: fail, severity: high }
  - { facts: { open: false }, expect: pass }
  - { facts: {}, expect: not_assessed }`;

describe('lintPack', () => {
  it('has nothing against a rule that is whole', () => {
    expect(lint(GOOD)).toEqual([]);
  });

  it.each([
    [
      'a message without the port',
      `message: Somewhere.\n${GOOD}`,
      '14:14 the message does not say where - name {{port}}',
    ],
    ['no why', GOOD.replace('why: It matters.\n', ''), '8:5 nothing says why it matters - add why:'],
    ['no references', GOOD.replace(/references.*\n/, ''), '8:5 there is nothing to read on - add references:'],
    [
      'no test of what is missing',
      GOOD.replace(/\n.*not_assessed.*/, ''),
      '18:7 no test shows what comes out where open is',
    ],
    [
      'a test too few of what the rule may lack',
      `scope: { access: { known: true }, port: 22 }\n${GOOD.replace(/tests:[^]*/, '')}tests:
  - { facts: { port: 22, access: required, open: true }, expect: fail }
  - { facts: { port: 22 }, expect: not_applicable }`,
      '19:7 no test shows what comes out where open is',
    ],
    ['no test that fails', GOOD.replace(/\n.*fail,.*/, ''), '18:7 no test shows that the rule ever fails'],
    ['no test that passes', GOOD.replace(/\n.*pass.*/, ''), '18:7 no test shows that the rule ever does not fail'],
    [
      'a zone that is nearly one',
      `scope: { reach.intrnet: open }\n${GOOD}`,
      '15:12 the zone intrnet is not a usual one - did you mean reach.internet?',
    ],
    [
      'a severity that it has anyway',
      `severity_when: [{ if: { open: true }, set: high, because: it is }]\n${GOOD}`,
      '15:21 this changes nothing: the rule is high anyway - leave it out',
    ],
    [
      'more than critical',
      `severity: critical\nseverity_when: [{ if: { open: true }, raise: 1, because: it is }]\n${GOOD.replace(', severity: high', '')}`,
      'this changes nothing: the rule is critical anyway',
    ],
    [
      'a severity that no test shows',
      `severity_when: [{ if: { access: required }, set: low, because: it is }]\n${GOOD}`,
      '15:21 no test shows this severity - add one that expects fail, with severity:',
    ],
  ])('finds %s', (_, keys, message) => {
    const found = lint(keys);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(message);
  });

  it('asks for no test of what cannot come about', () => {
    const texts = GOOD.replace(/tests:[^]*/, '');
    const keys = `scope: { access: { known: true } }\nfail_when: { access: required }\n${texts}tests:
  - { facts: { access: required }, expect: fail }
  - { facts: { port: 22 }, expect: not_applicable }`;
    expect(lint(keys)).toEqual([]);
  });

  it('finds the same title twice', () => {
    expect(lint(GOOD, GOOD)).toEqual(['22:12 the title is that of own/a, too - say what differs']);
  });

  it('finds lists that nobody uses', () => {
    const { value, positionOf } = read('own.yaml', packText(`scope: { service.name: { in: $caches } }\n${GOOD}`));
    const unused = lintPack(toPack(value, { file: 'own.yaml', expressions, positionOf }), value);
    expect(unused.map(({ message, path }) => [message, positionOf(path, true).line])).toContainEqual([
      'no rule uses the list $dev_ports',
      6,
    ]);
    expect(unused.filter(({ message }) => message.includes('$caches'))).toEqual([]);
  });
});
