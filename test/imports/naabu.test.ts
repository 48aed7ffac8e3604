import { describe, expect, it } from 'vitest';
import { importFixture, importText, onPort, states, UNKNOWN_TIME } from './read-scan.ts';

describe('naabu', () => {
  it('tells open ports and nothing of the others', async () => {
    const scan = await importFixture('naabu.jsonl');
    expect(scan).toMatchObject({ tool: 'naabu', complete: false, ports: null, startedAt: '2025-03-31T04:39:19.120Z' });
    expect(scan.observations.map(({ address, host }) => `${address} ${host}`)).toEqual([
      '192.0.2.10 shop.example',
      '192.0.2.10 shop.example',
      '192.0.2.53 dns.example',
      '192.0.2.117 192.0.2.117',
      '192.0.2.117 192.0.2.117',
      '2001:db8::10 shop.example',
    ]);
    expect(states(scan)).toContain('udp 53 open udp-response');
    expect(onPort(scan, 80).at).toBe(UNKNOWN_TIME);
  });

  it('proves TLS, and no service: names of one port were written to others', async () => {
    const scan = await importFixture('naabu.jsonl');
    expect(onPort(scan, 443)).toMatchObject({ service: { name: 'tls', tls: true }, tls: { version: null } });
    expect([22, 5432].map((port) => onPort(scan, port).service)).toEqual([undefined, undefined]);
  });

  it('is read with the port as an object, and without any port', async () => {
    const nested = '{"ip":"192.0.2.1","port":{"Port":8443,"Protocol":0,"TLS":true}}\n';
    expect(states(await importText(nested))).toEqual(['8443 open syn-ack']);
    const found = await importText(
      '{"ip":"192.0.2.1","timestamp":"2026-01-02T20:13:17Z","port":0,"protocol":"tcp","tls":false}\n',
    );
    expect(found).toMatchObject({ hosts: [{ address: '192.0.2.1', asked: false }], observations: [] });
  });
});
