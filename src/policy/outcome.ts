import type { Finding, Report, Severity, UnassessedEndpoint } from '../model/report.ts';
import { plural } from '../model/quantity-text.ts';
import type { FailOn } from '../model/request.ts';
import { severityRank } from './adjust-severity.ts';
import type { Judgement } from './judge.ts';

/** How much of what was planned was observed. */
export interface Coverage {
  /** Whether the run came to its own end. */
  readonly complete: boolean;
  /** Planned endpoints of which the run's files hold no observation. */
  readonly notProbed: number;
  /** Endpoints that this machine could not ask. */
  readonly errors: number;
  /**
   * Vantages from which probes left and not one thing came back, no ICMP echo either: nothing shows that they can see a port at all. `this vantage`
   * where there is only one.
   */
  readonly deaf: readonly string[];
  /** Zones of the intent matrix that no vantage looked from. */
  readonly unseenZones: readonly string[];
  /** What else keeps the observations from being all, as sentences. */
  readonly notes: readonly string[];
}

export interface OutcomeOptions extends Coverage {
  readonly findings: readonly Finding[];
  readonly judgement: Pick<Judgement, 'verdicts' | 'notAssessed' | 'subjects'>;
  readonly vantages: Report['vantages'];
  readonly waivers: Report['waivers'];
  readonly declared: Report['declared'];
  readonly failOn: FailOn;
  /** Share (0 to 1) of the verdicts about applicable rules that may be not_assessed or error. */
  readonly maxNotAssessed: number;
  /** Whether findings that the baseline has, and that did not get worse, are let pass. */
  readonly failOnNew: boolean;
  /** Whether waivers that are expired, exceeded or unused fail the run. */
  readonly strictWaivers: boolean;
}

type Outcome = Report['outcome'];

/**
 * How a run ended. Exit code 130 when it was interrupted, else 1 when a finding reaches `failOn`, else 3 when something that matters was not
 * assessed, else 0. Policy and coverage are told apart whatever the code.
 */
export function outcomeOf(options: OutcomeOptions): Outcome {
  const { findings, failOn, complete } = options;
  const failures = [...failureReasons(options), ...declaredReasons(options), ...waiverReasons(options)];
  const gaps = coverageReasons(options);
  const notes = findings.length > 0 && failures.length === 0 ? [tolerated(options)] : [];
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
    exitCode: exitCodeOf(failures.length > 0, gaps.length > 0, complete),
    failOn,
    reasons: [...failures, ...gaps, ...notes],
  };
}

function exitCodeOf(failed: boolean, incomplete: boolean, complete: boolean): Outcome['exitCode'] {
  if (!complete) return 130;
  if (failed) return 1;
  return incomplete ? 3 : 0;
}

function failureReasons({ findings, failOn, failOnNew }: OutcomeOptions): readonly string[] {
  const failing = findings.filter((finding) => reaches(finding.severity, failOn) && fails(finding, failOnNew)).length;
  if (failing === 0) return [];
  const fresh = failOnNew ? 'new or worse ' : '';
  return [`${plural(failing, `${fresh}finding`)} of ${levelText(failOn)}.`];
}

/** Only a waiver that covers a finding takes it out of the account; with `failOnNew` an old finding fails only once its waiver is over. */
function fails({ disposition, history }: Finding, failOnNew: boolean): boolean {
  if (disposition === 'waived') return false;
  const isOld = history !== null && (history.status === 'unchanged' || history.status === 'changed');
  return !failOnNew || !isOld || disposition === 'waiver-expired';
}

function levelText(failOn: FailOn): string {
  return failOn === 'critical' ? 'severity critical' : `severity ${failOn} or worse`;
}

/** Whoever names a firewall's configuration wants to know that it is what the network does. */
function declaredReasons({ declared, failOn }: OutcomeOptions): readonly string[] {
  if (failOn === 'never') return [];
  return declared.flatMap(({ source, lines, undeclared, undeclaredOmitted }) => {
    const contradicted = lines.filter(({ status }) => status === 'contradicted').length;
    const open = undeclared.length + undeclaredOmitted;
    return [
      ...(contradicted === 0
        ? []
        : [`${plural(contradicted, 'line')} of ${source.path} contradicted by what was seen.`]),
      ...(open === 0 ? [] : [`${plural(open, 'open endpoint')} that ${source.path} does not allow.`]),
    ];
  });
}

function waiverReasons({ waivers, strictWaivers }: OutcomeOptions): readonly string[] {
  if (!strictWaivers) return [];
  return (['expired', 'exceeded', 'unused'] as const).flatMap((state) => {
    const ids = (waivers?.entries ?? []).filter((entry) => entry.state === state).map(({ id }) => id);
    return ids.length === 0 ? [] : [`${plural(ids.length, 'waiver')} ${state}: ${ids.join(', ')}.`];
  });
}

/** Findings that do not fail the run are still exceptions that were noted. */
function tolerated({ findings, failOn, failOnNew }: OutcomeOptions): string {
  const waived = findings.filter(({ disposition }) => disposition === 'waived').length;
  const fresh = failOnNew ? 'new and ' : '';
  const level = failOn === 'never' ? 'none of which was to fail the run' : `none of ${fresh}${levelText(failOn)}`;
  const none = waived === findings.length ? 'all of them waived' : waived > 0 ? `${level} that is not waived` : level;
  return `${plural(findings.length, 'finding')}, ${none}.`;
}

function coverageReasons(options: OutcomeOptions): readonly string[] {
  const { verdicts, notAssessed, subjects } = options.judgement;
  const { failOn, maxNotAssessed, errors } = options;
  const unjudged = verdicts.not_assessed + verdicts.error;
  const applicable = verdicts.fail + verdicts.pass + unjudged;
  const share = applicable === 0 ? 0 : unjudged / applicable;
  const grave = notAssessed.filter(({ worst }) => reaches(worst, failOn));
  const graveEndpoints = countEndpoints(grave);
  return [
    ...missingReasons(options),
    ...(subjects.endpoint === 0 ? ['No endpoint was judged.'] : []),
    ...options.notes,
    ...vantageReasons(options),
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

function vantageReasons({ deaf, unseenZones, vantages }: OutcomeOptions): readonly string[] {
  return [
    ...deaf.map((name) =>
      name === 'this vantage'
        ? 'Nothing answered at all: this vantage may be cut off, and silence proves nothing. Add a target that must answer.'
        : `Nothing answered the vantage ${name}: it may be cut off, and silence proves nothing. Add a target that must answer.`,
    ),
    ...vantages
      .filter(({ health }) => health === 'failed')
      .map(({ id }) => `A port that must be open from the vantage ${id} was not: its silence proves nothing.`),
    ...unseenZones.map((zone) => `No vantage looked from the zone ${zone}, of which the intent matrix speaks.`),
  ];
}

/** An endpoint may have two entries: one for what is not known, one for rules that could not be evaluated. */
function countEndpoints(entries: readonly UnassessedEndpoint[]): number {
  const times = new Map(
    entries.map((entry) => [`${entry.address} ${entry.port} ${entry.transport}`, entry.times ?? 1]),
  );
  return [...times.values()].reduce((sum, count) => sum + count, 0);
}

function missingReasons({ complete, notProbed }: Coverage): readonly string[] {
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
