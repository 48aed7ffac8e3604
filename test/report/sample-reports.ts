import type { Observation } from '../../src/model/observation.ts';
import type { Plan } from '../../src/model/plan.ts';
import { formatPorts } from '../../src/model/ports.ts';
import type { Report } from '../../src/model/report.ts';
import type { HostIdentity } from '../../src/model/target.ts';
import { assembleReport } from '../../src/report/assemble.ts';
import type { JudgedParts, ReportParts } from '../../src/report/assemble.ts';
import { createTally } from '../../src/report/tally.ts';
import { HOSTILE_TEXTS } from './hostile-texts.ts';
import { listPlan } from './list-plan.ts';
import { observed } from './observed.ts';
import { judgeSample } from './sample-rules.ts';
import { evidence, SAMPLE_SERVICES } from './sample-services.ts';

interface Sample {
  readonly plan: Plan;
  readonly observations: readonly Observation[];
  readonly judgement: JudgedParts;
  readonly target: string;
}

/** Everything but the observations and what was made of them. */
function assembleSample({ plan, observations, judgement, target }: Sample): Report {
  const tally = createTally(plan);
  for (const observation of observations) tally.observe(observation);
  for (const { address, reason } of observations) {
    if (reason === 'no-response' && address.endsWith('.240')) tally.observeEcho(address, 'answered');
  }
  return assembleReport({
    toolVersion: '0.1.0',
    run: sampleRun(),
    vantages: [],
    scope: {
      targets: [{ text: target, addresses: plan.hosts, labels: { zone: 'office' } }],
      targetsOmitted: 0,
      shard: null,
      exclusions: target.endsWith('/24') ? [{ text: '10.20.30.255', why: '--exclude', addresses: 1 }] : [],
      ports: formatPorts(plan.ports),
      hosts: plan.hosts,
      endpoints: plan.size,
    },
    counters: {
      probesSent: plan.size + 312,
      retriedLocally: 0,
      answeredOnRetry: 4,
      estimatedLoss: 0.0007,
      sweepSeconds: 17.4,
      kernelDrops: 0,
      missed: { expected: 0.6, low: 0, high: 3 },
      passes: 2,
      rates: { asked: 5000, slowest: 1873.2, fastest: 4987.6 },
    },
    tally: tally.result(),
    judgement,
    outcome: outcomeOf(judgement),
    packs: [
      {
        id: 'core',
        version: '1.2.0',
        title: 'Core exposure rules',
        source: 'comes with Portreeve',
        sha256: 'c0'.repeat(32),
        rules: 7,
      },
    ],
  });
}

export function sampleRun(): ReportParts['run'] {
  return {
    id: '20260302-081500-k3f9',
    startedAt: '2026-03-02T08:15:00.000Z',
    finishedAt: '2026-03-02T08:16:02.000Z',
    complete: true,
    seed: 'k3f9-71aa',
    engine: 'connect',
    identify: 'expected',
    vantage: { id: 'office-1', zone: 'office' },
    configSha256: '5e'.repeat(32),
    inputs: [{ kind: 'inventory', path: 'inventory.csv', sha256: '1f'.repeat(32) }],
    authorization: { by: 'Dana Ortiz', ticket: 'SEC-2291', validUntil: '2026-12-31', source: 'scope.yaml' },
  };
}

function outcomeOf({ findings, notAssessed }: JudgedParts): Report['outcome'] {
  const bad = findings.filter(({ severity }) => severity === 'critical' || severity === 'high').length;
  const gaps = notAssessed.length;
  const reasons = [
    ...(bad > 0 ? [`${bad} findings are of severity high or above.`] : []),
    ...(gaps > 0 ? [`${gaps} endpoints could not be assessed against rules of severity high or above.`] : []),
  ];
  return {
    verdict: bad > 0 ? 'failed' : gaps > 0 ? 'incomplete' : 'no-exceptions-noted',
    policy: bad > 0 ? 'failed' : 'passed',
    coverage: gaps > 0 ? 'incomplete' : 'complete',
    exitCode: bad > 0 ? 1 : gaps > 0 ? 3 : 0,
    failOn: 'high',
    reasons:
      reasons.length > 0 ? reasons : ['No rule of severity high or above failed, and all of them could be assessed.'],
  };
}

/** Two web servers on which nothing is wrong. */
export function cleanReport(): Report {
  const addresses = ['192.168.7.20', '192.168.7.21', '2001:db8:7::20'];
  const ports = [22, 80, 443, 3306, 6379, 8080];
  const identities = Object.fromEntries(
    addresses.map((address): [string, HostIdentity] => [
      address,
      { names: [], labels: { id: 'web', owner: 'platform', expectOpen: [22, 443] } },
    ]),
  );
  const plan = listPlan(addresses, ports, identities);
  const observations = everyEndpoint(plan, (address, port) =>
    port === 22 || port === 443
      ? observed(address, port, 'syn-ack', SAMPLE_SERVICES[port])
      : observed(address, port, 'conn-refused'),
  );
  const judgement = judgeSample(observations, (address) => plan.identityOf(address).labels);
  return assembleSample({ plan, observations, judgement, target: 'web.example.org' });
}

const LAN_PORTS = [
  21, 22, 23, 25, 53, 80, 110, 111, 135, 139, 143, 443, 445, 631, 993, 1433, 1521, 2049, 2375, 3000, 3306, 3389, 5000,
  5432, 5601, 5900, 5985, 6379, 8000, 8080, 8443, 9000, 9090, 9100, 9200, 10250, 11211, 27017,
];

interface Role {
  readonly name: string;
  readonly hosts: readonly number[];
  readonly open: readonly number[];
  readonly owner: string;
}

/** What listens where in the sample network; hosts by their last octet. */
const LAN_ROLES: readonly Role[] = [
  { name: 'gw', hosts: [1], open: [22, 443], owner: 'network' },
  { name: 'sw', hosts: [2, 3, 4, 5], open: [23, 80], owner: 'network' },
  { name: 'web', hosts: [10, 11, 12, 13, 14, 15], open: [22, 80, 443], owner: 'platform' },
  { name: 'db', hosts: [20, 21, 22], open: [22, 5432], owner: 'data' },
  { name: 'legacy-db', hosts: [25], open: [21, 22, 3306], owner: 'finance' },
  { name: 'cache', hosts: [30, 31], open: [22, 6379], owner: 'platform' },
  { name: 'search', hosts: [35], open: [22, 9200], owner: 'data' },
  { name: 'session', hosts: [36], open: [22, 11211], owner: 'platform' },
  { name: 'files', hosts: [40], open: [22, 445], owner: 'it' },
  { name: 'terminal', hosts: [50, 51], open: [445, 3389], owner: 'it' },
  { name: 'kiosk', hosts: [60, 61], open: [5900], owner: 'facilities' },
  { name: 'ci', hosts: [70, 71, 72], open: [22, 80], owner: 'platform' },
];

/** A /24 as it is found in the field: about thirty findings, firewalled hosts, a declared port that is down. */
export function lanReport(): Report {
  const addresses = Array.from({ length: 254 }, (_, host) => `10.20.30.${host + 1}`);
  const roles = new Map<string, Role>(
    LAN_ROLES.flatMap((role) => role.hosts.map((host) => [`10.20.30.${host}`, role])),
  );
  const identities = Object.fromEntries(
    [...roles].map(([address, { name, owner, open }]): [string, HostIdentity] => {
      const names = [`${name}-${address.split('.')[3]}.corp.example`];
      const declared = name === 'web' ? { expectOpen: [22, 443, 8443] } : name === 'db' ? { expectOpen: open } : {};
      return [address, { names, labels: { zone: 'office', owner, ...declared } }];
    }),
  );
  const plan = listPlan(addresses, LAN_PORTS, identities);
  const observations = everyEndpoint(plan, (address, port) => {
    const role = roles.get(address);
    const host = identities[address]?.names[0] ?? address;
    if (role === undefined)
      return observed(address, port, Number(address.split('.')[3]) % 9 === 0 ? 'host-unreach' : 'no-response');
    if (role.open.includes(port)) return observed(address, port, 'syn-ack', { host, ...SAMPLE_SERVICES[port] });
    if (address === '10.20.30.72' && port > 9000) return observed(address, port, 'no-buffers', { host });
    return observed(address, port, role.owner === 'network' || role.name === 'db' ? 'no-response' : 'conn-refused', {
      host,
    });
  });
  const judgement = judgeSample(observations, (address) => plan.identityOf(address).labels);
  return assembleSample({ plan, observations, judgement, target: '10.20.30.0/24' });
}

/** Every text that an attacker, or a careless author of a rule, can put anywhere: each of them in every free text of the report. */
export function hostileReport(): Report {
  const addresses = HOSTILE_TEXTS.map((_, index) => `198.51.100.${index + 1}`);
  const identities = Object.fromEntries(
    addresses.map((address, index): [string, HostIdentity] => {
      const text = HOSTILE_TEXTS[index] ?? '';
      return [address, { names: [text], labels: { id: text, owner: text, zone: text, env: text, tags: [text] } }];
    }),
  );
  const plan = listPlan(addresses, [23, 80, 6379], identities);
  const observations = everyEndpoint(plan, (address, port) => {
    const text = identities[address]?.names[0] ?? '';
    return observed(address, port, 'syn-ack', {
      host: text,
      service: {
        name: port === 23 ? 'telnet' : 'redis',
        product: text,
        version: text,
        tls: false,
        method: 'probed',
        confidence: 10,
      },
      access: port === 80 ? 'unknown' : 'none-required',
      evidence: [{ ...evidence(text, '', ''), text, received: Buffer.from(text).subarray(0, 256).toString('hex') }],
    });
  });
  const judgement = judgeSample(observations, (address) => plan.identityOf(address).labels);
  const findings = judgement.findings.map((finding) => ({
    ...finding,
    message: finding.host,
    because: finding.host,
    references: [finding.host, 'javascript:alert(1)', 'https://example.org/'],
  }));
  const notAssessed = judgement.notAssessed.map((gap) => ({ ...gap, reason: gap.host }));
  return assembleSample({
    plan,
    observations,
    judgement: { ...judgement, findings, notAssessed },
    target: HOSTILE_TEXTS.join(' '),
  });
}

function everyEndpoint(plan: Plan, see: (address: string, port: number) => Observation): readonly Observation[] {
  return Array.from({ length: plan.size }, (_, index) => plan.at(index)).map(({ address, port }) => see(address, port));
}
