import { describe, expect, it } from 'vitest';
import type { Finding, GoneFinding, Report } from '../../../src/model/report.ts';
import { compareWithBaseline } from '../../../src/policy/baseline/compare-with-baseline.ts';
import { codeSpan, differenceMarkdown } from '../../../src/report/difference/difference-markdown.ts';
import { differenceCounts, differenceSections } from '../../../src/report/difference/difference-sections.ts';
import { gotWorse, runDifference } from '../../../src/report/difference/run-difference.ts';
import type { RunDifference } from '../../../src/report/difference/run-difference.ts';
import { endpoint, sampleFinding, sampleHost, sampleReport } from '../../cli/sample-report.ts';
import { HOSTILE_TEXTS } from '../hostile-texts.ts';

function differ(old: Partial<Report>, now: Partial<Report>): RunDifference {
  const [before, after] = [sampleReport(old), sampleReport(now)];
  const { findings, changes } = compareWithBaseline(after, { report: before, path: 'old', sha256: '' });
  return runDifference({
    old: { report: before, path: 'old' },
    new: { report: { ...after, findings }, path: 'new' },
    changes,
  });
}

/** As on a terminal without colours. */
function linesOf(difference: RunDifference): readonly string[] {
  const marks = { text: (text: string) => text, strong: (word: string) => word };
  return differenceSections(difference, marks).flatMap(({ title, count, lines }) => [`${title} (${count})`, ...lines]);
}

const QUIET = { findings: [], notAssessed: [] };

describe('endpoints', () => {
  it('that opened, and that are not open any more', () => {
    const old = { ...QUIET, hosts: [sampleHost({ open: '22,80', closed: '81', filtered: '82', error: '83' })] };
    const now = { ...QUIET, hosts: [sampleHost({ open: '22,81-84', closed: '80', filtered: '', error: '' })] };
    const difference = differ(old, now);
    expect(difference.opened.map(({ port, from, to }) => [port, from, to])).toEqual([
      [81, 'closed', 'open'],
      [82, 'filtered', 'open'],
      [83, 'error', 'open'],
      [84, null, 'open'],
    ]);
    expect(difference.notOpenNow.map(({ port, from, to }) => [port, from, to])).toEqual([[80, 'open', 'closed']]);
    expect(linesOf(difference)).toContain('127.0.0.1:84/tcp (db.example.org) not told → open');
    expect(gotWorse(difference)).toBe(false);
  });

  it('of hosts that only one run knows', () => {
    const [a, b] = ['10.0.0.1', '10.0.0.2'].map((address) =>
      sampleHost({ address, names: [], open: '22', closed: '', filtered: '' }),
    );
    const hosts = (host: typeof a): Partial<Report> => ({ ...QUIET, hosts: host === undefined ? [] : [host] });
    const { opened, notOpenNow, counts } = differ(hosts(a), hosts(b));
    expect(opened).toMatchObject([{ address: '10.0.0.2', host: '10.0.0.2', from: null }]);
    expect(notOpenNow).toMatchObject([{ address: '10.0.0.1', to: null }]);
    expect(counts).toMatchObject({ opened: 1, notOpenNow: 1 });
  });

  it('over UDP count for themselves', () => {
    const udp = (open: string, silent: string): Partial<Report> => ({
      ...QUIET,
      udp: {
        ports: '53',
        planned: 1,
        notProbed: 0,
        states: { open: 0, closed: 0, filtered: 0, 'open|filtered': 0, error: 0 },
        identified: 0,
        datagramsSent: 1,
        seconds: 1,
        hosts: [{ address: '127.0.0.1', open, closed: '', filtered: '', 'open|filtered': silent, error: '' }],
        hostsOmitted: 0,
      },
    });
    const { opened } = differ(udp('', '53'), udp('53', ''));
    expect(opened).toEqual([
      { address: '127.0.0.1', port: 53, transport: 'udp', host: 'db.example.org', from: 'open|filtered', to: 'open' },
    ]);
  });
});

describe('services and certificates', () => {
  const tls = { ...endpoint(443, 'http'), tls: certificate('aa', '2026-12-31T00:00:00.000Z') };

  function certificate(fingerprint: string, notAfter: string): NonNullable<Report['endpoints'][number]['tls']> {
    return {
      version: 'TLSv1.3',
      cipher: null,
      alpn: null,
      clientCertificateRequired: false,
      subject: 'CN=www.example.org',
      issuer: 'CN=CA',
      names: ['www.example.org'],
      notBefore: '2026-01-01T00:00:00.000Z',
      notAfter,
      selfSigned: false,
      fingerprint,
      keyType: 'rsa',
      keyBits: 2048,
    };
  }

  it('that changed are told field by field', () => {
    const redis = endpoint(6379, 'redis');
    const old = { ...QUIET, endpoints: [tls, redis] };
    const now = {
      ...QUIET,
      endpoints: [
        { ...tls, tls: certificate('bb', '2027-12-31T00:00:00.000Z') },
        {
          ...redis,
          access: 'none-required' as const,
          service: { ...redis.service, version: '7.4' } as typeof redis.service,
        },
      ],
    } as Partial<Report>;
    const difference = differ(old, now);
    expect(difference.services).toMatchObject([
      {
        port: 6379,
        changes: [
          { field: 'version', from: '1.2', to: '7.4' },
          { field: 'access', from: 'required', to: 'none-required' },
        ],
      },
    ]);
    expect(difference.certificates).toMatchObject([
      {
        port: 443,
        changes: [
          { field: 'certificate', from: 'aa', to: 'bb' },
          { field: 'not after', from: '2026-12-31T00:00:00.000Z', to: '2027-12-31T00:00:00.000Z' },
        ],
      },
    ]);
    expect(differ(old, old)).toMatchObject({ services: [], certificates: [] });
  });

  it('say when nobody recognised what listens', () => {
    const { service: _service, access: _access, ...unknown } = endpoint(22, 'ssh');
    const { services } = differ({ ...QUIET, endpoints: [endpoint(22, 'ssh')] }, { ...QUIET, endpoints: [unknown] });
    expect(services[0]?.changes[0]).toEqual({ field: 'service', from: 'ssh', to: 'not identified' });
  });

  it('are compared within one vantage', () => {
    const fra = { ...endpoint(22, 'ssh'), vantage: 'fra' };
    const nyc = { ...endpoint(22, 'dropbear'), vantage: 'nyc' };
    const both = { ...QUIET, endpoints: [fra, nyc] };
    expect(differ(both, { ...QUIET, endpoints: [nyc, fra] }).services).toEqual([]);
  });
});

describe('findings', () => {
  it.each<[Finding['disposition'], boolean]>([
    ['open', true],
    ['waived', false],
    ['waiver-expired', true],
    ['waiver-exceeded', true],
  ])('that are new and %s', (disposition, worse) => {
    const difference = differ(QUIET, { findings: [sampleFinding({ disposition })] });
    expect(gotWorse(difference)).toBe(worse);
    expect(difference.findings).toMatchObject([{ status: 'new', disposition }]);
  });

  it('that changed without getting worse fail nothing', () => {
    const difference = differ({ findings: [sampleFinding()] }, { findings: [sampleFinding({ severity: 'low' })] });
    expect(difference.findings).toMatchObject([{ status: 'changed' }]);
    expect(gotWorse(difference)).toBe(false);
    expect(linesOf(difference)).toEqual([
      'Findings that changed (1)',
      'low 127.0.0.1:6379/tcp (db.example.org) databases/redis-open: Redis on db.example.org answers anyone. (severity critical → low)',
    ]);
  });

  it('are counted in one line', () => {
    expect(differenceCounts(differ({}, {}))).toBe('Findings: 1 unchanged');
    expect(differenceCounts(differ({}, { ...QUIET, hosts: [] }))).toBe(
      'Findings: 1 of rules that are off; 2 endpoints not open any more',
    );
    expect(differenceCounts(differ(QUIET, QUIET))).toBe('Findings: none');
  });
});

describe('Markdown', () => {
  it('is a comment', () => {
    const markdown = differenceMarkdown(differ(QUIET, { findings: [sampleFinding()] }));
    expect(markdown.split('\n').slice(0, 3)).toEqual(['## Exposure: what changed', '', 'Findings: 1 new.']);
    expect(markdown).toContain(
      '### New findings (1)\n\n- **critical** `127.0.0.1:6379/tcp` (`db.example.org`) `databases/redis-open`: `Redis on db.example.org answers anyone.`\n',
    );
  });

  it.each([
    ['plain', '`plain`'],
    ['', '(none)'],
    ['a`b', '`` a`b ``'],
    ['``', '``` `` ```'],
    ['a\nb', '`a\\x0ab`'],
    [' x ', '`  x  `'],
    ['   ', '`     `'],
    ['@everyone #1 <b> ![](http://a.b) | x', '`@everyone #1 <b> ![](http://a.b) | x`'],
  ])('puts %j into a code span', (text, expected) => {
    expect(codeSpan(text)).toBe(expected);
  });

  it.each(HOSTILE_TEXTS.map((text, index) => [index, text] as const))(
    'keeps hostile text %i inside of code',
    (_, text) => {
      const finding = sampleFinding({ message: text, host: text, ruleId: text, owner: text, zone: text });
      const gone = sampleFinding({ fingerprint: 'x', host: text, title: text, ruleId: text });
      const hosts = [sampleHost({ address: '10.0.0.1', names: [text] })];
      const endpoints = [{ ...endpoint(22, text), host: text }];
      const markdown = differenceMarkdown(
        differ({ findings: [gone], endpoints: [endpoint(22, 'ssh')] }, { findings: [finding], hosts, endpoints }),
      );
      // What is left without code spans is ours: no character of theirs that means anything.
      const outside = markdown.replace(/(`+)(?!`)[^\n]*?[^`\n]\1(?!`)/g, '');
      expect(outside).toMatch(/^[\w\s#*():;.,→-]*$/);
      expect(outside.length).toBeLessThan(markdown.length);
    },
  );

  it('has at most 60,000 characters, and counts what it leaves out', () => {
    const long = 'x'.repeat(1000);
    const many = Array.from({ length: 5000 }, (_, index) =>
      sampleFinding({ fingerprint: `f${index}`, port: index + 1, message: long, host: long }),
    );
    const [one] = differ({}, QUIET).gone;
    const gone = many.flatMap(({ fingerprint }): readonly GoneFinding[] =>
      one === undefined ? [] : [{ ...one, fingerprint }],
    );
    const full = { ...differ(QUIET, { findings: many }), gone };
    const markdown = differenceMarkdown(full);
    expect(markdown.length).toBeLessThanOrEqual(60_000);
    expect(markdown.length).toBeGreaterThan(50_000);
    const shown = markdown.split('\n').filter((line) => line.startsWith('- **')).length;
    const rest = [...markdown.matchAll(/^- and ([\d,]+) more$/gm)].map(([, count = '']) =>
      Number(count.replaceAll(',', '')),
    );
    expect(shown + rest.reduce((sum, count) => sum + count, 0)).toBe(10_000);
  });
});
