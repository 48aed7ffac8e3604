/* Generated from schemas/report.v1.schema.json by `npm run schema:types`; edit the schema instead. */

export type State = 'open' | 'closed' | 'filtered' | 'error' | 'open|filtered';
export type Access = 'none-required' | 'required' | 'refused-by-acl' | 'unknown';
export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info';
/**
 * confirmed: a protocol exchange proves it, or the state of the port as the probe saw it; firm: a banner, or silence; tentative: only the port number
 */
export type Confidence = 'confirmed' | 'firm' | 'tentative';

/**
 * What one audit found, and what it could not find out
 */
export interface Report {
  schemaVersion: '1.0';
  tool: {
    name: 'portreeve';
    version: string;
  };
  run: {
    id: string;
    /**
     * RFC 3339, UTC
     */
    startedAt: string;
    finishedAt: string | null;
    /**
     * false when interrupted or killed: the report is partial
     */
    complete: boolean;
    seed: string;
    engine: string;
    /**
     * How open ports were questioned; unknown in the files of other scanners
     */
    identify: 'none' | 'expected' | 'all' | 'unknown';
    /**
     * Whether controllers in plants and buildings were questioned
     */
    ics?: boolean;
    /**
     * Most that a check was allowed to leave behind
     */
    maxEffect?: 'none' | 'session' | 'logged';
    vantage: {
      id: string;
      zone: string | null;
    };
    configSha256: string;
    /**
     * Every file that the run was made from
     */
    inputs: {
      kind: string;
      path: string;
      sha256: string;
    }[];
    authorization: {
      by: string | null;
      ticket: string | null;
      validUntil: string | null;
      source: string | null;
    };
  };
  scope: {
    targets: {
      text: string;
      addresses: number;
      labels: Labels;
    }[];
    /**
     * Targets beyond the first 1,000, which are in run.json
     */
    targetsOmitted: number;
    exclusions: {
      text: string;
      why: string;
      addresses: number;
    }[];
    /**
     * Ports as ascending ranges: `22,80,8000-8010`; empty when none
     */
    ports: string;
    /**
     * The part of the hosts that this run is about, null for all of them; hosts and endpoints count this part
     */
    shard: null | {
      index: number;
      count: number;
    };
    hosts: number;
    endpoints: number;
  };
  /**
   * Every place that probes started from, by id
   */
  vantages: Vantage[];
  outcome: {
    verdict: 'failed' | 'incomplete' | 'passed' | 'no-exceptions-noted';
    policy: 'failed' | 'passed';
    coverage: 'complete' | 'incomplete';
    exitCode: 0 | 1 | 3 | 130;
    failOn: 'critical' | 'high' | 'medium' | 'low' | 'info' | 'never';
    /**
     * Each a sentence; at least one unless nothing was noted
     */
    reasons: string[];
  };
  coverage: {
    /**
     * Endpoints in the plan
     */
    planned: number;
    /**
     * open + closed + filtered by an ICMP error
     */
    answered: number;
    /**
     * filtered without any answer
     */
    silent: number;
    /**
     * This machine could not ask
     */
    errors: number;
    /**
     * Without an observation: left when the run was interrupted, or gone from its files since
     */
    notProbed: number;
    states: StateCounts;
    /**
     * Null, as the next eight, in a run that was killed before it could say
     */
    probesSent: number | null;
    /**
     * Probes asked again because of local trouble such as EMFILE
     */
    retriedLocally: number | null;
    /**
     * Endpoints silent at first that answered a later attempt
     */
    answeredOnRetry: number | null;
    /**
     * Share of probes or answers lost, from answeredOnRetry; null when nothing tells
     */
    estimatedLoss: number | null;
    sweepSeconds: number | null;
    /**
     * Answers that the kernel dropped because they were not read in time
     */
    kernelDrops: number | null;
    /**
     * Answering endpoints that were probably not found, with the 95 % interval; null when nothing tells
     */
    missed: {
      expected: number;
      low: number;
      high: number;
    } | null;
    /**
     * Most passes made: each asks again whatever is still silent
     */
    passes: number | null;
    /**
     * Probes a second
     */
    rates: {
      /**
       * The limit asked for; null for none
       */
      asked: number | null;
      /**
       * Of the slowest pass, as measured
       */
      slowest: number | null;
      /**
       * Of the fastest pass, as measured
       */
      fastest: number | null;
    };
    /**
     * Open endpoints whose protocol answered
     */
    identified: number;
    /**
     * Open endpoints of which no protocol was recognised, or only TLS around it
     */
    notIdentified: number;
    /**
     * Verdicts fail and pass
     */
    assessed: number;
    /**
     * Verdicts not_assessed and error
     */
    notAssessed: number;
    notApplicable: number;
  };
  /**
   * What UDP gave; absent where it was not asked for
   */
  udp?: {
    /**
     * Ports as ascending ranges: `22,80,8000-8010`; empty when none
     */
    ports: string;
    /**
     * UDP endpoints asked for; `coverage` counts those of TCP
     */
    planned: number;
    notProbed: number;
    states: {
      open: number;
      closed: number;
      filtered: number;
      'open|filtered': number;
      error: number;
    };
    /**
     * Open endpoints whose protocol answered
     */
    identified: number;
    datagramsSent: number | null;
    seconds: number | null;
    hosts: UdpHost[];
    /**
     * Hosts that are only part of the totals: in plans above 100,000 endpoints those without an open port
     */
    hostsOmitted: number;
  };
  summary: {
    findings: SeverityCounts;
    verdicts: VerdictCounts;
    /**
     * Active rules of all levels
     */
    rules: number;
    endpointsJudged: number;
    counting: SeverityCounts1;
    subjects: {
      /**
       * Endpoints, each judged by every rule of its level
       */
      endpoint: number;
      /**
       * Endpoints and zones
       */
      intent: number;
      /**
       * Findings that a waiver names
       */
      waiver: number;
    };
  };
  /**
   * What the pattern of answers likely means, as sentences
   */
  patterns: {
    kind: string;
    text: string;
    hosts: string[];
  }[];
  /**
   * Ascending. Hosts of plans of up to 100,000 endpoints of which anything is known, and in larger plans those with an endpoint that is open or declared open, or that answer an ICMP echo; those beyond 100,000 only where a port is open or declared open
   */
  hosts: Host[];
  /**
   * Hosts left out of `hosts`, none with a port open or declared open
   */
  hostsOmitted: number;
  /**
   * Above 100,000 planned endpoints: hosts without an entry in `hosts`, equal neighbours as one range, ascending; at most 10,000 ranges
   */
  hostRanges: HostRange[];
  /**
   * Hosts left out of `hostRanges`, after its last one
   */
  hostRangesOmitted: number;
  /**
   * Open endpoints and those in error that have an observation of their own, by address and port; the first 50,000 open ones and the first 10,000 in error
   */
  endpoints: Endpoint[];
  /**
   * Open and failed endpoints left out of `endpoints`; they are in observations.jsonl
   */
  endpointsOmitted: number;
  /**
   * Worst first, then by address, port and rule
   */
  findings: Finding[];
  /**
   * Against the baseline; null without one
   */
  changes: null | Changes;
  /**
   * Null without an intent matrix
   */
  intent: null | IntentRegister;
  /**
   * What firewall configurations say, line by line
   */
  declared: DeclaredFirewall[];
  /**
   * Null without a file of waivers
   */
  waivers: null | WaiverRegister;
  /**
   * Worst first, then by the first endpoint; an endpoint has one entry for what is not known, and one more for rules that broke there
   */
  notAssessed: NotAssessed[];
  rules: RuleResult[];
  controls: ControlFramework[];
  packs: Pack[];
}
/**
 * What the inventory says of a host
 */
export interface Labels {
  id?: string;
  zone?: string;
  env?: string;
  owner?: string;
  tags?: string[];
  expectOpen?: number[];
  allowPayload?: boolean;
}
/**
 * A place that probes started from
 */
export interface Vantage {
  id: string;
  zone: string | null;
  /**
   * Id of the run that looked from there
   */
  run: string;
  /**
   * portreeve, or whose file was read
   */
  tool: string;
  startedAt: string | null;
  finishedAt: string | null;
  complete: boolean;
  /**
   * Planned from there, over TCP and UDP
   */
  endpoints: number;
  states: StateCounts;
  /**
   * Whether ports that must be open from there were: silence proves nothing where one was not, and little where none was named
   */
  health: 'confirmed' | 'no-control' | 'failed';
  controls: {
    address: string;
    port: number;
    state: 'open' | 'not-open' | 'not-tested';
  }[];
}
export interface StateCounts {
  open: number;
  closed: number;
  filtered: number;
  error: number;
}
/**
 * One host with its UDP ports by state; `open|filtered` ones stayed silent, which says neither
 */
export interface UdpHost {
  address: string;
  /**
   * Ports as ascending ranges: `22,80,8000-8010`; empty when none
   */
  open: string;
  /**
   * Ports as ascending ranges: `22,80,8000-8010`; empty when none
   */
  closed: string;
  /**
   * Ports as ascending ranges: `22,80,8000-8010`; empty when none
   */
  filtered: string;
  /**
   * Ports as ascending ranges: `22,80,8000-8010`; empty when none
   */
  'open|filtered': string;
  /**
   * Ports as ascending ranges: `22,80,8000-8010`; empty when none
   */
  error: string;
}
export interface SeverityCounts {
  critical: number;
  high: number;
  medium: number;
  low: number;
  info: number;
}
export interface VerdictCounts {
  fail: number;
  pass: number;
  not_applicable: number;
  not_assessed: number;
  error: number;
}
/**
 * Findings that count: those without a waiver that covers them
 */
export interface SeverityCounts1 {
  critical: number;
  high: number;
  medium: number;
  low: number;
  info: number;
}
/**
 * One host with its ports by state
 */
export interface Host {
  address: string;
  names: string[];
  labels: Labels;
  counts: StateCounts;
  /**
   * Filtered endpoints for which an ICMP error or the network reported unreachable; the other filtered ones stayed silent
   */
  unreachable: number;
  /**
   * Ports as ascending ranges: `22,80,8000-8010`; empty when none
   */
  open: string;
  /**
   * Ports as ascending ranges: `22,80,8000-8010`; empty when none
   */
  closed: string;
  /**
   * Ports as ascending ranges: `22,80,8000-8010`; empty when none
   */
  filtered: string;
  /**
   * Ports as ascending ranges: `22,80,8000-8010`; empty when none
   */
  error: string;
  /**
   * ICMP echo, asked only of hosts of which no port answered
   */
  echo: 'answered' | 'silent' | 'not-asked';
}
/**
 * Neighbouring hosts of which the same number of endpoints is in each state
 */
export interface HostRange {
  first: string;
  last: string;
  /**
   * Hosts from `first` to `last` without an entry in `hosts`
   */
  hosts: number;
  counts: StateCounts1;
  /**
   * Of the filtered endpoints of each host, those that stayed silent; for the others an ICMP error came back
   */
  silent: number;
}
/**
 * Endpoints of each of these hosts
 */
export interface StateCounts1 {
  open: number;
  closed: number;
  filtered: number;
  error: number;
}
/**
 * An observation, the same shape as a line of observations.jsonl
 */
export interface Endpoint {
  address: string;
  port: number;
  transport: 'tcp' | 'udp';
  host: string;
  vantage: string;
  state: State;
  reason: string;
  /**
   * Milliseconds; null when nothing answered
   */
  rttMs: number | null;
  attempts: number;
  /**
   * RFC 3339, UTC
   */
  at: string;
  service?: Service;
  access?: Access;
  tls?: Tls;
  details?: {
    [k: string]: string | number | boolean | string[];
  };
  evidence?: Evidence[];
}
export interface Service {
  name: string;
  product: string | null;
  version: string | null;
  tls: boolean;
  method: 'probed' | 'port-number';
  confidence: number;
  /**
   * The name is another scanner's word; rules do not read it
   */
  foreign?: true;
}
export interface Tls {
  version: string | null;
  cipher: string | null;
  alpn: string | null;
  clientCertificateRequired: boolean;
  subject: string | null;
  issuer: string | null;
  names: string[];
  notBefore: string | null;
  notAfter: string | null;
  selfSigned: boolean | null;
  fingerprint: string | null;
  /**
   * rsa, ec, ed25519, ...
   */
  keyType?: string | null;
  keyBits?: number | null;
  /**
   * How the certificate was signed, such as sha256WithRSAEncryption
   */
  signature?: string | null;
  /**
   * Subjects of the certificates sent after the server's own
   */
  chain?: string[];
  /**
   * Whether they lead to one that signed itself; null where the chain just ends
   */
  chainComplete?: boolean | null;
  /**
   * Whether TLS began after a plaintext exchange
   */
  startTls?: boolean;
  /**
   * One handshake for each version; whatever is in neither list was refused
   */
  versions?: {
    offered: ('TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3')[];
    unknown: ('TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3')[];
  };
}
export interface Evidence {
  question: string;
  /**
   * Bytes sent, hex
   */
  sent: string;
  /**
   * First bytes received, hex
   */
  received: string;
  /**
   * The same, printable
   */
  text: string;
}
/**
 * A failed rule on one endpoint
 */
export interface Finding {
  /**
   * Stable across runs: rule, target, transport, port and what the rule's `identity` names
   */
  fingerprint: string;
  ruleId: string;
  pack: string;
  title: string;
  category: string;
  severity: Severity;
  baseSeverity: Severity;
  severityReasons: SeverityReason[];
  confidence: Confidence;
  address: string;
  port: number;
  transport: 'tcp' | 'udp';
  host: string;
  labels: Labels;
  message: string;
  why: string | null;
  /**
   * Why the rule failed here, as a sentence made from its conditions and facts
   */
  because: string;
  fix: string[];
  references: string[];
  cwe: number[];
  /**
   * What the rule judges
   */
  level: 'endpoint' | 'intent' | 'waiver';
  /**
   * The zone that it is about; null for all that looked
   */
  zone: string | null;
  /**
   * By vantage, at most 32
   *
   * @maxItems 32
   */
  seen: Sighting[];
  /**
   * How many endpoints this one stands for, in large plans
   */
  endpoints: number;
  /**
   * Who is to deal with it: the owner of the intent row, else of the target
   */
  owner: string | null;
  /**
   * Its fingerprints under earlier rule ids
   */
  aliases: string[];
  /**
   * All but waived count
   */
  disposition: 'open' | 'waived' | 'waiver-expired' | 'waiver-exceeded';
  /**
   * Id of the waiver that names it
   */
  waiver: string | null;
  history: null | History;
  evidence: Evidence[];
}
export interface SeverityReason {
  from: Severity;
  to: Severity;
  because: string;
}
/**
 * What one vantage saw
 */
export interface Sighting {
  vantage: string;
  zone: string | null;
  state: State;
  reason: string;
}
/**
 * How a finding stands to the baseline
 */
export interface History {
  /**
   * Sightings of earlier runs by vantages that saw it open and have not looked since; absent where there are none
   *
   * @minItems 1
   * @maxItems 32
   */
  openBefore?: Sighting[];
  status: 'new' | 'unchanged' | 'changed' | 'escalated' | 'reopened';
  /**
   * RFC 3339, UTC
   */
  firstSeen: string;
  lastSeen: string;
  ageDays: number;
  changes: {
    field: string;
    from: string;
    to: string;
  }[];
}
export interface Changes {
  baseline: {
    path: string;
    sha256: string;
    runId: string;
    startedAt: string;
  };
  counts: {
    new: number;
    unchanged: number;
    changed: number;
    escalated: number;
    reopened: number;
    resolved: number;
    unverified: number;
    ruleDisabled: number;
  };
  /**
   * Findings of the baseline that are none now; what may still be open first. Only resolved ones are ever left out
   */
  gone: GoneFinding[];
  goneOmitted: number;
  /**
   * What makes the two runs hard to compare
   */
  notes: string[];
}
export interface GoneFinding {
  status: 'resolved' | 'unverified' | 'rule-disabled';
  fingerprint: string;
  ruleId: string;
  title: string;
  level: 'endpoint' | 'intent' | 'waiver';
  /**
   * How many endpoints it stood for
   */
  endpoints: number;
  aliases: string[];
  /**
   * The id label, where the fingerprint stands on it instead of the address
   */
  asset: string | null;
  severity: 'critical' | 'high' | 'medium' | 'low' | 'info';
  address: string;
  port: number;
  transport: 'tcp' | 'udp';
  host: string;
  firstSeen: string;
  lastSeen: string;
  because: string;
  zone: string | null;
  labels: Labels;
  seen: Sighting[];
}
export interface IntentRegister {
  path: string;
  sha256: string;
  id: string;
  title: string;
  owner: string;
  approvedBy: string | null;
  approved: string | null;
  reviewBy: string | null;
  ticket: string | null;
  /**
   * Whether the day of its review has passed
   */
  overdue: boolean;
  /**
   * As in the file; the default comes last
   */
  rows: IntentRow[];
  deviations: IntentDeviation[];
  deviationsOmitted: number;
}
export interface IntentRow {
  /**
   * file:line
   */
  at: string;
  from: string;
  to: string;
  ports: string;
  expect: 'open' | 'closed' | 'blocked' | 'not-open';
  service: string | null;
  auth: string | null;
  reason: string | null;
  owner: string | null;
  ticket: string | null;
  expires: string | null;
  state: 'in-force' | 'expired' | 'unused';
  /**
   * Endpoints and zones that the row decides
   */
  cells: {
    matched: number;
    deviating: number;
    notAssessed: number;
  };
}
export interface IntentDeviation {
  zone: string;
  address: string;
  host: string;
  port: number;
  transport: 'tcp' | 'udp';
  expect: string;
  observed: string;
  deviation: string;
  at: string;
  fingerprint: string | null;
}
export interface DeclaredFirewall {
  source: {
    kind: string;
    path: string;
    sha256: string;
  };
  lines: DeclaredLine[];
  /**
   * Open endpoints that no line allows
   */
  undeclared: {
    zone: string | null;
    address: string;
    port: number;
    transport: 'tcp' | 'udp';
  }[];
  undeclaredOmitted: number;
  /**
   * What of the configuration could not be read
   */
  warnings: string[];
}
export interface DeclaredLine {
  at: string;
  text: string;
  action: 'allow' | 'deny';
  status: 'confirmed' | 'contradicted' | 'not-observed' | 'not-compared';
  endpoints: number;
  because: string;
}
export interface WaiverRegister {
  files: {
    path: string;
    sha256: string;
  }[];
  entries: WaiverEntry[];
}
export interface WaiverEntry {
  id: string;
  type: 'risk-accepted' | 'false-positive' | 'compensating-control' | 'planned-fix';
  state: 'active' | 'expiring' | 'expired' | 'unused' | 'exceeded' | 'unverified';
  reason: string;
  owner: string;
  approvedBy: string;
  ticket: string | null;
  created: string;
  /**
   * Last day on which it holds
   */
  expires: string;
  daysLeft: number;
  maxSeverity: null | ('critical' | 'high' | 'medium' | 'low' | 'info');
  selfApproved: boolean;
  /**
   * What it waives, in words
   */
  match: string;
  compensatingControls: string[];
  /**
   * Fingerprints
   */
  matched: string[];
  /**
   * file:line
   */
  at: string;
}
/**
 * Endpoints of which the same rules could not be judged for want of the same facts
 */
export interface NotAssessed {
  /**
   * Why, in words: `service not identified`
   */
  reason: string;
  /**
   * Facts that were needed and are not known
   *
   * @minItems 1
   */
  missing: string[];
  /**
   * Ids of the rules that could not be judged, the same for each of the endpoints
   *
   * @minItems 1
   */
  rules: string[];
  /**
   * The highest base severity among the rules
   */
  worst: 'critical' | 'high' | 'medium' | 'low' | 'info';
  transport: 'tcp' | 'udp';
  /**
   * How many endpoints these are
   */
  endpoints: number;
  /**
   * Where they are, by address. Above 100,000 planned endpoints those that are not open are only counted, and one of them is named for all that are alike
   *
   * @minItems 1
   */
  hosts: {
    address: string;
    /**
     * The host name the address was named by, else the address
     */
    host: string;
    /**
     * As ascending ranges: `22,80,8000-8010`
     */
    ports: string;
  }[];
}
export interface RuleResult {
  id: string;
  pack: string;
  title: string;
  category: string;
  severity: Severity;
  level: 'endpoint' | 'intent' | 'waiver';
  /**
   * Changed by the configuration's `rules:`
   */
  status: 'active' | 'off' | 'overridden';
  /**
   * The configuration's reason
   */
  because: string | null;
  counts: VerdictCounts;
}
export interface ControlFramework {
  framework: string;
  version: string;
  title: string;
  url: string;
  statement: string;
  controls: ControlStatus[];
}
export interface ControlStatus {
  id: string;
  title: string;
  url: string | null;
  status: 'exceptions-noted' | 'insufficient-evidence' | 'exceptions-accepted' | 'no-exceptions-noted' | 'no-evidence';
  relation: 'direct' | 'supporting';
  /**
   * Verdicts fail and pass
   */
  checks: number;
  /**
   * Findings that count
   */
  failing: number;
  waived: number;
  notAssessed: number;
  rules: string[];
}
export interface Pack {
  id: string;
  version: string;
  title: string;
  source: string;
  sha256: string;
  rules: number;
}
