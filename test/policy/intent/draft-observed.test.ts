import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/model/errors.ts';
import { formatPorts } from '../../../src/model/ports.ts';
import type { Report } from '../../../src/model/report.ts';
import { draftObserved } from '../../../src/policy/intent/draft-observed.ts';
import { draftText } from '../../../src/policy/intent/intent-draft.ts';
import { createIntentIndex } from '../../../src/policy/intent/intent-index.ts';
import { sampleHost, sampleReport } from '../../cli/sample-report.ts';
import { errorOf, parseMatrix } from './matrix-text.ts';

const VANTAGE = {
  id: 'vp-1',
  zone: 'office',
  run: 'r1',
  tool: 'portreeve',
  startedAt: null,
  finishedAt: null,
  complete: true,
  endpoints: 4,
  states: { open: 0, closed: 0, filtered: 0, error: 0 },
  health: 'no-control',
  controls: [],
} as const satisfies Report['vantages'][number];

function hosts(open: Readonly<Record<string, string>>): Report['hosts'] {
  return Object.entries(open).map(([address, ports]) => sampleHost({ address, names: [], open: ports }));
}

function textOf(report: Report): string {
  return draftText(draftObserved([report]));
}

describe('a draft of what was found open', () => {
  const report = sampleReport({
    vantages: [VANTAGE],
    hosts: [
      ...hosts({ '10.0.0.1': '22,80', '10.0.0.2': '22,80' }),
      sampleHost({ address: '10.0.0.4', names: ['web\n- x: y'], open: '22,80' }),
      ...hosts({ '10.0.0.5': '', '10.0.0.9': '8000-8010', '2001:db8::1': '22' }),
    ],
    endpoints: [
      { ...sampleReport().endpoints[0], address: '10.0.0.2', port: 22 },
      { ...sampleReport().endpoints[1], address: '10.0.0.1', port: 22 },
    ].flatMap(({ host, vantage, state, reason, rttMs, attempts, at, service, ...place }) =>
      host && vantage && state && reason && attempts && at && service
        ? [{ ...place, transport: 'tcp', host, vantage, state, reason, rttMs: rttMs ?? null, attempts, at, service }]
        : [],
    ),
    udp: {
      ports: '53,161',
      planned: 12,
      notProbed: 0,
      identified: 0,
      datagramsSent: 12,
      seconds: 1,
      hostsOmitted: 0,
      states: { open: 2, closed: 0, filtered: 0, 'open|filtered': 10, error: 0 },
      hosts: [
        { address: '10.0.0.4', open: '', closed: '53', filtered: '', 'open|filtered': '161', error: '' },
        { address: '10.0.0.9', open: '161', closed: '', filtered: '', 'open|filtered': '53', error: '' },
        { address: '10.0.0.77', open: '53', closed: '', filtered: '', 'open|filtered': '161', error: '' },
      ],
    },
  });

  it('groups hosts with equal open ports, and says what answered', () => {
    expect(textOf(report))
      .toBe(`# Run r1 of 2026-01-31 looked from office at ports 22,80,6379,9000 and UDP ports 53,161.
# This is what was, and not what should be. Keep the rows that are meant, with a reason, and strike the others: the default forbids them.
# It loads when no TODO is left.

apiVersion: portreeve/v1
kind: IntentMatrix
metadata:
  id: observed-r1
  title: Open ports found by run r1
  owner: TODO
zones:
  office:
    vantages:
      - vp-1
groups:
  # 3 hosts: web\\x0a- x: y
  group-1:
    targets:
      - 10.0.0.1-10.0.0.2
      - 10.0.0.4
  # 1 host
  group-2:
    targets:
      - 10.0.0.9
  # 1 host
  group-3:
    targets:
      - 10.0.0.77
  # 1 host
  group-4:
    targets:
      - 2001:db8::1
default: {expect: not-open, scope: audited-ports}
matrix:
  # 22 redis or ssh, 80 not identified
  - {from: office, to: group-1, ports: [22, 80], expect: open, reason: TODO}
  # 8000 not identified, 8001 not identified, 8002 not identified, 8003 not identified, 8004 not identified, 8005 not identified, 8006 not identified, 8007 not identified, 8008 not identified, 8009 not identified, 8010 not identified
  - {from: office, to: group-2, ports: [8000-8010], expect: open, reason: TODO}
  # 161 not identified
  - {from: office, to: group-2, ports: [161], transport: udp, expect: open, reason: TODO}
  # 53 not identified
  - {from: office, to: group-3, ports: [53], transport: udp, expect: open, reason: TODO}
  # 22 not identified
  - {from: office, to: group-4, ports: [22], expect: open, reason: TODO}
`);
  });

  it('does not load before every reason is filled in', () => {
    const { problems } = errorOf(textOf(report));
    expect(problems.map(({ message }) => message.replace(/ is still .*/, ''))).toEqual([
      '/metadata/owner',
      ...[0, 1, 2, 3, 4].map((row) => `/matrix/${row}/reason`),
    ]);
    expect(parseMatrix(textOf(report).replaceAll('TODO', 'known')).rows).toHaveLength(5);
  });

  it('names a zone after its vantage where it has none', () => {
    const zones = (vantage: Report['vantages']): unknown => draftObserved([sampleReport({ vantages: vantage })]).zones;
    expect(zones([{ ...VANTAGE, zone: null, id: 'VP_1' }])).toEqual([{ name: 'vp-1', vantages: ['VP_1'] }]);
    expect(zones([{ ...VANTAGE, zone: null, id: '1' }])).toEqual([{ name: 'here', vantages: ['1'] }]);
    expect(zones([])).toEqual([{ name: 'local', vantages: ['local'] }]);
    expect(() => zones([VANTAGE, { ...VANTAGE, id: 'vp-2', zone: 'internet' }])).toThrow(UsageError);
  });

  it('puts several runs together, zone by zone', () => {
    const from = (id: string, zone: string, open: Readonly<Record<string, string>>): Report =>
      sampleReport({ vantages: [{ ...VANTAGE, id, zone }], hosts: hosts(open), endpoints: [] });
    const draft = draftObserved([
      from('fra', 'internet', { '10.0.0.9': '443', '10.0.0.10': '443' }),
      from('hq', 'office', { '10.0.0.10': '22,443', '10.0.0.2': '22', '10.0.0.9': '22,443' }),
      from('nyc', 'internet', { '10.0.0.9': '80', '10.0.0.10': '80' }),
    ]);
    expect(draft.zones).toEqual([
      { name: 'internet', vantages: ['fra', 'nyc'] },
      { name: 'office', vantages: ['hq'] },
    ]);
    expect(draft.groups.map(({ targets }) => targets)).toEqual([['10.0.0.2'], ['10.0.0.9-10.0.0.10']]);
    expect(draft.rows.map(({ from: zone, to, ports }) => [zone, to, ports])).toEqual([
      ['office', 'group-1', '22'],
      ['internet', 'group-2', '80,443'],
      ['office', 'group-2', '22,443'],
    ]);
  });

  it('says that an unfinished run is', () => {
    const { run } = report;
    expect(textOf({ ...report, run: { ...run, complete: false } })).toContain(
      '; the run is not complete, so that ports are missing.',
    );
    expect(textOf(report)).not.toContain('not complete');
  });

  it('of nothing open loads, once somebody owns it', () => {
    const matrix = parseMatrix(textOf(sampleReport({ hosts: [], endpoints: [] })).replaceAll('TODO', 'me'));
    expect([matrix.rows, matrix.groups.size]).toEqual([[], 0]);
  });

  it('expects open what was open, and nothing else', () => {
    const open = fc.dictionary(
      fc.integer({ min: 0, max: 30 }).map((host) => `10.0.0.${host}`),
      fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 5 }),
      { maxKeys: 20 },
    );
    let rows = 0;
    fc.assert(
      fc.property(open, (byHost) => {
        const found = Object.fromEntries(Object.entries(byHost).map(([host, ports]) => [host, formatPorts(ports)]));
        const text = textOf(sampleReport({ vantages: [VANTAGE], hosts: hosts(found), endpoints: [] }));
        const matrix = parseMatrix(text.replaceAll('TODO', 'known'));
        rows += matrix.rows.length;
        const index = createIntentIndex(matrix);
        for (let host = 0; host <= 30; host++) {
          const address = `10.0.0.${host}`;
          const expected = Array.from({ length: 12 }, (_, port) =>
            index.rowFor({ zone: 'office', address, port: port + 1, labels: {}, transport: 'tcp' }),
          ).flatMap((row, port) => (row.expect === 'open' ? [port + 1] : []));
          expect(expected).toEqual((byHost[address] ?? []).toSorted((a, b) => a - b));
        }
      }),
    );
    expect(rows).toBeGreaterThan(100);
  });
});
