import type { FactName, Facts } from '../model/facts.ts';
import type { Observation } from '../model/observation.ts';
import type { Finding, RuleResult, UnassessedEndpoint, VerdictCounts } from '../model/report.ts';
import type { HostIdentity } from '../model/target.ts';
import { severityRank } from './adjust-severity.ts';
import { createAssetAddresses } from './asset-addresses.ts';
import { assessmentsOf } from './assess-endpoint.ts';
import type { Gap } from './assess-endpoint.ts';
import type { Policy } from './create-policy.ts';
import { draftFinding } from './draft-finding.ts';
import type { FindingDraft } from './draft-finding.ts';
import type { Vantage } from './facts-of.ts';
import { factsOf } from './facts-of.ts';
import { fingerprintOf } from './fingerprint.ts';
import { missingReason } from './missing-reason.ts';
import { endpointKey, sortedBy } from './sort-order.ts';
import { createVerdictTally } from './verdict-tally.ts';

/** What came of all endpoints under all active rules. */
export interface Judgement {
  /** Worst first, then by address, port and rule. */
  readonly findings: readonly Finding[];
  /** By address and port: one for what is not known of an endpoint, one more for rules that could not be evaluated there. */
  readonly notAssessed: readonly UnassessedEndpoint[];
  /** Every rule, those that are off with zero counts. */
  readonly rules: readonly RuleResult[];
  /** Their sum is active rules times endpoints. */
  readonly verdicts: VerdictCounts;
  readonly endpointsJudged: number;
}

/** Takes observations one by one and keeps only what a report tells. */
export interface Judge {
  /**
   * With `times` above 1 the observation stands for that many endpoints of equal state, reason, port and labels: their own addresses and names
   * are unknown to rules, and a failing rule gives one finding, at the given address, that says how many there are.
   * Endpoints that are declared open deserve an observation of their own.
   */
  judge(observation: Observation, identity: HostIdentity, times?: number): void;
  finish(): Judgement;
}

export interface JudgeContext {
  readonly vantage: Vantage;
  /** Lower-case hex of the SHA-256 of a text in UTF-8. */
  readonly sha256hex: (text: string) => string;
}

/** A judge for one run. */
export function createJudge(policy: Policy, { vantage, sha256hex }: JudgeContext): Judge {
  const assessEndpoint = assessmentsOf(policy.rules.filter(({ status }) => status !== 'off'));
  const tally = createVerdictTally(policy.rules);
  const assets = createAssetAddresses();
  const drafts: FindingDraft[] = [];
  const notAssessed: UnassessedEndpoint[] = [];
  let endpointsJudged = 0;

  return {
    judge(observation, identity, times = 1) {
      const known = factsOf(observation, identity, vantage);
      const facts = times === 1 ? known : withoutHost(known, identity);
      const { verdicts, failures, gaps } = assessEndpoint(facts);
      endpointsJudged += times;
      tally.add(verdicts, times);
      assets.saw(identity.labels.id, times === 1 ? observation.address : undefined);
      for (const { rule, severity } of failures) {
        drafts.push(draftFinding({ observation, identity, facts, times }, rule, severity));
      }
      for (const gap of gaps) notAssessed.push({ ...unassessed(observation, gap), ...(times === 1 ? {} : { times }) });
    },
    finish() {
      const findings = drafts.map(({ finding, extras }): Finding => {
        const asset = assets.assetOf(finding.labels.id, finding.address);
        const fingerprint = fingerprintOf({ ruleId: finding.ruleId, asset, endpoint: finding, extras }, sha256hex);
        return { fingerprint, ...finding };
      });
      return {
        findings: sortedBy(findings, (finding) => [
          severityRank(finding.severity),
          ...endpointKey(finding),
          finding.ruleId,
        ]),
        notAssessed: sortedBy(notAssessed, (entry) => [...endpointKey(entry), entry.reason]),
        rules: tally.rules(),
        verdicts: tally.total(),
        endpointsJudged,
      };
    },
  };
}

const HOST_FACTS: readonly FactName[] = ['address', 'target.host'];

/** What is known of every one of several hosts. */
function withoutHost(facts: Facts, { labels }: HostIdentity): Facts {
  const hidden = labels.id === undefined ? [...HOST_FACTS, 'target.id'] : HOST_FACTS;
  return Object.fromEntries(Object.entries(facts).filter(([fact]) => !hidden.some((name) => name === fact)));
}

function unassessed(observation: Observation, { missing, rules, worst, why }: Gap): UnassessedEndpoint {
  const { address, port, transport, host } = observation;
  const reason = why === null ? missingReason(observation, missing) : `rules could not be evaluated: ${why}`;
  return { address, port, transport, host, reason, missing, rules, worst };
}
