import type { Finding, NotAssessed, Report, ReportHost } from '../../src/model/report.ts';

/** A small report that fits the schema; tests change the parts that they are about. */
export function sampleReport(changes: Partial<Report> = {}): Report {
  return {
    schemaVersion: '1.0',
    tool: { name: 'portreeve', version: '0.1.0' },
    run: {
      id: 'r1',
      startedAt: '2026-01-31T10:00:00.000Z',
      finishedAt: '2026-01-31T10:00:03.000Z',
      complete: true,
      seed: 's',
      engine: 'connect',
      identify: 'all',
      vantage: { id: 'local', zone: null },
      configSha256: '0'.repeat(64),
      inputs: [],
      authorization: { by: null, ticket: null, validUntil: null, source: null },
    },
    scope: {
      targets: [{ text: '127.0.0.1', addresses: 1, labels: {} }],
      targetsOmitted: 0,
      shard: null,
      exclusions: [],
      ports: '22,80,6379,9000',
      hosts: 1,
      endpoints: 4,
    },
    outcome: {
      verdict: 'failed',
      policy: 'failed',
      coverage: 'complete',
      exitCode: 1,
      failOn: 'high',
      reasons: ['1 finding of severity high or above.'],
    },
    coverage: {
      planned: 4,
      answered: 3,
      silent: 1,
      errors: 0,
      notProbed: 0,
      states: { open: 2, closed: 1, filtered: 1, error: 0 },
      probesSent: 5,
      retriedLocally: 0,
      answeredOnRetry: 0,
      estimatedLoss: 0,
      sweepSeconds: 3.04,
      kernelDrops: 0,
      missed: { expected: 0.2, low: 0, high: 2 },
      passes: 2,
      rates: { asked: 5000, slowest: 1.6, fastest: 4.2 },
      identified: 2,
      notIdentified: 0,
      assessed: 10,
      notAssessed: 1,
      notApplicable: 20,
    },
    summary: {
      findings: { critical: 1, high: 0, medium: 0, low: 0, info: 0 },
      verdicts: { fail: 1, pass: 9, not_applicable: 20, not_assessed: 1, error: 0 },
      rules: 31,
      endpointsJudged: 4,
    },
    patterns: [{ kind: 'mixed', text: 'A firewall lets some ports through.', hosts: ['127.0.0.1'] }],
    hosts: [sampleHost()],
    hostsOmitted: 0,
    hostRanges: [],
    hostRangesOmitted: 0,
    endpoints: [endpoint(22, 'ssh'), { ...endpoint(6379, 'redis'), access: 'none-required' }],
    endpointsOmitted: 0,
    findings: [sampleFinding()],
    notAssessed: [sampleNotAssessed()],
    rules: [],
    packs: [],
    ...changes,
  };
}

export function sampleHost(changes: Partial<ReportHost> = {}): ReportHost {
  return {
    address: '127.0.0.1',
    names: ['db.example.org'],
    labels: {},
    counts: { open: 2, closed: 1, filtered: 1, error: 0 },
    unreachable: 0,
    open: '22,6379',
    closed: '80',
    filtered: '9000',
    error: '',
    echo: 'not-asked',
    ...changes,
  };
}

export function endpoint(port: number, name: string): Report['endpoints'][number] {
  return {
    address: '127.0.0.1',
    port,
    transport: 'tcp',
    host: 'db.example.org',
    vantage: 'local',
    state: 'open',
    reason: 'syn-ack',
    rttMs: 0.42,
    attempts: 1,
    at: '2026-01-31T10:00:01.000Z',
    service: { name, product: 'Product', version: '1.2', tls: false, method: 'probed', confidence: 10 },
    access: 'required',
  };
}

export function sampleFinding(changes: Partial<Finding> = {}): Finding {
  return {
    fingerprint: `exposure/v1:${'f'.repeat(32)}`,
    ruleId: 'databases/redis-open',
    pack: 'databases',
    title: 'Redis without a password',
    category: 'data-service-exposure',
    severity: 'critical',
    baseSeverity: 'high',
    severityReasons: [],
    confidence: 'confirmed',
    address: '127.0.0.1',
    port: 6379,
    transport: 'tcp',
    host: 'db.example.org',
    labels: {},
    message: 'Redis on db.example.org answers anyone.',
    why: null,
    because: 'access is none-required',
    fix: ['Set requirepass.', 'Bind to a private address.'],
    references: [],
    cwe: [306],
    evidence: [],
    ...changes,
  };
}

export function sampleNotAssessed(changes: Partial<NotAssessed> = {}): NotAssessed {
  return {
    reason: 'service not identified',
    missing: ['service.name'],
    rules: ['databases/any'],
    worst: 'high',
    transport: 'tcp',
    endpoints: 1,
    hosts: [{ address: '127.0.0.1', host: 'db.example.org', ports: '9000' }],
    ...changes,
  };
}
