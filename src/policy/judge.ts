import type { FactName, Facts } from '../model/facts.ts';
import type { Endpoint } from '../model/observation.ts';
import type { Finding, RuleLevel, RuleResult, UnassessedEndpoint, VerdictCounts } from '../model/report.ts';
import { severityRank } from './adjust-severity.ts';
import { createAssetAddresses } from './asset-addresses.ts';
import { assessmentsOf } from './assess-endpoint.ts';
import type { EndpointAssessment, Gap } from './assess-endpoint.ts';
import type { Policy } from './create-policy.ts';
import { draftFinding } from './draft-finding.ts';
import type { FindingDraft } from './draft-finding.ts';
import { factsOf, labelFacts } from './facts-of.ts';
import { fingerprintOf } from './fingerprint.ts';
import { missingReason } from './missing-reason.ts';
import { createPlainEndpoints } from './plain-endpoints.ts';
import { endpointKey, sortedBy } from './sort-order.ts';
import { placeOf, waiverPlace } from './subject.ts';
import type { Judged, Subject } from './subject.ts';
import { vantageFacts } from './vantage-facts.ts';
import type { VantageHealth, Zone } from './vantage-facts.ts';
import { createVerdictTally } from './verdict-tally.ts';

/** What came of all endpoints under all active rules. */
export interface Judgement {
  /** Worst first, then by address, port, rule and zone. */
  readonly findings: readonly Finding[];
  /** By address and port: one for what is not known of an endpoint, one more for rules that could not be evaluated there. */
  readonly notAssessed: readonly UnassessedEndpoint[];
  /** Every rule, those that are off with zero counts. */
  readonly rules: readonly RuleResult[];
  /** Their sum is, over all levels, active rules times what they judged. */
  readonly verdicts: VerdictCounts;
  /** What was judged, by level of rules. */
  readonly subjects: Readonly<Record<RuleLevel, number>>;
}

/** What an intent matrix says of an endpoint as seen from a zone. */
export interface Cell {
  readonly zone: string;
  /** The `intent.*` facts. */
  readonly intent: Facts;
}

/** A finding that a waiver names, with the `waiver.*` facts. */
export interface WaivedFinding {
  readonly finding: Finding;
  readonly waiver: Facts;
}

/** What waivers make of findings. */
export type ApplyWaivers = (findings: readonly Finding[]) => {
  readonly findings: readonly Finding[];
  readonly waived: readonly WaivedFinding[];
};

/** Takes endpoints one by one and keeps only what a report tells. */
export interface Judge {
  /** Rules about endpoints. */
  judge(subject: Subject): void;
  /** Rules about intent; what comes of the cell is for its register. */
  judgeCell(subject: Subject, cell: Cell): void;
  /** What is known of an endpoint, as rules would see it. */
  factsOf(subject: Subject): Facts;
  finish(applyWaivers?: ApplyWaivers): Judgement;
}

export interface JudgeContext {
  readonly zones: readonly Zone[];
  readonly vantages: readonly VantageHealth[];
  /** Lower-case hex of the SHA-256 of a text in UTF-8. */
  readonly sha256hex: (text: string) => string;
}

/** A judge for one report. */
export function createJudge(policy: Policy, { zones, vantages, sha256hex }: JudgeContext): Judge {
  const active = policy.rules.filter(({ status }) => status !== 'off');
  const ofLevel = (level: RuleLevel): ReturnType<typeof assessmentsOf> =>
    assessmentsOf(active.filter(({ rule }) => rule.level === level));
  const assessAs = { endpoint: ofLevel('endpoint'), intent: ofLevel('intent'), waiver: ofLevel('waiver') };
  const plain = createPlainEndpoints(active.filter(({ rule }) => rule.level === 'endpoint'));
  const seenFacts = vantageFacts(zones, vantages);
  const isControl = controlFinder(vantages);
  const tally = createVerdictTally(policy.rules);
  const assets = createAssetAddresses();
  const subjects = { endpoint: 0, intent: 0, waiver: 0 };
  const drafts: FindingDraft[] = [];
  const notAssessed: UnassessedEndpoint[] = [];

  let last: { readonly subject: Subject; readonly facts: Facts } | undefined;

  /** A subject is asked about several times in a row: as an endpoint, and from each zone. */
  function factsOfSubject(subject: Subject): Facts {
    if (last?.subject === subject) return last.facts;
    last = { subject, facts: putTogether(subject) };
    return last.facts;
  }

  function putTogether({ observation, identity, seen, times }: Subject): Facts {
    const known = Object.assign(factsOf(observation, identity), seenFacts(seen));
    if (isControl(observation)) Object.assign(known, CONTROL);
    return times === 1 ? known : withoutHost(known, identity.labels.id);
  }

  function take(judged: Judged): EndpointAssessment {
    const { level, endpoints } = judged.place;
    const assessment = assessAs[level](judged.facts);
    const { verdicts, failures, gaps } = assessment;
    subjects[level] += endpoints;
    tally.add(level, verdicts, endpoints);
    for (const { rule, severity } of failures) drafts.push(draftFinding(judged, rule, severity));
    for (const gap of gaps) notAssessed.push(unassessed(judged, gap));
    return assessment;
  }

  /** Gives the drafts so far their fingerprints, and forgets them. */
  function settle(): readonly Finding[] {
    return drafts.splice(0).map(({ finding, extras, earlierIds }): Finding => {
      const asset = assets.assetOf(finding.labels.id, finding.address);
      const of = (ruleId: string): string => fingerprintOf({ ruleId, asset, endpoint: finding, extras }, sha256hex);
      return { ...finding, fingerprint: of(finding.ruleId), aliases: earlierIds.map((id) => of(id)) };
    });
  }

  return {
    judge(subject) {
      const { identity, observation, times } = subject;
      assets.saw(identity.labels.id, times === 1 ? observation.address : undefined);
      const kind = isControl(observation) ? undefined : plain.kindOf(subject);
      const known = kind === undefined ? undefined : plain.get(kind);
      if (known !== undefined) {
        subjects.endpoint += times;
        tally.add('endpoint', known, times);
        return;
      }
      const place = placeOf(subject, 'endpoint', null);
      const { verdicts, failures, gaps } = take({ place, facts: factsOfSubject(subject), observation });
      // Whatever there is to tell is told of each endpoint by itself.
      if (kind !== undefined && failures.length === 0 && gaps.length === 0) plain.set(kind, verdicts);
    },
    judgeCell(subject, { zone, intent }) {
      const { observation } = subject;
      const facts = { ...factsOfSubject(subject), ...intent };
      take({ place: placeOf(subject, 'intent', zone), facts, observation });
    },
    factsOf: factsOfSubject,
    finish(applyWaivers = (findings) => ({ findings, waived: [] })) {
      const { findings, waived } = applyWaivers(settle());
      for (const { finding, waiver } of waived) {
        const { labels, address, port, transport, host } = finding;
        const facts = { address, port, transport, 'target.host': host, ...labelFacts(labels, address), ...waiver };
        take({ place: waiverPlace(finding), facts, observation: null });
      }
      return {
        findings: sortedBy([...findings, ...settle()], (finding) => [
          severityRank(finding.severity),
          ...endpointKey(finding),
          finding.ruleId,
          finding.zone ?? '',
          finding.fingerprint,
        ]),
        notAssessed: sortedBy(notAssessed, (entry) => [...endpointKey(entry), entry.reason]),
        rules: tally.rules(),
        verdicts: tally.total(),
        subjects,
      };
    },
  };
}

const CONTROL: Facts = { 'control.expect': 'open' };

/** Positive controls are TCP's. */
function controlFinder(vantages: readonly VantageHealth[]): (endpoint: Endpoint) => boolean {
  const all = vantages.flatMap(({ controls = [] }) => controls);
  // Asked for every endpoint: nearly all of them have another port.
  const ports = new Set(all.map(({ port }) => port));
  const endpoints = new Set(all.map(({ address, port }) => `${address} ${port}`));
  return ({ address, port, transport }) =>
    ports.has(port) && transport === 'tcp' && endpoints.has(`${address} ${port}`);
}

const HOST_FACTS: readonly FactName[] = ['address', 'target.host'];

/** What is known of every one of several hosts. */
function withoutHost(facts: Facts, id: string | undefined): Facts {
  const hidden = id === undefined ? [...HOST_FACTS, 'target.id'] : HOST_FACTS;
  return Object.fromEntries(Object.entries(facts).filter(([fact]) => !hidden.some((name) => name === fact)));
}

function unassessed({ place, observation }: Judged, { missing, rules, worst, why }: Gap): UnassessedEndpoint {
  const { address, port, transport, host, zone, endpoints } = place;
  const unknown = observation === null ? `not known: ${missing.join(', ')}` : missingReason(observation, missing);
  const what = why === null ? unknown : `rules could not be evaluated: ${why}`;
  const reason = zone === null ? what : `from zone ${zone}: ${what}`;
  const entry = { address, port, transport, host, reason, missing, rules, worst };
  return endpoints === 1 ? entry : { ...entry, times: endpoints };
}
