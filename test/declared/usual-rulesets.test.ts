import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { DecideOptions } from '../../src/declared/decide.ts';
import { decide } from '../../src/declared/decide.ts';
import { parseDeclared } from '../../src/declared/parse-declared.ts';
import { queryOf } from './query.ts';

function decisions(
  file: string,
  packets: readonly string[],
  options: DecideOptions = {},
): Readonly<Record<string, string>> {
  const firewall = parseDeclared(file, readFileSync(`fixtures/declared/${file}`, 'utf8'));
  const found = packets.map((packet) => {
    const { action, line } = decide(firewall, queryOf(packet).query, options);
    return [
      packet,
      line === null ? action : `${action} ${line.at.replace(`${file}:`, '').replace(/^\S+ inet firewalld /, '')}`,
    ];
  });
  return Object.fromEntries(found);
}

describe('rules as other tools write them', () => {
  it('of ufw: only what it limits by rate stays open', () => {
    const packets = {
      '9.9.9.9 192.0.2.1 22/tcp': 'allow 49',
      '9.9.9.9 192.0.2.1 443/tcp': 'allow 50',
      '10.9.1.1 192.0.2.1 5432/tcp': 'allow 51',
      '9.9.9.9 192.0.2.1 5432/tcp': 'deny 3',
      '9.9.9.9 192.0.2.1 445/tcp': 'deny 48',
      '9.9.9.9 192.0.2.1 2222/tcp': 'unknown',
      '9.9.9.9 192.0.2.1 68/udp': 'unknown',
      '9.9.9.9 192.0.2.1 5353/udp': 'deny 3',
    };
    expect(decisions('ufw.iptables', Object.keys(packets))).toEqual(packets);
  });

  it('of firewalld: zones are told apart where their interfaces are', () => {
    const packets = {
      '9.9.9.9 192.0.2.1 22/tcp': 'allow filter_IN_public_allow handle 26',
      '203.0.113.66 192.0.2.1 22/tcp': 'deny filter_IN_public_deny handle 24',
      '9.9.9.9 192.0.2.1 80/tcp': 'deny filter_IN_public handle 23',
      '2001:db8::9 2001:db8::1 22/tcp': 'allow filter_IN_public_allow handle 26',
      '10.9.1.1 192.0.2.1 5432/tcp': 'allow filter_IN_public_allow handle 30',
    };
    const routes = [{ interface: 'eth0', addresses: null }];
    expect(decisions('firewalld.nft.json', Object.keys(packets), { routes })).toEqual(packets);
    // By eth1 everything comes in, by the others 22 does, too.
    expect(decisions('firewalld.nft.json', ['9.9.9.9 192.0.2.1 22/tcp', '9.9.9.9 192.0.2.1 80/tcp'])).toEqual({
      '9.9.9.9 192.0.2.1 22/tcp': 'allow',
      '9.9.9.9 192.0.2.1 80/tcp': 'unknown',
    });
  });
});
