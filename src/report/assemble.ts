import { InternalError } from '../model/errors.ts';
import type { Finding, Pack, Report, RuleResult, UnassessedEndpoint, VerdictCounts } from '../model/report.ts';
import { SEVERITIES } from '../model/report.ts';
import type { RunCounters, UdpRecord } from '../model/run.ts';
import { byEndpoint, compareText } from './by-endpoint.ts';
import { groupUnassessed } from './group-unassessed.ts';
import { describePatterns } from './patterns.ts';
import { countPorts } from './port-ranges.ts';
import type { TallyResult } from './tally.ts';
import type { UdpTallyResult } from './udp-tally.ts';

/** What the rules made of the observations. */
export interface JudgedParts {
  readonly findings: readonly Finding[];
  readonly notAssessed: readonly UnassessedEndpoint[];
  readonly rules: readonly RuleResult[];
  readonly verdicts: VerdictCounts;
  readonly subjects: Report['summary']['subjects'];
}

/** Everything a report is made from; whatever follows from these parts is computed and cannot disagree with them. */
export interface ReportParts {
  readonly toolVersion: string;
  readonly run: Report['run'];
  readonly scope: Report['scope'];
  readonly vantages: Report['vantages'];
  readonly intent?: Report['intent'];
  readonly declared?: Report['declared'];
  readonly waivers?: Report['waivers'];
  readonly controls?: Report['controls'];
  /** Null when the run was killed before it wrote them. */
  readonly counters: RunCounters | null;
  readonly tally: TallyResult;
  /** Absent where UDP was not asked for. */
  readonly udp?: UdpRecord & UdpTallyResult;
  readonly judgement: JudgedParts;
  readonly outcome: Report['outcome'];
  readonly packs: readonly Pack[];
}

const UNKNOWN_COUNTERS = {
  probesSent: null,
  retriedLocally: null,
  answeredOnRetry: null,
  estimatedLoss: null,
  sweepSeconds: null,
  kernelDrops: null,
  missed: null,
  passes: null,
  rates: { asked: null, slowest: null, fastest: null },
} as const;

/** Puts the canonical report together; the same parts in any order give the same report. @throws InternalError when more was observed than planned */
export function assembleReport({ judgement, tally, ...parts }: ReportParts): Report {
  const { run, scope, outcome } = parts;
  const { hosts, hostsOmitted, hostRanges, hostRangesOmitted, endpointsOmitted } = tally;
  const endpoints = byEndpoint([...tally.endpoints, ...(parts.udp?.endpointsListed ?? [])]);
  return {
    schemaVersion: '1.0',
    tool: { name: 'portreeve', version: parts.toolVersion },
    run,
    scope,
    vantages: parts.vantages,
    outcome,
    coverage: coverageOf({ judgement, tally, ...parts }),
    ...(parts.udp && { udp: udpOf(parts.udp) }),
    summary: {
      findings: countSeverities(judgement.findings),
      verdicts: judgement.verdicts,
      rules: judgement.rules.filter(({ status }) => status !== 'off').length,
      endpointsJudged: judgement.subjects.endpoint,
      counting: countSeverities(judgement.findings.filter(({ disposition }) => disposition !== 'waived')),
      subjects: judgement.subjects,
    },
    patterns: describePatterns({ hosts, hostRanges, endpoints, portsPerHost: countPorts(scope.ports) }),
    hosts,
    hostsOmitted,
    hostRanges,
    hostRangesOmitted,
    endpoints,
    endpointsOmitted: endpointsOmitted + (parts.udp?.endpointsOmitted ?? 0),
    findings: sortFindings(judgement.findings),
    changes: null,
    intent: parts.intent ?? null,
    declared: parts.declared ?? [],
    waivers: parts.waivers ?? null,
    notAssessed: groupUnassessed(judgement.notAssessed),
    rules: judgement.rules.toSorted((a, b) => compareText(a.id, b.id)),
    controls: parts.controls ?? [],
    packs: parts.packs.toSorted((a, b) => compareText(a.id, b.id)),
  };
}

function coverageOf({ scope, tally, judgement, counters }: ReportParts): Report['coverage'] {
  const { states, silent, identified } = tally;
  const { verdicts } = judgement;
  const observed = states.open + states.closed + states.filtered + states.error;
  if (observed > scope.endpoints) {
    throw new InternalError(`${observed} endpoints were observed, but only ${scope.endpoints} planned`);
  }
  return {
    planned: scope.endpoints,
    answered: states.open + states.closed + states.filtered - silent,
    silent,
    errors: states.error,
    notProbed: scope.endpoints - observed,
    states,
    ...(counters ?? UNKNOWN_COUNTERS),
    identified,
    notIdentified: states.open - identified,
    assessed: verdicts.fail + verdicts.pass,
    notAssessed: verdicts.not_assessed + verdicts.error,
    notApplicable: verdicts.not_applicable,
  };
}

function udpOf(udp: UdpRecord & UdpTallyResult): NonNullable<Report['udp']> {
  const { ports, endpoints, notProbed, states, identified, datagramsSent, seconds, hosts, hostsOmitted } = udp;
  return { ports, planned: endpoints, notProbed, states, identified, datagramsSent, seconds, hosts, hostsOmitted };
}

function countSeverities(findings: readonly Finding[]): Report['summary']['findings'] {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}

/** Worst first, then by address, port and rule. */
function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  const sorted = byEndpoint(findings.toSorted((a, b) => compareText(a.ruleId, b.ruleId)));
  return SEVERITIES.flatMap((severity) => sorted.filter((finding) => finding.severity === severity));
}
