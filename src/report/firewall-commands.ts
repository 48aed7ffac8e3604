import type { Transport } from '../model/observation.ts';

/** How to let only some clients reach ports, in the words of one firewall. */
export interface FirewallCommand {
  readonly firewall: string;
  readonly command: string;
}

/** More ports make commands that nobody reads; also what iptables takes at once (multiport). */
const MOST_PORTS = 15;

/** A documentation-like private network: the reader's own goes in its place. */
const CLIENTS = '10.0.8.0/24';

/**
 * The same remedy for the usual firewalls: ports of a host for the clients in `10.0.8.0/24` alone. Empty for no ports and for more than 15.
 * Sources: nft(8), iptables-extensions(8), ufw(8), firewall-cmd(1), and the references of PowerShell, AWS, Azure and Google Cloud.
 */
export function firewallCommands(ports: ReadonlySet<number>, transport: Transport): readonly FirewallCommand[] {
  if (ports.size === 0 || ports.size > MOST_PORTS) return [];
  const all = [...ports].sort((a, b) => a - b);
  const [first = 0] = all;
  const list = all.join(',');
  const set = all.length === 1 ? String(first) : `{ ${all.join(', ')} }`;
  const upper = transport.toUpperCase();
  const each = (command: (port: number) => string): string => all.map(command).join('; ');
  return [
    {
      firewall: 'nftables',
      command: `nft insert rule inet filter input ip saddr != ${CLIENTS} ${transport} dport ${set} drop; nft insert rule inet filter input meta nfproto ipv6 ${transport} dport ${set} drop`,
    },
    {
      firewall: 'iptables',
      command: `iptables -I INPUT ! -s ${CLIENTS} -p ${transport} -m multiport --dports ${list} -j DROP; ip6tables -I INPUT -p ${transport} -m multiport --dports ${list} -j DROP`,
    },
    {
      firewall: 'ufw (incoming denied by default)',
      command: `${each((port) => `ufw delete allow ${port}/${transport}`)}; ufw allow proto ${transport} from ${CLIENTS} to any port ${list}`,
    },
    {
      firewall: 'firewalld',
      command: `${each((port) => `firewall-cmd --permanent --remove-port=${port}/${transport}; firewall-cmd --permanent --add-rich-rule='rule family="ipv4" source address="${CLIENTS}" port port="${port}" protocol="${transport}" accept'`)}; firewall-cmd --reload`,
    },
    {
      firewall: 'Windows (and remove wider rules)',
      command: `New-NetFirewallRule -DisplayName "Clients of port ${list}" -Direction Inbound -Protocol ${upper} -LocalPort ${list} -RemoteAddress ${CLIENTS} -Action Allow`,
    },
    {
      firewall: 'AWS security group',
      command: each(
        (port) =>
          `aws ec2 revoke-security-group-ingress --group-id GROUP --protocol ${transport} --port ${port} --cidr 0.0.0.0/0; aws ec2 authorize-security-group-ingress --group-id GROUP --protocol ${transport} --port ${port} --cidr ${CLIENTS}`,
      ),
    },
    {
      firewall: 'Azure network security group',
      command: `az network nsg rule create --resource-group GROUP --nsg-name NSG --name deny-${transport}-${first} --priority 200 --direction Inbound --access Deny --protocol ${upper === 'TCP' ? 'Tcp' : 'Udp'} --source-address-prefixes Internet --destination-port-ranges ${all.join(' ')}`,
    },
    {
      firewall: 'Google Cloud',
      command: `gcloud compute firewall-rules create deny-${transport}-${first} --direction=INGRESS --action=DENY --priority=900 --source-ranges=0.0.0.0/0 --rules=${all.map((port) => `${transport}:${port}`).join(',')}`,
    },
  ];
}
