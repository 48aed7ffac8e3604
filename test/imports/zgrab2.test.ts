import { describe, expect, it } from 'vitest';
import { fixtureText, importFixture, importText, onPort, states } from './read-scan.ts';

const scan = await importFixture('zgrab2.jsonl');

describe('zgrab2', () => {
  it('proves protocols where its modules succeeded', () => {
    expect(onPort(scan, 3306)).toMatchObject({
      service: { name: 'mysql', version: '8.0.36', confidence: 10 },
      details: { 'mysql.tls': true },
    });
    expect(scan.observations[0]).toMatchObject({
      host: 'shop.example',
      service: { name: 'ssh', product: 'OpenSSH', version: '9.6p1' },
      details: { 'ssh.protocol': '2.0', 'ssh.kex': ['curve25519-sha256'], 'ssh.ciphers': ['aes256-ctr', 'aes128-cbc'] },
    });
  });

  it('takes access from INFO, and not from PONG', async () => {
    const access = scan.observations.filter(({ port }) => port === 6379).map((seen) => seen.access);
    expect(access).toEqual(['none-required', 'required']);
    const pong = await importText(fixtureText('zgrab2.jsonl').replace('"version":"7.0.15",', ''));
    expect(onPort(pong, 6379).access).toBeUndefined();
  });

  it('tells TLS inside of HTTP', () => {
    expect(onPort(scan, 443)).toMatchObject({
      service: { name: 'http', tls: true, foreign: true },
      details: { 'http.status': 200, 'http.server': 'nginx/1.22.1', 'http.title': 'Lab page' },
      tls: {
        version: 'TLSv1.3',
        notAfter: '2026-07-01T00:00:00.000Z',
        names: ['shop.example'],
        keyType: 'rsa',
        keyBits: 2048,
      },
    });
  });

  it('calls a port open after a failed handshake, and neither open nor closed where it could not connect', () => {
    expect(states(scan)).toEqual([
      '22 open syn-ack',
      '22 open syn-ack',
      '6379 open syn-ack',
      '6379 open syn-ack',
      '443 open syn-ack',
      '25 error undecided',
      '3306 open syn-ack',
      'udp 123 open|filtered udp-no-response',
    ]);
  });

  it('leaves out answers without a port, and is complete with its summary', async () => {
    expect(scan.warnings).toEqual(['an answer without port is left out: zgrab2 writes it since September 2025']);
    expect(scan).toMatchObject({
      complete: true,
      startedAt: '2026-04-11T00:24:00.000Z',
      finishedAt: '2026-04-11T00:29:00.000Z',
    });
    const lines = fixtureText('zgrab2.jsonl').split('\n').slice(0, 2).join('\n');
    expect((await importText(lines)).complete).toBe(false);
  });
});
