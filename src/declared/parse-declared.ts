import { ConfigError } from '../model/errors.ts';
import { parseSecurityGroups } from './cloud/parse-security-groups.ts';
import type { DeclaredFirewall } from './firewall.ts';
import { parseIptables } from './iptables/parse-iptables.ts';
import { isObject, parseJson } from './json-place.ts';
import { parseNftables } from './nftables/parse-nftables.ts';
import { parseTerraformPlan } from './terraform/parse-terraform-plan.ts';

/** Formats in JSON by a key that only they have. */
const BY_KEY: readonly (readonly [string, (file: string, text: string) => DeclaredFirewall])[] = [
  ['nftables', parseNftables],
  ['SecurityGroups', parseSecurityGroups],
  ['planned_values', parseTerraformPlan],
  ['format_version', parseTerraformPlan],
];

/** Reads what declares which connections are allowed, whichever of the known formats it has. @throws ConfigError */
export function parseDeclared(file: string, text: string): DeclaredFirewall {
  const start = text.replace(/^\ufeff/, '').trimStart();
  if (/^(?:[#*:]|-A |\[\d+:)/.test(start)) return parseIptables(file, text);
  if (!start.startsWith('{')) throw unknown(file);
  const { value } = parseJson(file, text);
  const parse = BY_KEY.find(([key]) => isObject(value) && Object.hasOwn(value, key))?.[1];
  if (parse === undefined) throw unknown(file);
  return parse(file, text);
}

function unknown(file: string): ConfigError {
  return new ConfigError('not a firewall format that is known', {
    at: { file },
    hint: 'expected the output of nft -j list ruleset, iptables-save, aws ec2 describe-security-groups or terraform show -json',
  });
}
