import type { EndpointState } from '../../model/observation.ts';
import { plural } from '../../model/quantity-text.ts';
import type { ReportedEndpoints } from '../reported/reported-endpoints.ts';
import { reportedEndpoints } from '../reported/reported-endpoints.ts';
import type { ComparableReport, GoneFinding, GoneStatus, ReportVantage, Seen } from './comparable-report.ts';

/** A finding of before, as far as it tells what would prove it resolved. */
export type EarlierFinding = Omit<GoneFinding, 'status' | 'because'>;

/** What became of a finding that is none now, with what proves it or what is missing. */
export interface Fate {
  readonly status: GoneStatus;
  readonly because: string;
}

/** What a comparison asks beside the reports. */
export interface Before {
  /** Whether the baseline knew what listened on the finding's endpoint. */
  readonly identified: (finding: EarlierFinding) => boolean;
  /** Rules by the id they had before. */
  readonly renamed: ReadonlyMap<string, string>;
}

/**
 * Tells what became of findings that a rule does not report any more. Resolved is only what was observed to be: by the vantages that saw it open, and
 * silence counts only from a vantage that saw one of its controls open. Everything else stays unverified.
 */
export function fateTeller(report: ComparableReport, before: Before): (finding: EarlierFinding) => Fate {
  const rules = new Map(report.rules.map((rule) => [rule.id, rule]));
  const vantages = new Map(report.vantages.map((vantage) => [vantage.id, vantage]));
  const endpoints = reportedEndpoints(report);
  const addressesById = addressesOfIds(report);

  return (finding) => {
    const ruleId = before.renamed.get(finding.ruleId) ?? finding.ruleId;
    const rule = rules.get(ruleId);
    if (rule === undefined) return { status: 'rule-disabled', because: `There is no rule ${ruleId} any more.` };
    if (rule.status === 'off') {
      const why = rule.because === null ? '' : `: ${rule.because}`;
      return { status: 'rule-disabled', because: `The rule is switched off${why}.` };
    }
    if (finding.endpoints > 1) {
      return unverified(`It stood for ${plural(finding.endpoints, 'endpoint')}, which were only counted.`);
    }
    const lacking = lackingInput(finding, report) ?? lackingVantage(finding, vantages);
    if (lacking !== undefined) return unverified(lacking);
    const addresses = (finding.asset === null ? undefined : addressesById.get(finding.asset)) ?? [finding.address];
    const fates = addresses.map((address) =>
      fateAt({ ...finding, ruleId, address }, { report, vantages, endpoints, before }),
    );
    return fates.find(({ status }) => status !== 'resolved') ?? fates[0] ?? unverified('Nothing is known of it.');
  };
}

function unverified(because: string): Fate {
  return { status: 'unverified', because };
}

function resolved(because: string): Fate {
  return { status: 'resolved', because };
}

function addressesOfIds({ hosts }: ComparableReport): ReadonlyMap<string, readonly string[]> {
  const byId = new Map<string, string[]>();
  for (const { address, labels } of hosts) {
    if (labels.id === undefined) continue;
    const known = byId.get(labels.id);
    if (known === undefined) byId.set(labels.id, [address]);
    else known.push(address);
  }
  return byId;
}

/** What the rule was judged by then and is not now. */
function lackingInput({ level }: EarlierFinding, { intent, waivers }: ComparableReport): string | undefined {
  if (level === 'intent' && intent === null) return 'No intent matrix was given.';
  if (level === 'waiver' && waivers === null) return 'No waiver file was given.';
  return undefined;
}

/** What was seen of the finding's endpoint, in its zone where it is about one. */
function seenOf({ zone, seen }: EarlierFinding): readonly Seen[] {
  return zone === null ? seen : seen.filter((each) => each.zone === zone);
}

function wasOpen(finding: EarlierFinding): boolean {
  return seenOf(finding).some(({ state }) => state === 'open');
}

/** The vantages whose word counts: those that saw it open, or all that asked where none did. */
function witnesses(finding: EarlierFinding): readonly string[] {
  const seen = seenOf(finding);
  const counting = wasOpen(finding) ? seen.filter(({ state }) => state === 'open') : seen;
  return [...new Set(counting.map(({ vantage }) => vantage))];
}

function lackingVantage(finding: EarlierFinding, vantages: ReadonlyMap<string, ReportVantage>): string | undefined {
  const needed = witnesses(finding);
  if (needed.length === 0) return 'Nothing tells which vantage had seen it.';
  const missing = needed.filter((id) => !vantages.has(id));
  if (missing.length === 0) return undefined;
  return `${missing.join(', ')}, which had seen it, did not take part.`;
}

interface Evidence {
  readonly report: ComparableReport;
  readonly vantages: ReadonlyMap<string, ReportVantage>;
  readonly endpoints: ReportedEndpoints;
  readonly before: Before;
}

function fateAt(finding: EarlierFinding, evidence: Evidence): Fate {
  const state = evidence.endpoints.stateOf(finding);
  if (state === undefined) return unverified('The endpoint was not observed in this run.');
  const alone = evidence.report.vantages.length === 1;
  const needed = witnesses(finding);
  const openFrom = evidence.endpoints.entriesOf(finding).filter((entry) => entry.state === 'open');
  const openElsewhere = openFrom.length > 0 && !openFrom.some(({ vantage }) => needed.includes(vantage));
  if (wasOpen(finding) && openElsewhere) return notOpenFrom(finding, undefined, evidence);
  switch (state) {
    case 'error':
    case 'open|filtered':
      return unverified(
        state === 'error'
          ? 'The endpoint could not be asked in this run.'
          : 'The endpoint stayed silent, which says neither over UDP.',
      );
    case 'closed':
    case 'filtered':
      return wasOpen(finding)
        ? notOpenFrom(finding, alone ? state : undefined, evidence)
        : judgedNow(finding, state, evidence);
    case 'open':
      return judgedNow(finding, state, evidence);
    default:
      return state satisfies never;
  }
}

/**
 * What follows where no vantage that saw it open does so now. `state` is what they see; undefined where several vantages took part, of which a report
 * tells only what they saw together.
 */
function notOpenFrom(
  finding: EarlierFinding,
  state: 'closed' | 'filtered' | undefined,
  { report, vantages }: Evidence,
): Fate {
  const needed = witnesses(finding).flatMap((id) => vantages.get(id) ?? []);
  const names = needed.map(({ id }) => id).join(', ');
  if (state === 'closed') return resolved(`Observed closed by ${names}.`);
  const planned = report.coverage.planned + (report.udp?.planned ?? 0);
  const unsure = needed.find(({ complete, endpoints }) => !complete || (state === undefined && endpoints < planned));
  if (unsure !== undefined) {
    return unverified(
      unsure.complete
        ? `Nothing tells whether ${unsure.id} asked this endpoint.`
        : `Not open now, but the run of ${unsure.id} ended early.`,
    );
  }
  const unhealthy = needed.find(({ health }) => health !== 'confirmed');
  if (unhealthy !== undefined) {
    const why =
      unhealthy.health === 'failed' ? 'a positive control failed there' : 'no positive control was asked there';
    return unverified(`Silent from ${unhealthy.id}, which proves nothing: ${why}.`);
  }
  return resolved(`Observed ${state ?? 'not open'} by ${names}, whose positive controls were open.`);
}

/** What follows from the rule not failing now, in a state in which it could be judged. */
function judgedNow(
  finding: EarlierFinding,
  state: EndpointState,
  { report, vantages, endpoints, before }: Evidence,
): Fate {
  const judged = endpoints.isJudged(finding.ruleId, finding);
  if (judged !== true) {
    return unverified(
      judged === undefined
        ? 'The report tells only totals of endpoints like this one.'
        : `The endpoint is ${state}, but the rule could not be assessed there.`,
    );
  }
  if (state === 'filtered') {
    const unsure = witnesses(finding).find((id) => {
      const vantage = vantages.get(id);
      return vantage?.complete !== true || vantage.health !== 'confirmed';
    });
    if (unsure !== undefined)
      return unverified(`Silent from ${unsure}, which proves nothing without a positive control.`);
  }
  // A rule may be told to ignore what is not known; that it is silent then proves nothing.
  const probed = endpoints.entriesOf(finding).some(({ service }) => service?.method === 'probed');
  if (state === 'open' && !probed && before.identified(finding)) {
    return unverified('The endpoint is open, but what listens there was not identified this time.');
  }
  const early = report.run.complete ? '' : ', although the run ended early';
  return resolved(`The endpoint is ${state} and the rule does not fail there any more${early}.`);
}
