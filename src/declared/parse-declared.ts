import { ConfigError } from '../model/errors.ts';
import type { DeclaredFirewall } from './firewall.ts';
import { parseIptables } from './iptables/parse-iptables.ts';
import { parseNftables } from './nftables/parse-nftables.ts';

/** Reads what declares which connections are allowed, whichever of the known formats it has. @throws ConfigError */
export function parseDeclared(file: string, text: string): DeclaredFirewall {
  const start = text.replace(/^\ufeff/, '').trimStart();
  if (start.startsWith('{')) return parseNftables(file, text);
  if (/^(?:[#*:]|-A |\[\d)/.test(start)) return parseIptables(file, text);
  throw new ConfigError('not a firewall format that is known', { at: { file }, hint: KNOWN });
}

const KNOWN = 'expected the output of nft -j list ruleset or iptables-save';
