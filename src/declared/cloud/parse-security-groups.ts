import type { DeclaredFirewall } from '../firewall.ts';
import type { JsonPlace } from '../json-place.ts';
import { at, isObject, itemsOf, objectAt, parseJson, textAt, textOrNone, wrong } from '../json-place.ts';
import { createProgramBuilder } from '../program-builder.ts';
import type { PermissionSource } from './security-group.ts';
import { addPermission, addSecurityGroup } from './security-group.ts';
import { membersOf } from './interfaces.ts';

/**
 * Reads what `aws ec2 describe-security-groups` prints. Which addresses the groups protect stands there only where the file also
 * holds what `aws ec2 describe-network-interfaces` prints, under the same top level.
 * @throws ConfigError naming the place of a value that does not fit
 */
export function parseSecurityGroups(file: string, text: string): DeclaredFirewall {
  const top = parseJson(file, text);
  const groups = at(top, 'SecurityGroups');
  if (!isObject(top.value) || !Array.isArray(groups.value)) {
    throw wrong(groups, 'the list that aws ec2 describe-security-groups prints');
  }
  const builder = createProgramBuilder(file);
  for (const group of itemsOf(groups)) {
    const id = textAt(at(objectAt(group), 'GroupId'));
    addSecurityGroup({ id, name: textOrNone(at(group, 'GroupName')) ?? id, place: group }, builder);
    for (const permission of itemsOf(at(group, 'IpPermissions'))) {
      const protocol = textAt(at(objectAt(permission), 'IpProtocol'));
      const [first, last] = [at(permission, 'FromPort'), at(permission, 'ToPort')];
      addPermission(id, { protocol, first, last, sources: sourcesOf(permission) }, builder);
    }
  }
  for (const member of membersOf(top)) builder.addMember(member);
  return builder.finish('aws-security-groups');
}

/** Lists of sources, the key of what each entry names, and the word for what only the cloud can resolve. */
const SOURCES = [
  { list: 'IpRanges', key: 'CidrIp', word: null },
  { list: 'Ipv6Ranges', key: 'CidrIpv6', word: null },
  { list: 'UserIdGroupPairs', key: 'GroupId', word: 'members of' },
  { list: 'PrefixListIds', key: 'PrefixListId', word: 'prefix list' },
] as const;

function sourcesOf(permission: JsonPlace): readonly PermissionSource[] {
  return SOURCES.flatMap(({ list, key, word }) =>
    itemsOf(at(permission, list)).map((entry): PermissionSource => {
      const place = at(objectAt(entry), key);
      const comment = textOrNone(at(entry, 'Description'));
      return word === null ? { place, comment } : { place, comment, reference: `${word} ${textAt(place)}` };
    }),
  );
}
