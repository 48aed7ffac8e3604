import { mergeRanges } from '../../model/range-set.ts';
import { unsure } from '../box.ts';
import { addressesAt } from '../cloud/cloud-rule.ts';
import type { Permission, PermissionSource } from '../cloud/security-group.ts';
import { addPermission, addSecurityGroup } from '../cloud/security-group.ts';
import type { JsonPlace } from '../json-place.ts';
import { at, itemsOf, objectAt, textAt, textOrNone } from '../json-place.ts';
import type { ProgramBuilder } from '../program-builder.ts';
import type { GroupNames } from './group-names.ts';
import { createGroupNames } from './group-names.ts';
import type { Resource, Resources } from './resources.ts';

const GROUPS = ['aws_security_group', 'aws_default_security_group'];

/** Resources of AWS that say what is let in, or what addresses a group protects. */
export function addAws(resources: Resources, builder: ProgramBuilder): void {
  const ofType = (...types: readonly string[]): readonly Resource[] =>
    resources.all.filter(({ type }) => types.includes(type));
  const groups = ofType(...GROUPS);
  const names = createGroupNames(resources, groups, 'id');
  const known = new Set(groups.map((group) => names.nameOf(group)));
  const rules = ofType('aws_security_group_rule', 'aws_vpc_security_group_ingress_rule').filter(
    ({ values }) => (at(values, 'type').value ?? 'ingress') === 'ingress',
  );
  // Rules may belong to groups that are made elsewhere.
  const foreign = rules.map((rule) => names.namedBy(rule, 'security_group_id')).filter((name) => name !== undefined);
  for (const group of groups) addGroup(group, names, builder);
  for (const id of new Set(foreign)) {
    const place = rules.find((rule) => names.namedBy(rule, 'security_group_id') === id)?.values;
    if (!known.has(id) && place !== undefined) addSecurityGroup({ id, name: id, place }, builder);
    known.add(id);
  }
  addRules(rules, { known: [...known], names, builder });
  for (const host of ofType('aws_instance', 'aws_network_interface')) addMembers(host, names, builder);
}

function addGroup(group: Resource, names: GroupNames, builder: ProgramBuilder): void {
  const id = names.nameOf(group);
  const { values, address } = group;
  addSecurityGroup({ id, name: textOrNone(at(values, 'name')) ?? id, place: values }, builder);
  for (const place of itemsOf(at(values, 'ingress')))
    addPermission(id, blockPermission(objectAt(place), address), builder);
}

interface Rules {
  readonly known: readonly string[];
  readonly names: GroupNames;
  readonly builder: ProgramBuilder;
}

/** Rules of their own. One whose group is not known before the plan is applied may belong to any. */
function addRules(rules: readonly Resource[], { known, names, builder }: Rules): void {
  const homeless = 'rules of unknown groups';
  let homelessRules = 0;
  for (const rule of rules) {
    const group = names.namedBy(rule, 'security_group_id');
    if (group === undefined) homelessRules++;
    const single = rule.type === 'aws_vpc_security_group_ingress_rule';
    const permission = single ? singlePermission(rule) : blockPermission(rule.values, rule.address);
    addPermission(group ?? homeless, permission, builder);
  }
  if (homelessRules === 0) return;
  for (const group of known) {
    const condition = unsure('rules whose group is not known before the plan is applied');
    const rule = { at: group, text: homeless };
    builder.addRule(group, rule, [{ condition, verdict: { to: 'jump', chain: homeless } }]);
  }
}

/** What `ingress` blocks and `aws_security_group_rule` share. */
function blockPermission(values: JsonPlace, address: string): Permission {
  const comment = textOrNone(at(values, 'description'));
  const lists = [
    { key: 'cidr_blocks', word: null },
    { key: 'ipv6_cidr_blocks', word: null },
    { key: 'prefix_list_ids', word: 'prefix list' },
    { key: 'security_groups', word: 'members of' },
  ];
  const sources = lists.flatMap(({ key, word }) =>
    itemsOf(at(values, key)).map((place): PermissionSource => {
      return word === null ? { place, comment } : { place, comment, reference: `${word} ${textAt(place)}` };
    }),
  );
  const other = at(values, 'source_security_group_id');
  if (typeof other.value === 'string') {
    sources.push({ place: other, comment, reference: `members of ${textAt(other)}` });
  }
  if (at(values, 'self').value === true) {
    sources.push({ place: at(values, 'self'), comment, reference: 'members of the group itself' });
  }
  return permissionOf({ values, address, comment, sources, protocol: 'protocol' });
}

/** `aws_vpc_security_group_ingress_rule` has one source. */
function singlePermission({ values, address }: Resource): Permission {
  const comment = textOrNone(at(values, 'description'));
  const sources = [
    { key: 'cidr_ipv4', word: null },
    { key: 'cidr_ipv6', word: null },
    { key: 'prefix_list_id', word: 'prefix list' },
    { key: 'referenced_security_group_id', word: 'members of' },
  ].flatMap(({ key, word }): readonly PermissionSource[] => {
    const place = at(values, key);
    if (textOrNone(place) === null) return [];
    return [word === null ? { place, comment } : { place, comment, reference: `${word} ${textAt(place)}` }];
  });
  return permissionOf({ values, address, comment, sources, protocol: 'ip_protocol' });
}

interface PermissionParts {
  readonly values: JsonPlace;
  readonly address: string;
  readonly comment: string | null;
  readonly sources: readonly PermissionSource[];
  /** The argument's name. */
  readonly protocol: string;
}

/** A rule always has a source; one without is not known before the plan is applied. */
function permissionOf({ values, address, comment, sources, protocol }: PermissionParts): Permission {
  const unknown: PermissionSource = {
    place: values,
    comment,
    reference: `what is known only after ${address} is applied`,
  };
  return {
    protocol: textOrNone(at(values, protocol)) ?? 'all',
    first: at(values, 'from_port'),
    last: at(values, 'to_port'),
    sources: sources.length === 0 ? [unknown] : sources,
  };
}

/** The addresses of a host, where the plan knows them. */
function addMembers(host: Resource, names: GroupNames, builder: ProgramBuilder): void {
  const { values } = host;
  const single = ['private_ip', 'public_ip'].map((key) => at(values, key));
  const listed = ['private_ips', 'ipv6_addresses', 'secondary_private_ips'].flatMap((key) => itemsOf(at(values, key)));
  const places = [...single, ...listed].filter(({ value }) => typeof value === 'string' && value !== '');
  if (places.length === 0) return;
  const addresses = mergeRanges(places.map(addressesAt));
  const lists = ['vpc_security_group_ids', 'security_groups'];
  const groups = lists.flatMap((key) => itemsOf(at(values, key)).map(textAt));
  const referred = lists.flatMap((key) => names.namedBy(host, key) ?? []);
  for (const group of new Set([...groups, ...referred])) builder.addMember({ group, addresses });
}
