import { createHash } from 'node:crypto';
import type { Observation } from '../../src/model/observation.ts';
import type { Finding, RuleResult, Severity, UnassessedEndpoint } from '../../src/model/report.ts';
import type { Labels } from '../../src/model/target.ts';
import type { JudgedParts } from '../../src/report/assemble.ts';

/** A rule as the samples need it: no policy stage is involved in the tests of the report. */
interface SampleRule {
  readonly id: string;
  readonly title: string;
  readonly category: string;
  readonly severity: Severity;
  readonly why: string;
  readonly fix: readonly string[];
  readonly cwe: readonly number[];
  readonly applies: (seen: Observation) => boolean;
  /** Undefined where the facts do not tell. */
  readonly fails: (seen: Observation) => boolean | undefined;
  readonly because: (seen: Observation) => string;
}

const DATA_STORES = ['redis', 'memcached', 'elasticsearch', 'mysql', 'postgresql'];
const isNamed = (seen: Observation, ...names: readonly string[]): boolean => names.includes(seen.service?.name ?? '');
const isFree = (seen: Observation): boolean | undefined =>
  seen.access === undefined || seen.access === 'unknown' ? undefined : seen.access === 'none-required';

const RULES: readonly SampleRule[] = [
  {
    id: 'core/data-without-credentials',
    title: 'Data store usable without credentials',
    category: 'unauthenticated-service',
    severity: 'critical',
    why: 'Whoever reaches the port reads and changes the data. Exposed stores of this kind are found and emptied by automated campaigns within hours.',
    fix: [
      'Require credentials, and bind the service to the address of its application only.',
      'Deny the port at the host firewall for everyone else.',
    ],
    cwe: [306, 668],
    applies: (seen) => isNamed(seen, 'redis', 'memcached', 'elasticsearch'),
    fails: isFree,
    because: ({ service, evidence }) =>
      `${service?.name} answered “${evidence?.[0]?.question}” without asking for credentials.`,
  },
  {
    id: 'core/vnc-without-credentials',
    title: 'Remote desktop usable without credentials',
    category: 'unauthenticated-service',
    severity: 'critical',
    why: 'The session on the screen belongs to whoever connects.',
    fix: ['Set VNC authentication or, better, tunnel VNC through SSH and bind it to loopback.'],
    cwe: [306],
    applies: (seen) => isNamed(seen, 'vnc'),
    fails: isFree,
    because: () => 'the security type “none” was offered.',
  },
  {
    id: 'core/telnet',
    title: 'Telnet listener',
    category: 'cleartext-admin',
    severity: 'high',
    why: 'Passwords cross the network in clear text and can be replayed.',
    fix: ['Disable Telnet and use SSH.'],
    cwe: [319],
    applies: (seen) => isNamed(seen, 'telnet'),
    fails: () => true,
    because: () => 'service.name is telnet and the port is open.',
  },
  {
    id: 'core/database-reachable',
    title: 'Database reachable from the office network',
    category: 'data-service-exposure',
    severity: 'medium',
    why: 'Only the application and its administrators need the port; everyone else can guess passwords.',
    fix: ['Allow the port from the application servers only.'],
    cwe: [668],
    applies: (seen) => isNamed(seen, ...DATA_STORES) && seen.access === 'required',
    fails: () => true,
    because: ({ service }) => `${service?.name} is a database and the vantage is in the zone office.`,
  },
  {
    id: 'core/ftp-anonymous',
    title: 'FTP accepts anonymous users',
    category: 'file-sharing-exposure',
    severity: 'high',
    why: 'Files can be read by anyone, and nobody can tell who did.',
    fix: ['Disable anonymous access, or replace FTP by SFTP.'],
    cwe: [306, 319],
    applies: (seen) => isNamed(seen, 'ftp'),
    fails: isFree,
    because: () => 'the user anonymous was accepted.',
  },
  {
    id: 'core/rdp-without-nla',
    title: 'Remote Desktop without Network Level Authentication',
    category: 'remote-admin-exposure',
    severity: 'high',
    why: 'Without it the login screen, and every flaw in it, is open to anyone.',
    fix: ['Require Network Level Authentication by Group Policy.'],
    cwe: [287],
    applies: (seen) => isNamed(seen, 'rdp'),
    fails: () => undefined,
    because: () => '',
  },
  {
    id: 'core/cleartext-http',
    title: 'Web server without TLS',
    category: 'cleartext-data',
    severity: 'low',
    why: 'Pages can be read and changed on the way.',
    fix: ['Redirect to HTTPS and send HSTS.'],
    cwe: [319],
    applies: (seen) => isNamed(seen, 'http'),
    fails: (seen) => seen.service?.tls === false,
    because: () => 'the page was delivered on a connection without TLS.',
  },
];

interface Verdicts {
  fail: number;
  pass: number;
  not_applicable: number;
  not_assessed: number;
  error: number;
}

/** Judges the open ones among the observations; every rule does not apply to the others. */
export function judgeSample(observations: readonly Observation[], labelsOf: (address: string) => Labels): JudgedParts {
  const findings: Finding[] = [];
  const notAssessed: UnassessedEndpoint[] = [];
  const rules: RuleResult[] = [];
  const verdicts = noVerdicts();
  for (const rule of RULES) {
    const counts = noVerdicts();
    for (const seen of observations) {
      const fails = seen.state === 'open' && rule.applies(seen) ? rule.fails(seen) : null;
      if (fails === true) findings.push(findingOf(rule, seen, labelsOf(seen.address)));
      if (fails === undefined) notAssessed.push(gapOf(rule, seen));
      counts[verdictOf(fails)]++;
      verdicts[verdictOf(fails)]++;
    }
    const { id, title, category, severity } = rule;
    rules.push({
      id,
      pack: 'core',
      title,
      category,
      severity,
      level: 'endpoint',
      status: 'active',
      because: null,
      counts,
    });
  }
  return { findings, notAssessed, rules, verdicts, subjects: { endpoint: observations.length, intent: 0, waiver: 0 } };
}

function verdictOf(fails: boolean | null | undefined): keyof Verdicts {
  if (fails === null) return 'not_applicable';
  if (fails === undefined) return 'not_assessed';
  return fails ? 'fail' : 'pass';
}

function noVerdicts(): Verdicts {
  return { fail: 0, pass: 0, not_applicable: 0, not_assessed: 0, error: 0 };
}

function findingOf(rule: SampleRule, seen: Observation, labels: Labels): Finding {
  const { address, port, transport, host } = seen;
  const digest = createHash('sha256').update(`${rule.id} ${address} ${port}`).digest('hex').slice(0, 32);
  return {
    fingerprint: `exposure/v1:${digest}`,
    ruleId: rule.id,
    pack: 'core',
    title: rule.title,
    category: rule.category,
    severity: rule.severity,
    baseSeverity: rule.severity,
    severityReasons: [],
    confidence: 'confirmed',
    address,
    port,
    transport,
    host,
    labels,
    message: `${rule.title} on ${host}, port ${port}.`,
    why: rule.why,
    because: rule.because(seen),
    fix: rule.fix,
    references: [],
    cwe: rule.cwe,
    level: 'endpoint',
    zone: null,
    seen: [{ vantage: 'local', zone: null, state: 'open', reason: 'syn-ack' }],
    endpoints: 1,
    owner: null,
    aliases: [],
    disposition: 'open',
    waiver: null,
    history: null,
    evidence: seen.evidence ?? [],
  };
}

function gapOf(rule: SampleRule, { address, port, transport, host }: Observation): UnassessedEndpoint {
  const missing = rule.id === 'core/rdp-without-nla' ? ['rdp.nla'] : ['access'];
  return {
    address,
    port,
    transport,
    host,
    reason: 'the service did not tell',
    missing,
    rules: [rule.id],
    worst: rule.severity,
  };
}
