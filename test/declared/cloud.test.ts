import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseGroupMembers } from '../../src/declared/cloud/interfaces.ts';
import { parseSecurityGroups } from '../../src/declared/cloud/parse-security-groups.ts';
import type { DecideOptions } from '../../src/declared/decide.ts';
import { decide } from '../../src/declared/decide.ts';
import type { DeclaredFirewall } from '../../src/declared/firewall.ts';
import { parseTerraformPlan } from '../../src/declared/terraform/parse-terraform-plan.ts';
import { parseCidr } from '../../src/model/address.ts';
import { queryOf } from './query.ts';

const read = (name: string): string => readFileSync(`fixtures/declared/${name}`, 'utf8');

function actions(
  firewall: DeclaredFirewall,
  packets: readonly string[],
  options: DecideOptions = {},
): Readonly<Record<string, string>> {
  return Object.fromEntries(packets.map((packet) => [packet, decide(firewall, queryOf(packet).query, options).action]));
}

function plan(type: string, values: readonly object[]): string {
  const resources = values.map((value, index) => ({
    address: `${type}.r${index}`,
    mode: 'managed',
    type,
    values: value,
  }));
  return JSON.stringify({ format_version: '1.0', planned_values: { root_module: { resources } } });
}

describe('security groups of AWS', () => {
  const firewall = parseSecurityGroups('sg.json', read('security-groups.json'));
  const members = parseGroupMembers('eni.json', read('network-interfaces.json'));

  it('let in what any group of an address allows', () => {
    const packets = {
      '9.9.9.9 203.0.113.10 443/tcp': 'allow',
      '9.9.9.9 10.0.1.17 443/tcp': 'allow',
      '2001:db8:9::1 2001:db8::10 443/tcp': 'allow',
      '9.9.9.9 203.0.113.10 22/tcp': 'deny',
      '9.9.9.9 203.0.113.10 443/udp': 'deny',
      '198.51.100.9 203.0.113.10 8005/tcp': 'allow',
      // A prefix list of Amazon's may hold any address.
      '9.9.9.9 203.0.113.10 8005/tcp': 'unknown',
      '10.9.1.1 10.0.2.20 22/tcp': 'allow',
      // Who is a member of a group only the cloud knows.
      '10.0.1.17 10.0.2.20 5432/tcp': 'unknown',
      '9.9.9.9 10.0.2.20 443/tcp': 'allow',
      '9.9.9.9 10.0.2.20 3306/tcp': 'deny',
      '9.9.9.9 192.0.2.1 443/tcp': 'unknown',
    };
    expect(actions(firewall, Object.keys(packets), { members })).toEqual(packets);
  });

  it('say nothing of addresses that are not told', () => {
    const decision = decide(firewall, queryOf('9.9.9.9 203.0.113.10 443/tcp').query);
    expect(decision).toMatchObject({
      action: 'unknown',
      because: 'the file does not say which groups protect this address',
    });
  });

  it('make a line for each source, with its JSON path', () => {
    expect(firewall.policy).toBe('deny');
    expect(firewall.lines.map(({ at, text, exact }) => `${exact ? '' : '? '}${at} ${text}`)).toContain(
      '? sg.json SecurityGroups[0].IpPermissions[1].PrefixListIds[0].PrefixListId sg-0a1b2c3d4e5f60001: allow tcp 8000-8010 from prefix list pl-3b927c52',
    );
    expect(firewall.lines[1]).toMatchObject({
      comment: 'public site',
      destinations: { group: 'sg-0a1b2c3d4e5f60001' },
    });
  });

  it.each([
    [
      '{"SecurityGroups": 5}',
      'sg.json: SecurityGroups must be the list that aws ec2 describe-security-groups prints, not 5',
    ],
    [
      '{"SecurityGroups": [{"GroupId": "sg-1", "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 9, "ToPort": 1, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]}]}',
      'sg.json: SecurityGroups[0].IpPermissions[0].FromPort must be the first of a range of ports, not 9',
    ],
    [
      '{"SecurityGroups": [{"GroupId": "sg-1", "IpPermissions": [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "10.0.0.0/33"}]}]}]}',
      'sg.json: SecurityGroups[0].IpPermissions[0].IpRanges[0].CidrIp must be an address range such as 192.0.2.0/24, not "10.0.0.0/33"',
    ],
  ])('refuse %s', (text, line) => {
    expect(() => parseSecurityGroups('sg.json', text)).toThrow(expect.objectContaining({ code: 'config', line }));
  });
});

describe('a Terraform plan', () => {
  const firewall = parseTerraformPlan('plan.json', read('terraform-plan.json'));

  it('ties rules and hosts to groups by reference where ids are not known yet', () => {
    const group = 'module.db["eu.1"].aws_security_group.this[0]';
    const members = [{ group, addresses: [parseCidr('10.0.3.0/24')].flatMap((range) => range ?? []) }];
    const packets = {
      '9.9.9.9 203.0.113.10 443/tcp': 'allow',
      '198.51.100.1 203.0.113.10 22/tcp': 'allow',
      '9.9.9.9 203.0.113.10 22/tcp': 'deny',
      '9.9.9.9 203.0.113.10 5432/tcp': 'deny',
      '10.0.1.5 10.0.3.1 5432/tcp': 'allow',
      '10.0.2.5 10.0.3.1 5432/tcp': 'deny',
      '10.0.2.5 10.0.3.1 5433/tcp': 'unknown',
    };
    expect(actions(firewall, Object.keys(packets), { members })).toEqual(packets);
  });

  it('leaves open what rules of unknown groups may allow', () => {
    const resources = [
      { address: 'aws_security_group.a', mode: 'managed', type: 'aws_security_group', values: { id: 'sg-1' } },
      {
        address: 'aws_security_group_rule.r',
        mode: 'managed',
        type: 'aws_security_group_rule',
        values: { type: 'ingress', from_port: 22, to_port: 22, protocol: 'tcp', cidr_blocks: ['0.0.0.0/0'] },
      },
      {
        address: 'aws_instance.i',
        mode: 'managed',
        type: 'aws_instance',
        values: { private_ip: '10.0.0.9', vpc_security_group_ids: ['sg-1'] },
      },
    ];
    const text = JSON.stringify({ format_version: '1.0', values: { root_module: { resources } } });
    const packets = { '9.9.9.9 10.0.0.9 22/tcp': 'unknown', '9.9.9.9 10.0.0.9 23/tcp': 'deny' };
    expect(actions(parseTerraformPlan('state.json', text), Object.keys(packets))).toEqual(packets);
  });

  it('orders the rules of Azure by priority', () => {
    const common = {
      direction: 'Inbound',
      network_security_group_name: 'nsg',
      source_port_range: '*',
      destination_address_prefix: '*',
    };
    const text = plan('azurerm_network_security_rule', [
      {
        ...common,
        name: 'late',
        priority: 300,
        access: 'Deny',
        protocol: '*',
        destination_port_range: '*',
        source_address_prefix: '*',
      },
      {
        ...common,
        name: 'tag',
        priority: 200,
        access: 'Allow',
        protocol: 'Tcp',
        destination_port_range: '22',
        source_address_prefix: 'Internet',
      },
      {
        ...common,
        name: 'web',
        priority: 100,
        access: 'Allow',
        protocol: 'Tcp',
        destination_port_ranges: ['80', '443-444'],
        source_address_prefixes: ['9.9.9.0/24'],
      },
      {
        ...common,
        name: 'out',
        priority: 10,
        access: 'Allow',
        protocol: '*',
        direction: 'Outbound',
        destination_port_range: '*',
        source_address_prefix: '*',
      },
    ]);
    const members = [{ group: 'nsg', addresses: [parseCidr('10.0.0.0/24')].flatMap((range) => range ?? []) }];
    const packets = {
      '9.9.9.9 10.0.0.9 444/tcp': 'allow',
      '8.8.8.8 10.0.0.9 444/tcp': 'deny',
      '8.8.8.8 10.0.0.9 22/tcp': 'unknown',
    };
    expect(actions(parseTerraformPlan('plan.json', text), Object.keys(packets), { members })).toEqual(packets);
  });

  it('orders the rules of Google Cloud by priority, those that deny first', () => {
    const text = plan('google_compute_firewall', [
      {
        name: 'web',
        network: 'net',
        priority: 1000,
        allow: [{ protocol: 'tcp', ports: ['80', '8000-8010'] }],
        source_ranges: ['0.0.0.0/0'],
      },
      {
        name: 'no',
        network: 'net',
        priority: 1000,
        deny: [{ protocol: 'tcp', ports: ['8005'] }],
        source_ranges: ['0.0.0.0/0'],
      },
      {
        name: 'tagged',
        network: 'net',
        priority: 900,
        allow: [{ protocol: 'all' }],
        source_ranges: ['8.8.8.0/24'],
        target_tags: ['jump'],
      },
      {
        name: 'off',
        network: 'net',
        priority: 1,
        allow: [{ protocol: 'all' }],
        source_ranges: ['0.0.0.0/0'],
        disabled: true,
      },
    ]);
    const members = [{ group: 'net', addresses: [parseCidr('10.0.0.0/24')].flatMap((range) => range ?? []) }];
    const packets = {
      '9.9.9.9 10.0.0.9 8000/tcp': 'allow',
      '9.9.9.9 10.0.0.9 8005/tcp': 'deny',
      '8.8.8.8 10.0.0.9 8005/tcp': 'unknown',
      // Whether it has the tag or not, one of the rules allows it.
      '8.8.8.8 10.0.0.9 80/tcp': 'allow',
      '9.9.9.9 10.0.0.9 22/tcp': 'deny',
    };
    expect(actions(parseTerraformPlan('plan.json', text), Object.keys(packets), { members })).toEqual(packets);
  });

  it.each([
    [
      '{"format_version": "2.0", "planned_values": {}}',
      'plan.json: format_version 2.0 is not known - known are 0 and 1',
    ],
    [
      '{"planned_values": {}}',
      'plan.json: the top level must be what terraform show -json prints of a plan or a state, not {"planned_values":{}}',
    ],
    [
      plan('aws_security_group', [{ ingress: [{ protocol: 'tcp', from_port: 1, to_port: 2, cidr_blocks: [7] }] }]),
      'plan.json: aws_security_group.r0.ingress[0].cidr_blocks[0] must be a text, not 7',
    ],
    [
      plan('azurerm_network_security_rule', [
        { network_security_group_name: 'n', access: 'Allow', destination_port_range: 'http' },
      ]),
      'plan.json: azurerm_network_security_rule.r0.destination_port_range must be a port or a range such as 8000-8010, not "http"',
    ],
  ])('is refused: %s', (text, line) => {
    expect(() => parseTerraformPlan('plan.json', text)).toThrow(expect.objectContaining({ code: 'config', line }));
  });
});
