import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Observation } from '../../src/model/observation.ts';
import type { VerdictCounts } from '../../src/model/report.ts';
import type { RuleOverride } from '../../src/model/request.ts';
import type { Labels } from '../../src/model/target.ts';
import { createPolicy } from '../../src/policy/create-policy.ts';
import type { Judge, Judgement } from '../../src/policy/judge.ts';
import { createJudge } from '../../src/policy/judge.ts';
import { CLOSED, context, identity, NOT_ASKED, observation, REDIS, SILENT, subject } from './observations.ts';
import { pack } from './pack-text.ts';
import { shippedPacks } from './shipped-packs.ts';

interface Setup {
  readonly zone?: string;
  readonly overrides?: Readonly<Record<string, RuleOverride>>;
}

function judgeOf(rules: readonly string[], { zone, overrides = {} }: Setup = {}): Judge {
  return createJudge(createPolicy([pack(...rules)], overrides), context(zone));
}

function judged(
  rules: readonly string[],
  seen: readonly Observation[],
  setup: Setup & { labels?: Labels } = {},
): Judgement {
  const judge = judgeOf(rules, setup);
  for (const each of seen) judge.judge(subject(each, identity(setup.labels), 1, setup.zone));
  return judge.finish();
}

const verdict = (verdicts: VerdictCounts): string | undefined =>
  Object.entries(verdicts).find(([, number]) => number === 1)?.[0];

const NO_PASSWORD = 'scope: { open: true, service.name: redis }\nfail_when: { access: none-required }';

describe('verdicts', () => {
  it.each([
    ['scope false', NO_PASSWORD, CLOSED, 'not_applicable'],
    ['scope unknown', NO_PASSWORD, {}, 'not_assessed'],
    ['fail_when true', NO_PASSWORD, { ...REDIS, access: 'none-required' }, 'fail'],
    ['fail_when false', NO_PASSWORD, { ...REDIS, access: 'required' }, 'pass'],
    ['fail_when unknown', NO_PASSWORD, REDIS, 'not_assessed'],
    ['on_unknown: ignore', `${NO_PASSWORD}\non_unknown: ignore`, REDIS, 'not_applicable'],
    ['on_unknown: fail', `${NO_PASSWORD}\non_unknown: fail`, REDIS, 'fail'],
    ['on_unknown is about fail_when, not scope', `${NO_PASSWORD}\non_unknown: fail`, {}, 'not_assessed'],
    ['no scope: every endpoint', 'fail_when: { open: true }', CLOSED, 'pass'],
    ['not asked', 'fail_when: { open: true }', NOT_ASKED, 'not_assessed'],
    ['a fact of the wrong type', 'fail_when: { http.status: 401 }', { details: { 'http.status': '401' } }, 'error'],
  ] satisfies [string, string, Partial<Observation>, string][])('%s', (_, rule, changes, expected) => {
    const { verdicts, findings, notAssessed } = judged([rule], [observation(changes)]);
    expect(verdict(verdicts)).toBe(expected);
    expect(findings).toHaveLength(expected === 'fail' ? 1 : 0);
    expect(notAssessed).toHaveLength(expected === 'not_assessed' || expected === 'error' ? 1 : 0);
  });
});

describe('findings', () => {
  const rule = `${NO_PASSWORD}
severity: medium
severity_when:
  - { if: { vantage.zone: internet }, raise: 1, because: reachable from the internet }
  - { if: { redis.mode: cluster }, set: critical, because: a whole cluster }
  - { if: { target.env: test }, lower: 4, because: only a test }
message: "{{service.product}} {{service.version}} on {{target.id}}: {{redis.mode}}"
why: Because.
references: [https://redis.io/]
cwe: [306]`;
  const open = observation({ ...REDIS, access: 'none-required' });

  it('tell everything that a report needs', () => {
    const evidence = [{ question: 'PING', sent: '50', received: '2b', text: '+PONG' }];
    const { findings } = judged([rule], [{ ...open, evidence }], { labels: { id: 'cache-1', owner: 'ops' } });
    expect(findings).toEqual([
      {
        fingerprint: expect.stringMatching(/^exposure\/v1:[0-9a-f]{32}$/),
        ruleId: 'own/a',
        pack: 'own',
        title: 'A title',
        category: 'unexpected-service',
        severity: 'medium',
        baseSeverity: 'medium',
        severityReasons: [],
        confidence: 'confirmed',
        address: '10.0.0.5',
        port: 6379,
        transport: 'tcp',
        host: '10.0.0.5',
        labels: { id: 'cache-1', owner: 'ops' },
        message: 'Redis 7.0.15 on cache-1: unknown',
        why: 'Because.',
        because: 'open is true and service.name is redis and access is none-required',
        fix: ['Close it.'],
        references: ['https://redis.io/'],
        cwe: [306],
        level: 'endpoint',
        zone: null,
        seen: [{ vantage: 'local', zone: null, state: 'open', reason: 'syn-ack' }],
        endpoints: 1,
        owner: 'ops',
        aliases: [],
        disposition: 'open',
        waiver: null,
        history: null,
        evidence,
      },
    ]);
  });

  it('record every step of their severity, in order', () => {
    const seen = [{ ...open, details: { 'redis.mode': 'cluster' } }];
    const [finding] = judged([rule], seen, { zone: 'internet', labels: { env: 'test' } }).findings;
    expect(finding?.severity).toBe('info');
    expect(finding?.severityReasons).toEqual([
      { from: 'medium', to: 'high', because: 'reachable from the internet' },
      { from: 'high', to: 'critical', because: 'a whole cluster' },
      { from: 'critical', to: 'info', because: 'only a test' },
    ]);
  });

  it('have the severity of the configuration where it gives one, whatever the adjustments', () => {
    const overrides = { 'own/a': { severity: 'low', because: 'behind a VPN' } } as const;
    const [finding] = judged([rule], [open], { zone: 'internet', overrides }).findings;
    expect(finding).toMatchObject({
      severity: 'low',
      baseSeverity: 'medium',
      severityReasons: [{ from: 'medium', to: 'low', because: 'behind a VPN' }],
    });
  });

  const byPort = `scope:
  any: [{ open: true, service.name: redis }, { service.name: http, port: 6379 }, { service.name: { known: false }, port: 6379 }, { http.title: { known: true, glob: Redis* } }]`;
  it.each([
    ['a completed exchange', REDIS, 'confirmed'],
    ['a banner', { service: { ...REDIS.service, confidence: 8 } }, 'firm'],
    ['weaker than a banner', { service: { ...REDIS.service, confidence: 5 } }, 'tentative'],
    ['only the port number', { service: { ...REDIS.service, method: 'port-number', confidence: 3 } }, 'tentative'],
    ['nothing', {}, 'tentative'],
    [
      'what a page calls itself',
      { port: 80, service: { ...REDIS.service, name: 'http' }, details: { 'http.title': 'Redis UI' } },
      'firm',
    ],
    ['a product told by protocol and port number', { service: { ...REDIS.service, name: 'http' } }, 'tentative'],
  ] satisfies [string, Partial<Observation>, string][])('known by %s', (_, changes, confidence) => {
    const { findings } = judged([byPort], [observation(changes)]);
    expect(findings.map((finding) => finding.confidence)).toEqual([confidence]);
  });

  it.each([
    ['a port that is open, whatever answers there', {}, 'confirmed'],
    ['a port that refuses', CLOSED, 'confirmed'],
    ['a port that is silent, as far as one can know', SILENT, 'firm'],
  ] satisfies [string, Partial<Observation>, string][])(
    'the state itself is what was seen: %s',
    (_, changes, confidence) => {
      const rules = [
        'scope: { expected: false }\nfail_when: { open: true }',
        'scope: { expected: true }\nfail_when: { open: false }',
      ];
      const labels = { expectOpen: changes === CLOSED || changes === SILENT ? [6379] : [] };
      const { findings } = judged(rules, [observation(changes)], { labels });
      expect(findings.map((finding) => finding.confidence)).toEqual([confidence]);
    },
  );

  it.each([
    ['nothing', {}, 'Going by the port number: a message'],
    ['another protocol', { service: { ...REDIS.service, name: 'http' } }, 'Going by the port number: a message'],
    ['the service', REDIS, 'a message'],
  ] satisfies [string, Partial<Observation>, string][])(
    'claim a service only where it was seen: %s',
    (_, changes, message) => {
      const { findings } = judged([`${byPort}\nmessage: a message`], [observation(changes)]);
      expect(findings.map((finding) => finding.message)).toEqual([message]);
    },
  );

  it('because of what is not known say so, and are not sure', () => {
    const [finding] = judged([`${NO_PASSWORD}\non_unknown: fail`], [observation(REDIS)]).findings;
    expect(finding?.because).toBe('access is not known');
    expect(finding?.confidence).toBe('tentative');
  });

  it('come worst first, then by address as a number, port and rule', () => {
    const at = (address: string, port: number): Observation => observation({ address, port });
    const seen = [at('10.0.0.10', 1), at('2001:db8::1', 1), at('10.0.0.9', 22), at('10.0.0.9', 3)];
    const { findings } = judged(['severity: low\nscope: { port: [1, 3, 22] }', 'severity: high'], seen);
    expect(findings.map(({ severity, address, port, ruleId }) => `${severity} ${address} ${port} ${ruleId}`)).toEqual([
      'high 10.0.0.9 3 own/b',
      'high 10.0.0.9 22 own/b',
      'high 10.0.0.10 1 own/b',
      'high 2001:db8::1 1 own/b',
      'low 10.0.0.9 3 own/a',
      'low 10.0.0.9 22 own/a',
      'low 10.0.0.10 1 own/a',
      'low 2001:db8::1 1 own/a',
    ]);
  });
});

describe('fingerprints', () => {
  const print = (addresses: readonly string[], labels: Labels): readonly string[] => {
    const seen = addresses.map((address) => observation({ address }));
    return judged([''], seen, { labels }).findings.map(({ fingerprint }) => fingerprint);
  };

  it('follow the id of a target to another address', () => {
    expect(print(['10.0.0.5'], { id: 'cache-1' })).toEqual(print(['10.0.0.77'], { id: 'cache-1' }));
    expect(print(['10.0.0.5'], {})).not.toEqual(print(['10.0.0.77'], {}));
  });

  it('follow the address where a whole range carries one id', () => {
    const both = print(['10.0.0.5', '10.0.0.6'], { id: 'office' });
    expect(new Set(both).size).toBe(2);
    expect(both).toEqual(print(['10.0.0.5', '10.0.0.6'], {}));
  });
});

describe('what could not be assessed', () => {
  it('is one entry for each endpoint, with all rules, all missing facts and the worst severity', () => {
    const { notAssessed } = judged([NO_PASSWORD, 'severity: low\nscope: { service.name: http }'], [observation()]);
    expect(notAssessed).toEqual([
      {
        address: '10.0.0.5',
        port: 6379,
        transport: 'tcp',
        host: '10.0.0.5',
        reason: 'service not identified',
        missing: ['service.name'],
        rules: ['own/a', 'own/b'],
        worst: 'high',
      },
    ]);
  });

  it.each([
    ['this machine could not ask (no-fds)', 'fail_when: { open: true }', NOT_ASKED],
    ['service not identified', NO_PASSWORD, {}],
    ['service inside TLS not identified', NO_PASSWORD, { service: { ...REDIS.service, name: 'tls' } }],
    [
      'the scan does not tell which application it is',
      NO_PASSWORD,
      { service: { ...REDIS.service, name: 'http', foreign: true } },
    ],
    [
      'the scan did not tell open from closed',
      'fail_when: { open: true }',
      { state: 'error' as const, reason: 'undecided' as const },
    ],
    ['access without credentials not determined', NO_PASSWORD, REDIS],
    ['not observed: ftp.tls, http.status', 'fail_when: { ftp.tls: false, http.status: 401 }', REDIS],
    ['the target has no env label', 'scope: { open: true, target.env: prod }', {}],
    ['the vantage has no zone', 'fail_when: { open: true, vantage.zone: internet }', {}],
    ['no ports are declared for the target', 'fail_when: { open: true, expected: false }', {}],
    ['service not identified; the target has no env label', 'scope: { service.name: ssh, target.env: prod }', {}],
    [
      'rules could not be evaluated: http.status is a string, declared is number',
      'fail_when: { http.status: 401 }',
      { details: { 'http.status': 'x' } },
    ],
  ] satisfies [string, string, Partial<Observation>][])('says why: %s', (reason, rule, changes) => {
    const { notAssessed } = judged([rule], [observation(changes)]);
    expect(notAssessed.map((entry) => entry.reason)).toEqual([reason]);
  });

  it('tells rules that broke apart from facts that are missing', () => {
    const seen = [observation({ details: { 'http.status': 'x' } })];
    const { notAssessed, verdicts } = judged([NO_PASSWORD, 'severity: low\nfail_when: { http.status: 401 }'], seen);
    expect(verdicts).toMatchObject({ not_assessed: 1, error: 1 });
    expect(notAssessed.map(({ rules: ids, missing, worst }) => ({ ids, missing, worst }))).toEqual([
      { ids: ['own/b'], missing: ['http.status'], worst: 'low' },
      { ids: ['own/a'], missing: ['service.name'], worst: 'high' },
    ]);
  });
});

describe('one observation for many silent endpoints', () => {
  it('counts for all of them', () => {
    const judge = judgeOf(['fail_when: { open: true }']);
    judge.judge(subject(observation(SILENT), identity(), 1000));
    judge.judge(subject(observation(SILENT), identity()));
    expect(judge.finish()).toMatchObject({
      subjects: { endpoint: 1001 },
      verdicts: { pass: 1001 },
      findings: [],
      notAssessed: [],
    });
  });

  it('fails once and says for how many', () => {
    const judge = judgeOf(['fail_when: { state: filtered }']);
    judge.judge(subject(observation(SILENT), identity(), 1000));
    const { findings, verdicts } = judge.finish();
    expect(verdicts.fail).toBe(1000);
    expect(findings.map(({ because }) => because)).toEqual([
      'state is filtered; the same holds for 1,000 such endpoints in all',
    ]);
  });

  it.each(['address: { cidr: 10.0.0.0/8 }', 'target.host: { glob: "10.*" }', 'target.id: { glob: "10.*" }'])(
    'says nothing of an address that is not its own: %s',
    (test) => {
      const judge = judgeOf([`scope: { ${test} }\nfail_when: { state: filtered }`]);
      judge.judge(subject(observation(SILENT), identity(), 2));
      judge.judge(subject(observation(SILENT), identity(), 1));
      expect(judge.finish().verdicts).toMatchObject({ not_assessed: 2, fail: 1 });
    },
  );
});

describe('counts', () => {
  const state = fc.constantFrom<Partial<Observation>>({}, REDIS, CLOSED, SILENT, NOT_ASKED, {
    ...REDIS,
    access: 'none-required',
  });
  const seen = fc.record({
    changes: state,
    port: fc.constantFrom(22, 6379, 7777),
    last: fc.integer({ min: 1, max: 5 }),
  });
  const policy = createPolicy(shippedPacks, { 'databases/redis-reachable': { off: true, because: 'test' } });

  it('add up to active rules times endpoints, per rule and in all', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(seen, fc.integer({ min: 1, max: 9 })), { maxLength: 8 }), (all) => {
        const judge = createJudge(policy, context());
        for (const [{ changes, port, last }, times] of all) {
          judge.judge(subject(observation({ ...changes, port, address: `10.0.0.${last}` }), identity(), times));
        }
        const { verdicts, rules, subjects } = judge.finish();
        const active = rules.filter(({ status }) => status === 'active');
        expect(subjects.endpoint).toBe(all.reduce((sum, [, times]) => sum + times, 0));
        expect(active).toHaveLength(rules.length - 1);
        for (const { counts, level } of active) expect(sumOf(counts)).toBe(subjects[level]);
        const ofEndpoints = active.filter(({ level }) => level === 'endpoint');
        expect(sumOf(verdicts)).toBe(ofEndpoints.length * subjects.endpoint);
        expect(ofEndpoints.length).toBeGreaterThan(100);
      }),
      { numRuns: 50 },
    );
  });

  it('of a rule that is off are zero', () => {
    const judge = createJudge(policy, context());
    judge.judge(subject(observation(REDIS), identity()));
    const off = judge.finish().rules.filter(({ status }) => status === 'off');
    expect(off).toMatchObject([{ id: 'databases/redis-reachable', because: 'test', counts: { fail: 0, pass: 0 } }]);
  });
});

describe('remembering', () => {
  it('gives what judging each endpoint anew gives', () => {
    const labels = fc.constantFrom<Labels>({}, { expectOpen: [22] }, { id: 'a' }, { env: 'production' });
    const seen = fc.tuple(fc.constantFrom(CLOSED, SILENT, NOT_ASKED), fc.constantFrom(22, 6379), labels);
    const rules = [
      'scope: { expected: { known: true, eq: true } }\nfail_when: { open: false }',
      'scope: { target.id: { glob: "10.*" } }\nfail_when: { state: closed }',
    ];
    fc.assert(
      fc.property(fc.array(seen, { minLength: 1, maxLength: 20 }), (all) => {
        const together = judgeOf(rules);
        const apart = all.map(([changes, port, of]) => {
          together.judge(subject(observation({ ...changes, port }), identity(of)));
          return judged(rules, [observation({ ...changes, port })], { labels: of }).verdicts;
        });
        const { verdicts } = together.finish();
        for (const name of ['fail', 'pass', 'not_applicable', 'not_assessed'] as const) {
          expect(verdicts[name]).toBe(apart.reduce((sum, each) => sum + each[name], 0));
        }
      }),
      { numRuns: 100 },
    );
  });

  it('makes closed endpoints much cheaper than open ones', () => {
    const policy = createPolicy(shippedPacks, {});
    const secondsFor = (changes: Partial<Observation>, endpoints: number): number => {
      const judge = createJudge(policy, context());
      const one = observation({ ...changes, port: 7777 });
      const startedAt = performance.now();
      for (let index = 0; index < endpoints; index++) judge.judge(subject(one, identity()));
      return (performance.now() - startedAt) / endpoints;
    };
    secondsFor({ service: { ...REDIS.service, name: 'ssh' } }, 300);
    const open = secondsFor({ service: { ...REDIS.service, name: 'ssh' } }, 1000);
    expect(secondsFor(CLOSED, 10_000)).toBeLessThan(open / 2);
  });
});

function sumOf(counts: VerdictCounts): number {
  return Object.values(counts).reduce((sum, number) => sum + number, 0);
}
