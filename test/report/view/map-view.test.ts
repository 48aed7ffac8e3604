import { describe, expect, it } from 'vitest';
import { formatPorts } from '../../../src/model/ports.ts';
import type { Report, ReportHost, Severity } from '../../../src/model/report.ts';
import { markReader } from '../../../src/report/view/map-marks.ts';
import { mapView } from '../../../src/report/view/map-view.ts';
import { cleanReport, lanReport } from '../sample-reports.ts';

const [HOST] = cleanReport().hosts;

function host(address: string, more: Partial<ReportHost> = {}): ReportHost {
  if (HOST === undefined) throw new Error('the sample has no host');
  return {
    ...HOST,
    address,
    open: '',
    closed: '',
    filtered: '',
    error: '',
    counts: { open: 0, closed: 0, filtered: 0, error: 0 },
    ...more,
  };
}

function openHost(address: string, ports: readonly number[]): ReportHost {
  return host(address, { open: formatPorts(ports), counts: { open: ports.length, closed: 0, filtered: 0, error: 0 } });
}

function reportOf(hosts: readonly ReportHost[], ports: string): Report {
  const report = cleanReport();
  return { ...report, hosts, findings: [], scope: { ...report.scope, ports } };
}

describe('mapView', () => {
  it('draws every host and port of a small plan', () => {
    const map = mapView(cleanReport());
    expect(map?.rows.map(({ text }) => text)).toEqual(['192.168.7.20', '192.168.7.21', '2001:db8:7::20']);
    expect(map?.columns.map(({ text }) => text)).toEqual(['22', '80', '443', '3306', '6379', '8080']);
    expect(map?.notes).toEqual([]);
    expect(map?.paths.map(({ mark, d }) => `${mark} ${d.match(/M/g)?.length}`)).toEqual(['open 6', 'closed 12']);
  });

  it('above 100 hosts draws those with an open port, and says what is left out', () => {
    const map = mapView(lanReport());
    expect(map?.rows).toHaveLength(27);
    expect(map?.notes).toEqual(['Only hosts with an open port are drawn; 227 hosts without are left out.']);
  });

  it('above 100 hosts with an open port draws networks', () => {
    const hosts = Array.from({ length: 300 }, (_, at) => openHost(`10.0.${at % 3}.${Math.floor(at / 3)}`, [22]));
    const map = mapView(reportOf([...hosts, openHost('2001:db8::1', [22]), openHost('2001:db8::9:1', [22])], '22'));
    expect(map?.rows.map(({ text }) => text)).toEqual([
      '10.0.0.0/24, 100 hosts',
      '10.0.1.0/24, 100 hosts',
      '10.0.2.0/24, 100 hosts',
      '2001:db8::/64, 2 hosts',
    ]);
    expect(map?.table[0]?.cells).toEqual(['100', '0', '0', '0']);
  });

  it('above 100 networks draws the first 100, and says so', () => {
    const map = mapView(
      reportOf(
        Array.from({ length: 150 }, (_, at) => openHost(`10.0.${at}.1`, [22])),
        '22',
      ),
    );
    expect(map?.rows).toHaveLength(100);
    expect(map?.notes.at(-1)).toBe('50 networks after the first 100 are left out.');
  });

  it('above 48 ports draws those that are open somewhere', () => {
    const map = mapView(reportOf([openHost('10.0.0.1', [80, 65_000]), openHost('10.0.0.2', [22])], '1-65535'));
    expect(map?.columns.map(({ text }) => text)).toEqual(['22', '80', '65000']);
    expect(map?.notes).toEqual(['Of 65,535 ports only those are drawn that are open somewhere or in a finding.']);
  });

  it('above 48 open ports draws those that most hosts have open', () => {
    const many = Array.from({ length: 60 }, (_, at) => at + 1);
    const map = mapView(reportOf([openHost('10.0.0.1', many), openHost('10.0.0.2', [59, 60])], '1-1000'));
    expect(map?.columns).toHaveLength(48);
    expect(map?.columns.slice(-3).map(({ text }) => text)).toEqual(['46', '59', '60']);
    expect(map?.notes.at(-1)).toContain('12 ports are left out');
  });

  it.each([
    ['no host', reportOf([], '22')],
    ['no port to draw', reportOf([host('10.0.0.1')], '1-1000')],
  ])('is not drawn with %s', (_, report) => {
    expect(mapView(report)).toBeNull();
  });
});

describe('markReader', () => {
  it('leaves a port without a mark that was not probed', () => {
    const markOf = markReader(reportOf([], '1-10'));
    const counts = { open: 1, closed: 0, filtered: 1, error: 0 };
    const seen = host('10.0.0.1', { open: '5', filtered: '6', counts });
    expect([5, 6, 7].map((port) => markOf(seen, port))).toEqual(['open', 'filtered', undefined]);
  });

  it('a port that is not open is never drawn as if it were, and what is only for information is no finding', () => {
    const [finding] = lanReport().findings;
    if (finding === undefined) throw new Error('the sample has no finding');
    const at = (port: number, severity: Severity) => ({ ...finding, address: '10.0.0.1', port, severity });
    const findings = [at(22, 'low'), at(23, 'low'), at(24, 'low'), at(25, 'info'), at(26, 'info')];
    const markOf = markReader({ ...reportOf([], '22-26'), findings });
    const seen = host('10.0.0.1', { open: '22,25', closed: '23,26', filtered: '24' });
    expect([22, 23, 24, 25, 26].map((port) => markOf(seen, port))).toEqual([
      'finding',
      'missing',
      'missing',
      'open',
      'closed',
    ]);
  });

  it('a finding outranks the state', () => {
    const report = lanReport();
    const [finding] = report.findings;
    const failed = report.hosts.find(({ address }) => address === finding?.address);
    if (finding === undefined || failed === undefined) throw new Error('the sample has no finding');
    expect([markReader(report)(failed, finding.port), markReader(report)(failed, 22)]).toEqual(['finding', 'open']);
  });
});
