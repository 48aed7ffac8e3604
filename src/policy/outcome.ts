import type { Finding, Report, Severity, UnassessedEndpoint } from '../model/report.ts';
import { plural } from '../model/quantity-text.ts';
import type { FailOn } from '../model/request.ts';
import { severityRank } from './adjust-severity.ts';
import type { Judgement } from './judge.ts';

export interface OutcomeOptions {
  readonly failOn: FailOn;
  /** Share (0 to 1) of the verdicts about applicable rules that may be not_assessed or error. */
  readonly maxNotAssessed: number;
  /** Whether the run came to its own end. */
  readonly complete: boolean;
  /** Planned endpoints of which the run's files hold no observation. */
  readonly notProbed: number;
  /** Endpoints that this machine could not ask. */
  readonly errors: number;
  /** Whether probes left and not one thing came back, no ICMP echo either: then nothing shows that this vantage can see a port at all. */
  readonly nothingAnswered: boolean;
}

type Outcome = Report['outcome'];

/**
 * How a run ended. Exit code 130 when it was interrupted, else 1 when a finding reaches `failOn`, else 3 when something that matters was not
 * assessed, else 0. Policy and coverage are told apart whatever the code.
 */
export function outcomeOf(judgement: Judgement, options: OutcomeOptions): Outcome {
  const failures = failureReasons(judgement.findings, options.failOn);
  const gaps = coverageReasons(judgement, options);
  const notes =
    judgement.findings.length > 0 && failures.length === 0 ? [tolerated(judgement.findings, options.failOn)] : [];
  return {
    verdict:
      failures.length > 0
        ? 'failed'
        : gaps.length > 0
          ? 'incomplete'
          : notes.length > 0
            ? 'passed'
            : 'no-exceptions-noted',
    policy: failures.length > 0 ? 'failed' : 'passed',
    coverage: gaps.length > 0 ? 'incomplete' : 'complete',
    exitCode: exitCodeOf(failures.length > 0, gaps.length > 0, options.complete),
    failOn: options.failOn,
    reasons: [...failures, ...gaps, ...notes],
  };
}

function exitCodeOf(failed: boolean, incomplete: boolean, complete: boolean): Outcome['exitCode'] {
  if (!complete) return 130;
  if (failed) return 1;
  return incomplete ? 3 : 0;
}

function failureReasons(findings: readonly Finding[], failOn: FailOn): readonly string[] {
  const failing = findings.filter((finding) => counts(finding) && reaches(finding.severity, failOn)).length;
  if (failing === 0) return [];
  return [`${plural(failing, 'finding')} of ${levelText(failOn)}.`];
}

/** Only a waiver that covers a finding takes it out of the account. */
export function counts({ disposition }: Finding): boolean {
  return disposition !== 'waived';
}

function levelText(failOn: FailOn): string {
  return failOn === 'critical' ? 'severity critical' : `severity ${failOn} or worse`;
}

/** Findings that do not fail the run are still exceptions that were noted. */
function tolerated(findings: readonly Finding[], failOn: FailOn): string {
  const none = failOn === 'never' ? 'none of which was to fail the run' : `none of ${levelText(failOn)}`;
  return `${plural(findings.length, 'finding')}, ${none}.`;
}

function coverageReasons(judgement: Judgement, options: OutcomeOptions): readonly string[] {
  const { verdicts, notAssessed, subjects } = judgement;
  const { failOn, maxNotAssessed, errors, nothingAnswered } = options;
  const unjudged = verdicts.not_assessed + verdicts.error;
  const applicable = verdicts.fail + verdicts.pass + unjudged;
  const share = applicable === 0 ? 0 : unjudged / applicable;
  const grave = notAssessed.filter(({ worst }) => reaches(worst, failOn));
  const graveEndpoints = countEndpoints(grave);
  return [
    ...missingReasons(options),
    ...(subjects.endpoint === 0 ? ['No endpoint was judged.'] : []),
    ...(nothingAnswered
      ? [
          'Nothing answered at all: this vantage may be cut off, and silence proves nothing. Add a target that must answer.',
        ]
      : []),
    ...(errors === 0 ? [] : [`This machine could not ask ${plural(errors, 'endpoint')}.`]),
    ...(graveEndpoints === 0
      ? []
      : [`Rules of severity ${failOn} or worse could not be assessed on ${plural(graveEndpoints, 'endpoint')}.`]),
    // Said once: the share mostly counts the same endpoints again, once for each rule.
    ...(share <= maxNotAssessed || graveEndpoints > 0
      ? []
      : [
          `${percent(share)} of ${plural(applicable, 'verdict')} could not be assessed; ${percent(maxNotAssessed)} may be.`,
        ]),
  ];
}

/** An endpoint may have two entries: one for what is not known, one for rules that could not be evaluated. */
function countEndpoints(entries: readonly UnassessedEndpoint[]): number {
  const times = new Map(
    entries.map((entry) => [`${entry.address} ${entry.port} ${entry.transport}`, entry.times ?? 1]),
  );
  return [...times.values()].reduce((sum, count) => sum + count, 0);
}

function missingReasons({ complete, notProbed }: OutcomeOptions): readonly string[] {
  if (!complete && notProbed === 0) return ['The run ended early, after every endpoint was probed.'];
  if (!complete) return ['The run ended before every endpoint was probed.'];
  if (notProbed === 0) return [];
  // A run that came to its end observed all it had planned; whatever took lines away since then must not make it look clean.
  return [`Observations of ${plural(notProbed, 'endpoint')} are missing from the files of the run.`];
}

function reaches(severity: Severity, failOn: FailOn): boolean {
  return failOn !== 'never' && severityRank(severity) <= severityRank(failOn);
}

function percent(share: number): string {
  return `${(share * 100).toLocaleString('en', { maximumFractionDigits: 2 })} %`;
}
