import { parseAddress, parseCidr } from '../../model/address.ts';
import type { AddressRange } from '../../model/address.ts';
import { mergeRanges } from '../../model/range-set.ts';
import type { Condition } from '../box.ts';
import { all, ALWAYS, unsure, within } from '../box.ts';
import { ofProtocol, toPorts } from '../cloud/cloud-rule.ts';
import type { JsonPlace } from '../json-place.ts';
import { at, itemsOf, textAt, textOrNone, plainText } from '../json-place.ts';
import type { Effect, ProgramBuilder } from '../program-builder.ts';
import { createGroupNames } from './group-names.ts';
import type { Resources } from './resources.ts';

interface AzureRule {
  readonly group: string;
  readonly priority: number;
  readonly values: JsonPlace;
}

/** Network security groups of Azure: by priority, the first rule that matches decides. */
export function addAzure(resources: Resources, builder: ProgramBuilder): void {
  const groups = resources.all.filter(({ type }) => type === 'azurerm_network_security_group');
  const names = createGroupNames(resources, groups, 'name');
  const rules: AzureRule[] = groups.flatMap((group) =>
    itemsOf(at(group.values, 'security_rule')).map((values) => azureRule(names.nameOf(group), values)),
  );
  for (const rule of resources.all.filter(({ type }) => type === 'azurerm_network_security_rule')) {
    const group = names.namedBy(rule, 'network_security_group_name');
    if (group !== undefined) rules.push(azureRule(group, rule.values));
    else builder.warn(`${rule.address}: its network security group is not known before the plan is applied`);
  }
  const inbound = rules.filter(({ values }) => at(values, 'direction').value !== 'Outbound');
  const places = new Map<string, JsonPlace>(inbound.map(({ group, values }) => [group, values]));
  for (const group of groups) places.set(names.nameOf(group), group.values);
  for (const { group, values } of inbound.toSorted((a, b) => a.priority - b.priority)) addRule(group, values, builder);
  for (const [group, place] of places) addDefaults(group, place, builder);
}

function azureRule(group: string, values: JsonPlace): AzureRule {
  const { value } = at(values, 'priority');
  return { group, values, priority: typeof value === 'number' ? value : 4096 };
}

function addRule(group: string, values: JsonPlace, builder: ProgramBuilder): void {
  const [access, protocol] = [textAt(at(values, 'access')), textOrNone(at(values, 'protocol')) ?? '*'];
  const several = (key: string): readonly JsonPlace[] => [
    ...(textOrNone(at(values, key)) ? [at(values, key)] : []),
    ...itemsOf(at(values, `${key.replace(/x$/, 'xe')}s`)),
  ];
  const ports = several('destination_port_range');
  const [from, to] = [several('source_address_prefix'), several('destination_address_prefix')];
  const asked: Condition[] = [
    ofProtocol(protocol, ['*', 'any']),
    toPorts(ports),
    prefixes('sources', from),
    prefixes('destinations', to),
  ];
  const sourcePorts = several('source_port_range').filter(({ value }) => value !== '*');
  if (sourcePorts.length > 0) asked.push(unsure('source ports'));
  if (itemsOf(at(values, 'source_application_security_group_ids')).length > 0)
    asked.push(unsure('members of an application security group'));
  if (itemsOf(at(values, 'destination_application_security_group_ids')).length > 0)
    asked.push(unsure('hosts of an application security group'));
  const effect: Effect = {
    condition: all(asked),
    verdict: access === 'Allow' ? { to: 'allow' } : { to: 'deny', answer: 'none' },
  };
  const text = `${group}: ${access.toLowerCase()} ${protocol.toLowerCase()} ${shown(ports)} from ${shown(from)} to ${shown(to)}`;
  const comment = textOrNone(at(values, 'description')) ?? textOrNone(at(values, 'name'));
  builder.addRule(group, { at: `${values.file} ${values.path}`, text, comment, group }, [effect]);
}

/** Azure's own last rules: its virtual networks and load balancers are let in, the rest is not. */
function addDefaults(group: string, { file, path }: JsonPlace, builder: ProgramBuilder): void {
  const condition = unsure('from the virtual network or a load balancer of Azure');
  const rule = {
    at: `${file} ${path}`,
    text: `${group}: allow from the virtual network and Azure's load balancers`,
    group,
  };
  builder.addRule(group, rule, [{ condition, verdict: { to: 'allow' } }]);
  builder.addGate({
    at: `${file} ${path}`,
    text: `${group}: deny everything else`,
    chain: group,
    hook: null,
    families: [4, 6],
    policy: 'deny',
    group,
  });
}

/** Addresses, CIDRs, `*`; service tags such as `Internet` are known to Azure alone. */
function prefixes(axis: 'sources' | 'destinations', places: readonly JsonPlace[]): Condition {
  const ranges: AddressRange[] = [];
  for (const place of places) {
    const text = textAt(place);
    if (text === '*' || text === '0.0.0.0/0' || text.toLowerCase() === 'any') return ALWAYS;
    const address = parseAddress(text);
    const range = address ? { family: address.family, first: address.value, last: address.value } : parseCidr(text);
    if (range === undefined) return unsure(`${axis} in ${text}`);
    ranges.push(range);
  }
  return ranges.length === 0 ? ALWAYS : within({ [axis]: mergeRanges(ranges) });
}

function shown(places: readonly JsonPlace[]): string {
  return places.map(({ value }) => plainText(value)).join(', ') || '*';
}
