import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firewallCommands } from '../../src/report/firewall-commands.ts';
import { run, whyNoNamespaces } from '../lab/run.ts';

const commandFor = (firewall: string, ports: readonly number[], transport: 'tcp' | 'udp' = 'tcp'): string =>
  firewallCommands(new Set(ports), transport).find((each) => each.firewall.startsWith(firewall))?.command ?? '';

describe('remedies in other firewalls', () => {
  it('name every port once, in order', () => {
    expect(commandFor('iptables', [6380, 6379, 6380])).toMatch(
      /--dports 6379,6380 -j DROP; ip6tables .*--dports 6379,6380 -j DROP$/,
    );
    expect(commandFor('Google', [6380, 6379])).toMatch(/--rules=tcp:6379,tcp:6380$/);
    expect(commandFor('Azure', [161], 'udp')).toMatch(/--protocol Udp .*--destination-port-ranges 161$/);
    expect(commandFor('AWS', [22])).toBe(
      'aws ec2 revoke-security-group-ingress --group-id GROUP --protocol tcp --port 22 --cidr 0.0.0.0/0; aws ec2 authorize-security-group-ingress --group-id GROUP --protocol tcp --port 22 --cidr 10.0.8.0/24',
    );
    expect(commandFor('Windows', [22, 23])).toContain('-LocalPort 22,23 ');
    expect(commandFor('ufw', [22, 23])).toBe(
      'ufw delete allow 22/tcp; ufw delete allow 23/tcp; ufw allow proto tcp from 10.0.8.0/24 to any port 22,23',
    );
  });

  it('are there for one port to fifteen', () => {
    const ports = (count: number): ReadonlySet<number> =>
      new Set(Array.from({ length: count }, (_, index) => index + 1));
    expect(firewallCommands(ports(0), 'tcp')).toEqual([]);
    expect(firewallCommands(ports(1), 'tcp')).toHaveLength(8);
    expect(firewallCommands(ports(15), 'udp')).toHaveLength(8);
    expect(firewallCommands(ports(16), 'tcp')).toEqual([]);
  });
});

const NETNS = `portreeve-commands-${process.pid}`;
const skip = whyNoNamespaces();

describe.skipIf(skip !== undefined)(`commands of this system${skip === undefined ? '' : ` (${skip})`}`, () => {
  beforeAll(() => {
    run('ip', 'netns', 'add', NETNS);
    inNamespace("nft add table inet filter; nft 'add chain inet filter input { type filter hook input priority 0; }'");
  });
  afterAll(() => run('ip', 'netns', 'delete', NETNS));

  function inNamespace(line: string): string {
    return run('ip', 'netns', 'exec', NETNS, 'sh', '-ec', line);
  }

  it.each([[[22]], [[22, 80, 443]]])('are accepted by nft for the ports %j', (ports) => {
    inNamespace(commandFor('nftables', ports).replaceAll(/\{[^}]*\}/g, (set) => `'${set}'`));
    expect(inNamespace('nft list chain inet filter input')).toMatch(/tcp dport (?:22|\{ 22, 80, 443 \}) drop/);
  });
});
