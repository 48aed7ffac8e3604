import { describe, expect, it } from 'vitest';
import type { Observation } from '../../src/model/observation.ts';
import type { Finding, Report, WaiverEntry } from '../../src/model/report.ts';
import type { Judgement } from '../../src/policy/judge.ts';
import type { OutcomeOptions } from '../../src/policy/outcome.ts';
import { outcomeOf } from '../../src/policy/outcome.ts';
import { createPolicy } from '../../src/policy/create-policy.ts';
import { createJudge } from '../../src/policy/judge.ts';
import { CLOSED, context, identity, NOT_ASKED, observation, REDIS, subject } from './observations.ts';
import { pack } from './pack-text.ts';

const policy = createPolicy(
  [
    pack(
      'severity: high\nscope: { open: true, service.name: redis }\nfail_when: { access: none-required }',
      'severity: low\nfail_when: { open: true, ssh.protocol: "1.5" }',
    ),
  ],
  {},
);

function judgement(...seen: readonly Partial<Observation>[]): Judgement {
  const judge = createJudge(policy, context());
  for (const changes of seen) judge.judge(subject(observation(changes), identity()));
  return judge.finish();
}

type Settings = Omit<OutcomeOptions, 'findings' | 'judgement'>;

/** How a run ended whose findings are as they were judged. */
function outcomeFor(of: Judgement, changes: Partial<OutcomeOptions> = {}): Report['outcome'] {
  return outcomeOf({ findings: of.findings, judgement: of, ...options, ...changes });
}

const options: Settings = {
  failOn: 'high',
  maxNotAssessed: 1,
  complete: true,
  notProbed: 0,
  errors: 0,
  deaf: [],
  unseenZones: [],
  notes: [],
  declared: [],
  vantages: [],
  waivers: null,
  failOnNew: false,
  strictWaivers: false,
};
const FAILS = { ...REDIS, access: 'none-required', details: { 'ssh.protocol': '2.0' } } as const;
const PASSES = { ...REDIS, access: 'required', details: { 'ssh.protocol': '2.0' } } as const;
const GRAVE_GAP = { ...REDIS, details: { 'ssh.protocol': '2.0' } } as const;
const LOW_GAP = { ...REDIS, access: 'required' } as const;

describe('outcomeOf', () => {
  it.each([
    ['clean', [PASSES, CLOSED], {}, 0, 'no-exceptions-noted', []],
    ['a finding', [FAILS, PASSES], {}, 1, 'failed', ['1 finding of severity high or worse.']],
    ['findings', [FAILS, FAILS], {}, 1, 'failed', ['2 findings of severity high or worse.']],
    [
      'a finding below the limit',
      [FAILS],
      { failOn: 'critical' },
      0,
      'passed',
      ['1 finding, none of severity critical.'],
    ],
    [
      'findings that never fail',
      [FAILS],
      { failOn: 'never' },
      0,
      'passed',
      ['1 finding, none of which was to fail the run.'],
    ],
    [
      'a grave rule not assessed',
      [GRAVE_GAP],
      {},
      3,
      'incomplete',
      ['Rules of severity high or worse could not be assessed on 1 endpoint.'],
    ],
    ['a light rule not assessed', [LOW_GAP], {}, 0, 'no-exceptions-noted', []],
    [
      'silence all round',
      [CLOSED],
      { deaf: ['this vantage'] },
      3,
      'incomplete',
      [
        'Nothing answered at all: this vantage may be cut off, and silence proves nothing. Add a target that must answer.',
      ],
    ],
    [
      'one of several vantages in silence',
      [PASSES],
      { deaf: ['nyc'] },
      3,
      'incomplete',
      [
        'Nothing answered the vantage nyc: it may be cut off, and silence proves nothing. Add a target that must answer.',
      ],
    ],
    [
      'a zone that nobody looked from',
      [PASSES],
      { unseenZones: ['dmz'] },
      3,
      'incomplete',
      ['No vantage looked from the zone dmz, of which the intent matrix speaks.'],
    ],
    [
      'a light rule that matters',
      [LOW_GAP],
      { failOn: 'info' },
      3,
      'incomplete',
      ['Rules of severity info or worse could not be assessed on 1 endpoint.'],
    ],
    [
      'too much not assessed',
      [LOW_GAP],
      { maxNotAssessed: 0.05 },
      3,
      'incomplete',
      ['50 % of 2 verdicts could not be assessed; 5 % may be.'],
    ],
    ['exactly as much as may be', [LOW_GAP], { maxNotAssessed: 0.5 }, 0, 'no-exceptions-noted', []],
    [
      'an endpoint that could not be asked',
      [PASSES, NOT_ASKED],
      { errors: 1, failOn: 'never' },
      3,
      'incomplete',
      ['This machine could not ask 1 endpoint.'],
    ],
    ['nothing judged', [], {}, 3, 'incomplete', ['No endpoint was judged.']],
    [
      'interrupted',
      [PASSES],
      { complete: false, notProbed: 1 },
      130,
      'incomplete',
      ['The run ended before every endpoint was probed.'],
    ],
    [
      'interrupted while open ports were questioned',
      [PASSES],
      { complete: false },
      130,
      'incomplete',
      ['The run ended early, after every endpoint was probed.'],
    ],
    [
      'lines of a finished run lost since',
      [PASSES],
      { notProbed: 1 },
      3,
      'incomplete',
      ['Observations of 1 endpoint are missing from the files of the run.'],
    ],
  ] satisfies [string, Partial<Observation>[], Partial<Settings>, number, string, string[]][])(
    '%s',
    (_, seen, changes, exitCode, verdict, reasons) => {
      expect(outcomeFor(judgement(...seen), changes)).toMatchObject({ exitCode, verdict, reasons });
    },
  );

  it('a failure is a fact, however incomplete the run', () => {
    expect(outcomeFor(judgement(FAILS, GRAVE_GAP))).toMatchObject({
      exitCode: 1,
      verdict: 'failed',
      policy: 'failed',
      coverage: 'incomplete',
    });
  });

  it('an interruption wins over a failure in the exit code, and in nothing else', () => {
    expect(outcomeFor(judgement(FAILS), { complete: false })).toMatchObject({
      exitCode: 130,
      verdict: 'failed',
      policy: 'failed',
      coverage: 'incomplete',
    });
  });

  it('verdicts of rules that broke count as not assessed', () => {
    const broken = judgement({ ...PASSES, details: { 'ssh.protocol': 2 } });
    expect(broken.verdicts).toMatchObject({ error: 1 });
    expect(outcomeFor(broken, { maxNotAssessed: 0 })).toMatchObject({ exitCode: 3 });
    expect(outcomeFor(broken, { failOn: 'low' })).toMatchObject({ exitCode: 3 });
  });

  it('counts endpoints that one stands for', () => {
    const judge = createJudge(policy, context());
    judge.judge(subject(observation(NOT_ASKED), identity(), 5000));
    judge.judge(subject(observation({ ...GRAVE_GAP, port: 2 }), identity()));
    const { reasons } = outcomeFor(judge.finish(), { errors: 5000 });
    expect(reasons).toContain('Rules of severity high or worse could not be assessed on 5,001 endpoints.');
  });

  describe('with waivers', () => {
    const disposed = (
      disposition: Finding['disposition'],
      changes: Partial<OutcomeOptions> = {},
    ): Report['outcome'] => {
      const judged = judgement(FAILS);
      return outcomeFor(judged, { findings: judged.findings.map((each) => ({ ...each, disposition })), ...changes });
    };

    it.each([
      ['waived', 0, 'passed', ['1 finding, all of them waived.']],
      ['waiver-expired', 1, 'failed', ['1 finding of severity high or worse.']],
      ['waiver-exceeded', 1, 'failed', ['1 finding of severity high or worse.']],
    ] as const)('a finding that is %s', (disposition, exitCode, verdict, reasons) => {
      expect(disposed(disposition)).toMatchObject({ exitCode, verdict, reasons });
    });

    it.each([
      ['expired', 1],
      ['exceeded', 1],
      ['unused', 1],
      ['unverified', 0],
      ['expiring', 0],
      ['active', 0],
    ] as const)('one that is %s, taken strictly', (state, exitCode) => {
      const entry: WaiverEntry = {
        id: 'W-1',
        type: 'planned-fix',
        state,
        reason: 'because it is so',
        owner: 'a@example.org',
        approvedBy: 'b@example.org',
        ticket: null,
        created: '2026-01-01',
        expires: '2026-02-01',
        daysLeft: 3,
        maxSeverity: null,
        selfApproved: false,
        match: '',
        compensatingControls: [],
        matched: [],
        at: 'w.yaml:3',
      };
      const waivers = { files: [], entries: [entry] };
      expect(disposed('waived', { waivers, strictWaivers: true }).exitCode).toBe(exitCode);
      expect(disposed('waived', { waivers }).exitCode).toBe(0);
    });
  });

  describe('of what is new', () => {
    const history = { firstSeen: '', lastSeen: '', ageDays: 3, changes: [] } as const;
    it.each([
      ['new', 'open', 1],
      ['escalated', 'open', 1],
      ['reopened', 'open', 1],
      ['unchanged', 'open', 0],
      ['changed', 'open', 0],
      ['unchanged', 'waiver-expired', 1],
      ['new', 'waived', 0],
    ] as const)('a finding that is %s and %s', (status, disposition, exitCode) => {
      const judged = judgement(FAILS);
      const findings = judged.findings.map((each) => ({ ...each, disposition, history: { ...history, status } }));
      expect(outcomeFor(judged, { findings, failOnNew: true }).exitCode).toBe(exitCode);
    });
  });
});
