import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FactName, Facts } from '../../src/model/facts.ts';
import { assess } from '../../src/policy/assess.ts';
import type { PolicyRule } from '../../src/policy/create-policy.ts';
import { createPolicy } from '../../src/policy/create-policy.ts';
import { factsOf } from '../../src/policy/facts-of.ts';
import { placeholdersIn } from '../../src/policy/render-message.ts';
import type { Rule } from '../../src/policy/rule-pack.ts';
import { testPack } from '../../src/policy/test-pack.ts';
import { identity, observation } from '../policy/observations.ts';
import { shippedFrameworks } from '../policy/controls/framework-files.ts';
import { shippedPacks } from '../policy/shipped-packs.ts';

const rules = shippedPacks.flatMap((pack) => pack.rules);
const active = (rule: Rule): PolicyRule => ({ rule, severity: rule.severity, status: 'active', because: null });
const verdictOf = (rule: Rule, facts: Facts): string => assess(active(rule), facts).verdict;

function without(facts: Facts, dropped: string): Facts {
  return Object.fromEntries(Object.entries(facts).filter(([fact]) => fact !== dropped));
}

describe('shipped rule packs', () => {
  it('are those of the folder', () => {
    expect(shippedPacks.map(({ id }) => id)).toEqual([
      'cleartext',
      'control-planes',
      'coverage',
      'databases',
      'dev-services',
      'file-sharing',
      'industrial',
      'intent',
      'inventory',
      'remote-admin',
      'udp',
      'unauthenticated',
      'unexpected',
      'waivers',
    ]);
    expect(createPolicy(shippedPacks, {}).rules).toHaveLength(rules.length);
    expect(rules.length).toBeGreaterThanOrEqual(120);
  });

  it('have a rule of every category that control frameworks are mapped from', () => {
    const mapped = shippedFrameworks.flatMap(({ map }) => map.map(({ category }) => category));
    expect([...new Set(rules.map(({ category }) => category))].sort()).toEqual([...new Set(mapped)].sort());
  });

  it.each(shippedPacks.map((pack) => [pack.id, pack] as const))('%s: its own tests pass', (_, pack) => {
    const results = testPack(pack);
    expect(results.length).toBeGreaterThanOrEqual(pack.rules.length * 2);
    expect(results.filter(({ passed }) => !passed)).toEqual([]);
  });

  it.each(rules.map((rule) => [rule.id, rule] as const))('%s: tests show fail, pass and not_assessed', (_, rule) => {
    const expected = new Set(rule.tests.map(({ expect: verdict }) => verdict));
    // A rule that asks only whether something is known has an answer to everything.
    const mayMiss = rule.tests.some(({ facts }) =>
      Object.keys(facts).some((fact) => verdictOf(rule, without(facts, fact)) === 'not_assessed'),
    );
    const wanted = mayMiss ? ['fail', 'not_assessed'] : ['fail'];
    expect([...expected]).toEqual(expect.arrayContaining(wanted));
    expect(rule.tests.some(({ expect: verdict }) => verdict === 'pass' || verdict === 'not_applicable')).toBe(true);
  });

  it.each(rules.map((rule) => [rule.id, rule] as const))('%s: says why, what to do and where to read on', (_, rule) => {
    expect(rule.why).not.toBeNull();
    expect(rule.fix.length).toBeGreaterThan(0);
    // The number of a weakness is in cwe already.
    expect(
      rule.references.filter((link) => link.startsWith('https://') && !link.includes('cwe.mitre.org')),
    ).not.toEqual([]);
    expect(rule.cwe.length).toBeGreaterThan(0);
    expect(placeholdersIn(rule.message)).toEqual(expect.arrayContaining(['target.id', 'port']));
  });
});

describe('what is not known never passes', () => {
  const cases = rules.flatMap((rule) => rule.tests.map(({ facts }) => ({ rule, facts })));

  it('dropping any one fact of any test gives a pass only where it passed before', () => {
    let dropped = 0;
    const wrong: string[] = [];
    for (const { rule, facts } of cases) {
      const before = verdictOf(rule, facts);
      for (const fact of Object.keys(facts) as FactName[]) {
        const after = verdictOf(rule, without(facts, fact));
        dropped++;
        if (after === 'pass' && before !== 'pass') wrong.push(`${rule.id} without ${fact}: ${JSON.stringify(facts)}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(dropped).toBeGreaterThan(1000);
  });

  it('dropping any facts of any test gives a pass only where it passed before', () => {
    fc.assert(
      fc.property(fc.constantFrom(...cases), fc.infiniteStream(fc.boolean()), ({ rule, facts }, keep) => {
        const kept: Facts = Object.fromEntries(Object.entries(facts).filter(() => keep.next().value));
        const wrong = verdictOf(rule, kept) === 'pass' && verdictOf(rule, facts) !== 'pass';
        expect(wrong).toBe(false);
      }),
      { numRuns: 5000 },
    );
  });

  it('nothing is assessed of an endpoint of which nothing is known', () => {
    for (const rule of rules) expect(['not_assessed', 'not_applicable'], rule.id).toContain(verdictOf(rule, {}));
  });
});

describe('ordinary endpoints', () => {
  const endpointRules = rules.filter(({ level }) => level === 'endpoint');
  const ports = [...usualPorts(), ...Array.from({ length: 600 }, (_, index) => index * 109 + 1)];

  it.each([
    ['closed', { state: 'closed', reason: 'conn-refused', open: false }],
    ['filtered', { state: 'filtered', reason: 'no-response', open: false }],
  ] satisfies [string, Facts][])('a %s port of any number leaves nothing unassessed and fails nothing', (_, facts) => {
    const seen = new Set<string>();
    for (const port of ports) {
      for (const rule of endpointRules) seen.add(verdictOf(rule, { ...facts, port, transport: 'tcp' }));
    }
    expect([...seen].sort()).toEqual(['not_applicable', 'pass']);
  });

  it('an identified SSH server leaves nothing unassessed', () => {
    const facts: Facts = {
      port: 22,
      transport: 'tcp',
      state: 'open',
      open: true,
      'service.name': 'ssh',
      'service.tls': false,
      'ssh.protocol': '2.0',
      'ssh.kex': ['curve25519-sha256'],
      'ssh.ciphers': ['aes256-gcm@openssh.com'],
      'ssh.macs': ['hmac-sha2-256'],
      'ssh.host_key_algorithms': ['ssh-ed25519'],
    };
    const verdicts = endpointRules.map((rule) => [rule.id, verdictOf(rule, facts)] as const);
    expect(verdicts.filter(([, verdict]) => verdict === 'not_assessed')).toEqual([]);
    expect(verdicts.filter(([, verdict]) => verdict === 'fail')).toEqual([['remote-admin/ssh-reachable', 'fail']]);
  });

  it('an identified web server leaves nothing unassessed', () => {
    const facts: Facts = {
      port: 80,
      transport: 'tcp',
      state: 'open',
      open: true,
      'service.name': 'http',
      'service.tls': false,
      'http.status': 200,
    };
    const verdicts = endpointRules.map((rule) => [rule.id, verdictOf(rule, facts)] as const);
    expect(verdicts.filter(([, verdict]) => verdict === 'not_assessed' || verdict === 'fail')).toEqual([]);
  });

  it.each([
    ['control-planes/docker-reachable', 2376],
    ['control-planes/kubelet-reachable', 10250],
  ])('%s: port %i that shows nothing but TLS is not taken for something else', (id, port) => {
    const service = { name: 'tls', product: null, version: null, tls: true, method: 'probed', confidence: 10 } as const;
    const facts = factsOf(observation({ port, service }), identity());
    expect(endpointRules.filter((rule) => verdictOf(rule, facts) === 'fail').map((rule) => rule.id)).toEqual([id]);
  });

  it('of a database whose access is not known only the access is missing', () => {
    const facts: Facts = { port: 27017, transport: 'tcp', state: 'open', open: true, 'service.name': 'mongodb' };
    const open = endpointRules.filter((rule) => verdictOf(rule, facts) === 'not_assessed').map(({ id }) => id);
    expect(open).toEqual(['unauthenticated/mongodb']);
  });
});

function usualPorts(): readonly number[] {
  const ports = rules.flatMap((rule) => rule.tests.flatMap(({ facts }) => facts.port ?? []));
  return [...new Set(ports.filter((port) => typeof port === 'number'))];
}
