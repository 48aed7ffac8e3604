import { describe, expect, it } from 'vitest';
import { ConfigError, RuleError } from '../../src/model/errors.ts';
import type { Pack } from '../../src/model/report.ts';
import { readSchema } from '../../src/package-files.ts';
import { checkLock, lockOf, readLock } from '../../src/policy/rules-lock.ts';

const schema = await readSchema('rules-lock');

function pack(id: string, digit: string): Pack {
  return { id, version: '1.0.0', title: id, source: `pack:${id}`, sha256: digit.repeat(64), rules: 1 };
}

const packs = [pack('udp', 'a'), pack('databases', 'b')];

describe('a lock', () => {
  const lock = lockOf(packs);

  it('is read as it was written, in the order of ids', () => {
    expect(readLock('rules.lock.json', JSON.stringify(lock, null, 2), schema)).toEqual(lock);
    expect(lock.packs.map(({ id }) => id)).toEqual(['databases', 'udp']);
    expect(lockOf(packs.toReversed())).toEqual(lock);
  });

  it('agrees with its packs and with some of them', () => {
    checkLock(packs, lock, 'rules.lock.json');
    expect(() => checkLock(packs.slice(1), lock, 'rules.lock.json')).not.toThrow();
  });

  it.each([
    [
      'was changed',
      { ...pack('udp', 'c'), version: '1.1.0' },
      'the pack udp (pack:udp) is not the one in rules.lock.json: version 1.1.0 with SHA-256 cccccccccccc..., ' +
        'locked is version 1.0.0 with aaaaaaaaaaaa...',
    ],
    ['is new', pack('udpp', 'a'), 'the pack udpp (pack:udpp) is not in rules.lock.json'],
  ])('refuses a pack that %s', (_, other, message) => {
    const check = (): void => checkLock([...packs.slice(1), other], lock, 'rules.lock.json');
    expect(check).toThrow(RuleError);
    expect(check).toThrow(message);
    expect(check).toThrow(expect.objectContaining({ hint: expect.stringContaining('portreeve rules lock') }));
  });

  it.each([
    ['{"apiVersion": "portreeve/v1", "kind": "RulesLock", "packs": []}', /:1:62: \/packs must NOT have fewer than 1/],
    [
      '{"apiVersion": "portreeve/v1", "kind": "RuleLock", "packs": []}',
      /:1:40: \/kind must be RulesLock.*did you mean/,
    ],
    [JSON.stringify({ ...lock, packs: [...lock.packs, ...lock.packs] }), /:1:\d+: the pack databases is locked twice/],
    ['{"apiVersion": ', /^rules\.lock\.json:1:\d+: /],
    ['', /lacks|must be object/],
  ])('does not load from %s', (text, line) => {
    const read = (): unknown => readLock('rules.lock.json', text, schema);
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(expect.objectContaining({ line: expect.stringMatching(line) }));
  });
});
