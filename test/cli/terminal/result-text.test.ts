import { describe, expect, it } from 'vitest';
import { KeptObservations } from '../../../src/cli/terminal/kept-observations.ts';
import { plain } from '../../../src/cli/terminal/palette.ts';
import { resultText } from '../../../src/cli/terminal/result-text.ts';
import type { Observation } from '../../../src/model/observation.ts';
import type { Report } from '../../../src/model/report.ts';
import { endpoint, sampleFinding, sampleHost, sampleNotAssessed, sampleReport } from '../sample-report.ts';

function observation(port: number, changes: Partial<Observation>): Observation {
  const base = {
    address: '127.0.0.1',
    port,
    transport: 'tcp',
    host: '127.0.0.1',
    vantage: 'local',
    attempts: 1,
  } as const;
  return { ...base, state: 'closed', reason: 'conn-refused', rttMs: 0.1, at: '2026-01-31T10:00:01.000Z', ...changes };
}

function textOf(report: Report, observations: readonly Observation[] = []): string {
  const kept = new KeptObservations();
  for (const seen of observations) kept.add(seen);
  return resultText(
    { report, directory: 'portreeve-runs/r1', files: ['portreeve-runs/r1/report.html'] },
    kept,
    plain,
  ).join('\n');
}

describe('the end of an audit', () => {
  it('shows ports, meaning, verdict, findings, gaps and files', () => {
    const seen = [
      observation(80, {}),
      observation(9000, { state: 'filtered', reason: 'no-response', rttMs: null, attempts: 2 }),
    ];
    expect(textOf(sampleReport(), seen)).toBe(`\
127.0.0.1 (db.example.org)
  PORT      STATE     TIME    SERVICE            ACCESS                 NOTE
  22/tcp    open      0.4 ms  ssh Product 1.2    credentials required   SYN-ACK received
  80/tcp    closed    0.1 ms                                            RST received (or ICMP port unreachable)
  6379/tcp  open      0.4 ms  redis Product 1.2  no credentials needed  SYN-ACK received
  9000/tcp  filtered                                                    no response (timeout)

2 open, 1 closed, 1 filtered
  A firewall lets some ports through.

FAILED: 1 finding (1 critical); 1 endpoint not assessed
  1 finding of severity high or above.

Findings
  critical  127.0.0.1:6379/tcp  Redis on db.example.org answers anyone.
            fix: Set requirepass.

Not assessed: 1 endpoint (1 × service not identified); rules up to high could not be judged
Coverage: 4 endpoints of 1 host: 3 answered, 1 silent, estimated loss 0%, probably missed fewer than 1 (95 %: 0 to 2), in 3 s at 2 to 4 probes/s
Run: portreeve-runs/r1
Report: portreeve-runs/r1/report.html`);
  });

  it('names the hosts and endpoints that a pattern is about, unless there is one host only', () => {
    const hosts = Array.from({ length: 8 }, (_, index) => `10.0.0.${index}`);
    const about = [
      { kind: 'silent', text: 'Nothing answers.', hosts },
      { kind: 'expected-but-closed', text: 'Declared open, but closed.', hosts: ['10.0.0.1:80'] },
    ];
    const { scope } = sampleReport();
    expect(textOf(sampleReport({ patterns: about, scope: { ...scope, hosts: 8 } }))).toContain(`
  Nothing answers.
    10.0.0.0, 10.0.0.1, 10.0.0.2, 10.0.0.3, 10.0.0.4, 10.0.0.5 and 2 more
  Declared open, but closed.
    10.0.0.1:80
`);
    const one = about.map((pattern) => ({ ...pattern, hosts: pattern.hosts.slice(0, 1) }));
    expect(textOf(sampleReport({ patterns: one, scope: { ...scope, hosts: 1 } }))).toContain(`
  Nothing answers.
  Declared open, but closed.
    10.0.0.1:80
`);
  });

  it('says so where nothing was found', () => {
    const outcome = { ...sampleReport().outcome, verdict: 'no-exceptions-noted', exitCode: 0, reasons: [] } as const;
    const summary = { ...sampleReport().summary, findings: { critical: 0, high: 0, medium: 0, low: 0, info: 0 } };
    const text = textOf(sampleReport({ outcome, summary, findings: [], notAssessed: [], patterns: [] }));
    expect(text).toContain('\nNO EXCEPTIONS NOTED: no findings\n');
    expect(text).not.toMatch(/Findings|Not assessed/);
  });

  it('counts what an interrupted run did not probe', () => {
    const { run, coverage } = sampleReport();
    const text = textOf(sampleReport({ run: { ...run, complete: false }, coverage: { ...coverage, notProbed: 1200 } }));
    expect(text).toContain('; 1,200 endpoints not probed; partial run\n');
    expect(text).toContain('1 filtered, 1,200 not probed\n');
  });

  it('lists ten findings and counts the rest', () => {
    const findings = Array.from({ length: 12 }, (_, index) => sampleFinding({ port: 6000 + index, fix: [] }));
    const text = textOf(sampleReport({ findings }));
    expect(text.match(/Redis on/g)).toHaveLength(10);
    expect(text).toContain('Worst findings\n');
    expect(text).toContain('  and 2 more in the report\n');
  });
});

describe('a part of the hosts', () => {
  it('is named with its coverage', () => {
    const { scope } = sampleReport();
    const text = textOf(sampleReport({ scope: { ...scope, shard: { index: 2, count: 4 } } }));
    expect(text).toMatch(/^Coverage: 4 endpoints of 1 host \(part 2 of 4\): /m);
  });
});

describe('the port table', () => {
  it.each<[string, Parameters<typeof sampleHost>[0], string]>([
    [
      'many closed',
      { closed: '100-197', counts: { open: 2, closed: 98, filtered: 1, error: 0 } },
      'Not shown: 98 closed',
    ],
    [
      'more than one state',
      { closed: '100-197', filtered: '300-400', counts: { open: 2, closed: 98, filtered: 101, error: 0 } },
      'Not shown: 98 closed, 101 filtered',
    ],
    [
      'silent ports counted only',
      { filtered: '', counts: { open: 2, closed: 1, filtered: 3, error: 0 } },
      'Not shown: 3 filtered',
    ],
  ])('folds %s', (_, host, line) => {
    const text = textOf(sampleReport({ hosts: [sampleHost(host)] }));
    expect(text).toContain(`\n  ${line}\n`);
    expect(text).toContain('22/tcp');
    expect(text).not.toContain('150/tcp');
  });

  it('never folds open ports', () => {
    const open = Array.from({ length: 40 }, (_, index) => endpoint(1000 + index, 'http'));
    const host = sampleHost({ open: '1000-1039', counts: { open: 40, closed: 1, filtered: 1, error: 0 } });
    const text = textOf(sampleReport({ endpoints: open, hosts: [host] }));
    expect(text.match(/\/tcp {2,}open/g)).toHaveLength(40);
  });

  it('is not shown in part', () => {
    expect(textOf(sampleReport({ hostsOmitted: 1 }))).not.toContain('PORT');
  });

  it.each([
    ['more than 16 hosts', Array.from({ length: 17 }, () => sampleHost())],
    ['more than 64 rows', [sampleHost({ open: '1-65', counts: { open: 65, closed: 0, filtered: 0, error: 0 } })]],
  ])('leaves %s to the report', (_, hosts) => {
    expect(textOf(sampleReport({ hosts }))).not.toContain('PORT');
  });

  it('marks what only the port number says, and shows TLS', () => {
    const guessed = endpoint(22, 'ssh');
    const service = {
      name: 'ssh',
      product: null,
      version: null,
      tls: false,
      method: 'port-number',
      confidence: 3,
    } as const;
    const text = textOf(sampleReport({ endpoints: [{ ...guessed, service, access: 'unknown' }] }));
    expect(text).toMatch(/22\/tcp +open +0\.4 ms +ssh\? +not known/);
  });

  it('does not show an observation that says something else than the report', () => {
    const text = textOf(sampleReport(), [observation(80, { state: 'filtered', reason: 'host-unreach' })]);
    expect(text).toMatch(/80\/tcp +closed\n/);
  });
});

describe('hostile text', () => {
  const EVIL = '\u001b[2J\u202e\r\nFAKE: all is well\u0000';

  it('never reaches the terminal as it is', () => {
    const evil = endpoint(22, EVIL);
    const service = { name: EVIL, product: EVIL, version: EVIL, tls: true, method: 'probed', confidence: 8 } as const;
    const report = sampleReport({
      endpoints: [{ ...evil, service, reason: EVIL }],
      hosts: [sampleHost({ names: [EVIL] })],
      findings: [sampleFinding({ message: EVIL, fix: [EVIL], address: EVIL })],
      notAssessed: [sampleNotAssessed({ reason: EVIL })],
      patterns: [{ kind: 'x', text: EVIL, hosts: [] }],
      outcome: { ...sampleReport().outcome, reasons: [EVIL] },
    });
    const text = textOf(report);
    expect(text).toContain(String.raw`\x1b[2J\u{202e}\x0d\x0aFAKE`);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(text).not.toMatch(/^FAKE/m);
  });
});
