import { describe, expect, it } from 'vitest';
import { importScan } from '../../src/imports/import-scan.ts';
import { planOfScan } from '../../src/imports/plan-of-scan.ts';
import type { Observation } from '../../src/model/observation.ts';
import { fixtureText, importFixture, importText, onPort, states } from './read-scan.ts';

describe('nmap XML', () => {
  it('tells what was scanned, when and by what', async () => {
    const scan = await importFixture('nmap-versions.xml');
    expect(scan).toMatchObject({
      tool: 'nmap',
      toolVersion: '7.93',
      startedAt: '2026-11-21T20:16:21.000Z',
      finishedAt: '2026-11-21T20:16:39.000Z',
      complete: true,
      hosts: [{ address: '10.77.0.2', names: [], asked: true }],
      hostsOmitted: 0,
      ports: { tcp: '21-22,25,80-84,143,443,445,873,3306-3307,3389,5432,5900,6379-6380,8443,11211', udp: '' },
      warnings: [],
    });
    expect(scan.command).toContain('-sV --version-all');
    expect(scan.observations).toHaveLength(21);
    expect(
      scan.observations.every(
        ({ vantage, host, rttMs }) => vantage === 'here' && host === '10.77.0.2' && rttMs === null,
      ),
    ).toBe(true);
  });

  it('gives states their reasons in our words', async () => {
    const [scan, connect] = [await importFixture('nmap-versions.xml'), await importFixture('nmap-connect.xml')];
    expect(states(scan).filter((text) => /^8[1-4] /.test(text))).toEqual([
      '81 filtered no-response',
      '82 closed rst',
      '83 filtered admin-prohibited',
      '84 closed rst',
    ]);
    expect(states(connect)).toContain('82 closed conn-refused');
  });

  it('takes a probed service for identified, under our name, and the port table for nothing', async () => {
    const scan = await importFixture('nmap-versions.xml');
    expect(onPort(scan, 3389).service).toEqual({
      name: 'rdp',
      product: 'xrdp',
      version: null,
      tls: false,
      method: 'probed',
      confidence: 8,
    });
    expect(onPort(scan, 445).service?.name).toBe('smb');
    expect(onPort(scan, 22)).toMatchObject({ service: { product: 'OpenSSH' }, details: { 'ssh.protocol': '2.0' } });
    const top = await importFixture('nmap-top.xml');
    expect(onPort(top, 22).state).toBe('open');
    expect(top.observations.filter(({ service }) => service !== undefined)).toEqual([]);
  });

  it('marks names that do not settle what rules call it', async () => {
    const scan = await importFixture('nmap-versions.xml');
    expect(onPort(scan, 443).service).toMatchObject({ name: 'http', product: 'nginx', tls: true, foreign: true });
    // PostgreSQL behind 5432, which nmap took for something else with every probe in use.
    expect(onPort(scan, 5432).service).toMatchObject({ name: 'nagios-nsca', foreign: true });
    const elastic = fixtureText('nmap-versions.xml').replace('product="nginx"', 'product="Elasticsearch REST API"');
    expect(onPort(await importText(elastic), 80).service).toMatchObject({ name: 'elasticsearch' });
    expect(onPort(await importText(elastic), 80).service).not.toHaveProperty('foreign');
  });

  it('takes access from answers that nobody with a password gives', async () => {
    const scan = await importFixture('nmap-versions.xml');
    expect([6379, 6380, 11211, 3306, 3307].map((port) => onPort(scan, port).access)).toEqual([
      'none-required',
      undefined,
      'none-required',
      undefined,
      'refused-by-acl',
    ]);
  });

  it('keeps UDP silence apart, and both transports', async () => {
    const scan = await importFixture('nmap-udp.xml');
    expect(scan.ports).toEqual({ tcp: '22-23,81', udp: '53,161,5000' });
    expect(states(scan)).toEqual([
      '22 open syn-ack',
      '23 closed rst',
      '81 filtered no-response',
      'udp 53 closed udp-port-unreach',
      'udp 161 closed udp-port-unreach',
      'udp 5000 open|filtered udp-no-response',
    ]);
  });

  it('does not call a port open or closed where the scan could not tell', async () => {
    expect(states(await importFixture('nmap-ack.xml'))).toEqual([
      '22 error undecided',
      '81 filtered no-response',
      '82 error undecided',
      '83 filtered admin-prohibited',
      '84 error undecided',
    ]);
    expect(states(await importFixture('nmap-fin.xml'))).toEqual([
      '22 error undecided',
      '81 error undecided',
      '82 closed rst',
      '83 filtered admin-prohibited',
      '84 closed rst',
    ]);
  });

  it('reads IPv6', async () => {
    const scan = await importFixture('nmap-ipv6.xml');
    expect(scan.observations.map(({ address }) => address)).toEqual(['fd77::2', 'fd77::2', 'fd77::2']);
  });

  it('puts a host that comes twice together', async () => {
    const scan = await importFixture('nmap-twice.xml');
    expect(scan.hosts.map(({ address }) => address)).toEqual(['10.77.0.2', '10.78.0.1']);
    expect(states(scan)).toEqual(['22 open syn-ack', '80 open syn-ack', '22 closed rst', '80 closed rst']);
  });

  it('takes names that were asked for, and none from reverse lookups', async () => {
    const names =
      '<hostnames><hostname name="Db.example" type="user"/><hostname name="evil.test" type="PTR"/></hostnames>';
    const scan = await importText(
      fixtureText('nmap-connect.xml')
        .replace(/<\/?hostnames>\s*/g, '')
        .replace('<ports>', `${names}<ports>`),
    );
    expect(scan.hosts).toEqual([{ address: '10.77.0.2', names: ['db.example'], asked: true }]);
    expect(scan.observations[0]?.host).toBe('db.example');
  });
});

describe('ports that nmap does not list', () => {
  it('have the state of their reason', async () => {
    const scan = await importFixture('nmap-top.xml');
    expect(scan.observations).toHaveLength(100);
    expect(states(scan).filter((text) => text.endsWith('closed rst'))).toHaveLength(88);
    expect(states(await importFixture('nmap-open.xml'))).toEqual([
      '22 open syn-ack',
      '23 closed rst',
      '81 filtered no-response',
    ]);
  });

  it('are all others, in older files, where the numbers agree', async () => {
    const older = (count: number): string =>
      fixtureText('nmap-top.xml').replace(
        /<extraports[^]*?<\/extraports>/,
        `<extraports state="closed" count="${count}"><extrareasons reason="resets" count="${count}"/></extraports>`,
      );
    const scan = await importText(older(88));
    expect(scan.observations).toEqual((await importFixture('nmap-top.xml')).observations);
    const wrong = await importText(older(87));
    expect(wrong.observations).toHaveLength(12);
    expect(wrong.warnings).toEqual(['the file does not tell which ports of a host it calls closed or filtered']);
  });

  it('are not known where two states share them without a list', async () => {
    const text = fixtureText('nmap-open.xml').replace(/ proto="tcp" ports="\d+"/g, '');
    const scan = await importText(text);
    expect(states(scan)).toEqual(['22 open syn-ack']);
    expect(scan.warnings).toHaveLength(1);
  });

  it('are made while they are read', async () => {
    const hosts = Array.from(
      { length: 2000 },
      (_, host) =>
        `<host endtime="1700000000"><status state="up"/><address addr="10.0.${host >> 8}.${host & 255}" addrtype="ipv4"/><ports><extraports state="closed" count="65534">` +
        '<extrareasons reason="reset" count="65534" proto="tcp" ports="1-21,23-65535"/></extraports>' +
        '<port protocol="tcp" portid="22"><state state="open" reason="syn-ack"/></port></ports></host>',
    );
    const info = '<scaninfo type="syn" protocol="tcp" numservices="65535" services="1-65535"/>';
    const text = `<nmaprun scanner="nmap" start="1700000000">${info}${hosts.join('')}</nmaprun>`;
    async function* whole(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(text);
    }
    const scan = await importScan('big.xml', whole(), { vantage: 'here', at: '2020-01-01T00:00:00.000Z' });
    const plan = planOfScan(scan);
    expect(plan).toMatchObject({ kind: 'grid', endpoints: 2000 * 65_535 });
    const first: Observation[] = [];
    for (const observation of scan.observations) if (first.push(observation) === 100_000) break;
    expect(first[21]).toMatchObject({ port: 22, state: 'open' });
    expect(first[99_999]).toMatchObject({ address: '10.0.0.1', port: 34_465, state: 'closed' });
  });
});

describe('what an nmap file does not tell', () => {
  it('is unknown for hosts that were taken for down', async () => {
    const listed = await importFixture('nmap-down.xml');
    expect(listed.hosts).toEqual([
      { address: '10.77.0.2', names: [], asked: true },
      { address: '10.77.0.9', names: [], asked: false },
    ]);
    expect(states(listed)).toEqual(['22 open syn-ack']);
    expect(planOfScan(listed)).toMatchObject({ kind: 'grid', endpoints: 2 });
    const unlisted = await importFixture('nmap-down-unlisted.xml');
    expect(unlisted).toMatchObject({ hostsOmitted: 1, hosts: [{ address: '10.77.0.2' }] });
  });

  it('is unknown for hosts that were given up, only pinged, or asked for other protocols', async () => {
    const timeout = await importFixture('nmap-timeout.xml');
    expect(timeout).toMatchObject({ hosts: [{ asked: false }], observations: [] });
    expect(timeout.warnings).toEqual(['nmap gave up a host; its ports are not known']);
    expect(await importFixture('nmap-ping.xml')).toMatchObject({
      ports: null,
      hosts: [{ asked: false }],
      observations: [],
    });
    const protocols = await importFixture('nmap-protocols.xml');
    expect(protocols).toMatchObject({ ports: null, observations: [] });
    expect(protocols.warnings[0]).toBe('the scan of ip is left out');
  });

  it('is said of scans that failed or were cut off', async () => {
    const failed = await importFixture('nmap-error.xml');
    expect(failed).toMatchObject({ complete: false, hosts: [], observations: [] });
    expect(failed.warnings[0]).toContain("'no-such-script-xyz' did not match");
    const killed = await importFixture('nmap-killed.xml');
    expect(killed).toMatchObject({ complete: false, finishedAt: null });
    expect(killed.observations.length).toBeGreaterThan(4);
    expect(killed.warnings).toEqual(['the file ends before the scan did: what is missing is not known']);
  });

  it('stays unknown where a host is cut in half: unlisted ports may be listed in what is missing', async () => {
    const text = fixtureText('nmap-top.xml').replace(/ proto="tcp" ports="[^"]*"/, '');
    const cut = await importText(text.slice(0, text.indexOf('portid="25"')));
    expect(cut.complete).toBe(false);
    expect(states(cut)).toEqual(['21 open syn-ack', '22 open syn-ack']);
  });
});
