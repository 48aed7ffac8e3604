import { describe, expect, it } from 'vitest';
import { planOfScan } from '../../src/imports/plan-of-scan.ts';
import { fixtureText, importFixture, importText, onPort, states } from './read-scan.ts';

const FORMATS = ['json', 'ndjson', 'list', 'xml'] as const;

describe.each(FORMATS)('masscan %s', (format) => {
  it('tells open and closed ports, and nothing of the others', async () => {
    const scan = await importFixture(`masscan-closed.${format}`);
    expect(scan).toMatchObject({ tool: 'masscan', toolVersion: null, ports: null, warnings: [] });
    expect(states(scan)).toEqual([
      '21 open syn-ack',
      '22 open syn-ack',
      '23 closed rst',
      '25 open syn-ack',
      '80 open syn-ack',
      '82 closed rst',
      '84 closed rst',
      '443 open syn-ack',
      '6379 open syn-ack',
      'udp 53 closed udp-port-unreach',
    ]);
    expect(planOfScan(scan)).toEqual({ kind: 'listed', hosts: ['10.77.0.2'] });
  });

  it('puts a port and its banners together', async () => {
    const scan = await importFixture(`masscan-banners.${format}`);
    expect(scan.observations.map(({ port }) => port)).toEqual([21, 22, 25, 80, 443, 6379]);
    expect(onPort(scan, 22)).toMatchObject({
      service: { name: 'ssh', product: 'OpenSSH', version: '9.2p1', method: 'probed', confidence: 8 },
      details: { 'ssh.protocol': '2.0' },
    });
    expect(onPort(scan, 25).evidence?.[0]?.text).toMatch(/^220 mail\.lab\.example ESMTP Postfix\\x0a/);
    expect(onPort(scan, 6379)).not.toHaveProperty('service');
  });

  it('is complete only where the file says so', async () => {
    const scan = await importFixture(`masscan-closed.${format}`);
    expect(scan.complete).toBe(format !== 'ndjson');
    const text = fixtureText(`masscan-closed.${format}`);
    const cut = await importText(text.slice(0, text.length / 2));
    expect(cut.complete).toBe(false);
    expect(cut.observations.length).toBeGreaterThan(2);
  });
});

describe('masscan', () => {
  it('names web servers without saying which application they are', async () => {
    expect(onPort(await importFixture('masscan-banners.json'), 80)).toMatchObject({
      service: { name: 'http', foreign: true },
      details: { 'http.title': 'Lab page', 'http.server': 'nginx/1.22.1' },
    });
  });

  it('is read in the broken JSON of older versions', async () => {
    const older =
      '[\n{   "ip": "192.0.2.1",   "timestamp": "1459345678", "ports": [ {"port": 80, "proto": "tcp", "status": "open", "reason": "syn-ack", "ttl": 64} ] },\n{finished: 1}\n]\n';
    const scan = await importText(older);
    expect(states(scan)).toEqual(['80 open syn-ack']);
    expect(scan).toMatchObject({ complete: true, startedAt: '2016-03-30T13:47:58.000Z' });
    expect((await importText(older.replace(/\{finished[^]*/, ''))).complete).toBe(false);
    expect(await importText('[\n]\n')).toMatchObject({ complete: true, observations: [] });
  });

  it('reads IPv6 and leaves out what is neither TCP nor UDP', async () => {
    const scan = await importText(
      '#masscan\nopen tcp 80 2001:DB8::1 1700000000\nopen sctp 38412 192.0.2.1 1700000000\n# end\n',
    );
    expect(scan.observations.map(({ address, at }) => ({ address, at }))).toEqual([
      { address: '2001:db8::1', at: '2023-11-14T22:13:20.000Z' },
    ]);
    expect(scan.warnings).toEqual(['sctp is neither TCP nor UDP and left out']);
  });
});
