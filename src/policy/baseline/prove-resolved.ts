import type { EndpointState } from '../../model/observation.ts';
import { plural } from '../../model/quantity-text.ts';
import type { ReportedEndpoints } from '../reported/reported-endpoints.ts';
import { reportedEndpoints } from '../reported/reported-endpoints.ts';
import type { GoneFinding, Report, Sighting, Vantage } from '../../model/report.ts';

/** A finding of before, as far as it tells what would prove it resolved. */
export type EarlierFinding = Omit<GoneFinding, 'status' | 'because'>;

/** What became of a finding that is none now, with what proves it or what is missing. */
export interface Fate {
  readonly status: GoneFinding['status'];
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
export function fateTeller(report: Report, before: Before): (finding: EarlierFinding) => Fate {
  const rules = new Map(report.rules.map((rule) => [rule.id, rule]));
  const vantages = byId(report.vantages);
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

/** By id; several runs may have looked from one place. */
type Vantages = ReadonlyMap<string, readonly [Vantage, ...Vantage[]]>;

function byId(all: readonly Vantage[]): Vantages {
  const vantages = new Map<string, [Vantage, ...Vantage[]]>();
  for (const vantage of all) {
    const known = vantages.get(vantage.id);
    if (known === undefined) vantages.set(vantage.id, [vantage]);
    else known.push(vantage);
  }
  return vantages;
}

function addressesOfIds({ hosts }: Report): ReadonlyMap<string, readonly string[]> {
  const addresses = new Map<string, string[]>();
  for (const { address, labels } of hosts) {
    if (labels.id === undefined) continue;
    const known = addresses.get(labels.id);
    if (known === undefined) addresses.set(labels.id, [address]);
    else known.push(address);
  }
  return addresses;
}

/** What the rule was judged by then and is not now. */
function lackingInput({ level }: EarlierFinding, { intent, waivers }: Report): string | undefined {
  if (level === 'intent' && intent === null) return 'No intent matrix was given.';
  if (level === 'waiver' && waivers === null) return 'No waiver file was given.';
  return undefined;
}

/** What was seen of the finding's endpoint, in its zone where it is about one. */
function seenOf({ zone, seen }: EarlierFinding): readonly Sighting[] {
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

function lackingVantage(finding: EarlierFinding, vantages: Vantages): string | undefined {
  const needed = witnesses(finding);
  if (needed.length === 0) return 'Nothing tells which vantage had seen it.';
  const missing = needed.filter((id) => !vantages.has(id));
  if (missing.length === 0) return undefined;
  return `${missing.join(', ')}, which had seen it, did not take part.`;
}

interface Evidence {
  readonly report: Report;
  readonly vantages: Vantages;
  readonly endpoints: ReportedEndpoints;
  readonly before: Before;
}

function fateAt(finding: EarlierFinding, evidence: Evidence): Fate {
  const state = evidence.endpoints.stateOf(finding);
  switch (state) {
    case undefined:
      return unverified('The endpoint was not observed in this run.');
    case 'error':
      return unverified('The endpoint could not be asked in this run.');
    case 'open|filtered':
      return unverified('The endpoint stayed silent, which says neither over UDP.');
    case 'closed':
    case 'filtered':
      return wasOpen(finding) ? notOpen(finding, state, evidence) : judgedNow(finding, state, evidence);
    case 'open':
      return judgedNow(finding, state, evidence);
    default:
      return state satisfies never;
  }
}

function notOpen(finding: EarlierFinding, state: 'closed' | 'filtered', evidence: Evidence): Fate {
  const doubt = doubtOf(finding, state, evidence);
  return doubt === undefined ? resolved(`Observed ${state} by ${witnesses(finding).join(', ')}.`) : unverified(doubt);
}

/** What follows from the rule not failing now, in a state in which it could be judged. */
function judgedNow(finding: EarlierFinding, state: EndpointState, evidence: Evidence): Fate {
  const { report, endpoints, before } = evidence;
  const judged = endpoints.isJudged(finding.ruleId, finding);
  if (judged === undefined) return unverified('The report tells only totals of endpoints like this one.');
  if (!judged) return unverified(`The endpoint is ${state}, but the rule could not be assessed there.`);
  const doubt = doubtOf(finding, state, evidence);
  if (doubt !== undefined) return unverified(doubt);
  // A rule may be told to ignore what is not known; that it is silent then proves nothing.
  const probed = endpoints.entriesOf(finding).some(({ service }) => service?.method === 'probed');
  if (state === 'open' && !probed && before.identified(finding)) {
    return unverified('The endpoint is open, but what listens there was not identified this time.');
  }
  const early = report.run.complete ? '' : ', although the run ended early';
  return resolved(`The endpoint is ${state} and the rule does not fail there any more${early}.`);
}

/**
 * Why the state that a report tells may not be what the witnesses see. An answer is what it is; silence needs a finished run, which asks again, and a
 * positive control. Of several vantages the report tells only what they saw together, so that each of the witnesses must have asked everything.
 */
function doubtOf(finding: EarlierFinding, state: EndpointState, { report, vantages }: Evidence): string | undefined {
  const alone = report.vantages.length === 1;
  if (alone && state !== 'filtered') return undefined;
  const planned = report.coverage.planned + (report.udp?.planned ?? 0);
  for (const id of witnesses(finding)) {
    const runs = vantages.get(id) ?? [];
    const whole = alone ? runs : runs.filter(({ endpoints, states }) => endpoints >= planned && states.error === 0);
    if (whole.length === 0) return `Nothing tells whether ${id} could ask this endpoint.`;
    if (whole.every(({ complete }) => !complete))
      return `The run of ${id} ended early, so that its silence proves nothing.`;
    if (whole.some(({ health }) => health === 'failed'))
      return `Silence from ${id} proves nothing: a positive control failed there.`;
    if (whole.every(({ health }) => health === 'no-control'))
      return `Silence from ${id} proves nothing: no positive control was asked there.`;
  }
  return undefined;
}
