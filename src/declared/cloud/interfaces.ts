import { mergeRanges } from '../../model/range-set.ts';
import type { JsonPlace } from '../json-place.ts';
import { at, isObject, itemsOf, parseJson, textAt, wrong } from '../json-place.ts';
import type { GroupMember } from '../program.ts';
import { addressesAt } from './cloud-rule.ts';

/**
 * Reads which addresses security groups protect from what `aws ec2 describe-network-interfaces` or `describe-instances` prints.
 * @throws ConfigError naming the place of a value that does not fit
 */
export function parseGroupMembers(file: string, text: string): readonly GroupMember[] {
  const top = parseJson(file, text);
  if (!isObject(top.value) || (top.value['NetworkInterfaces'] ?? top.value['Reservations']) === undefined) {
    throw wrong(top, 'what aws ec2 describe-network-interfaces or describe-instances prints');
  }
  return membersOf(top);
}

/** The network interfaces in a document, wherever the commands put them. */
export function membersOf(top: JsonPlace): readonly GroupMember[] {
  const instances = itemsOf(at(top, 'Reservations')).flatMap((reservation) => itemsOf(at(reservation, 'Instances')));
  const interfaces = [top, ...instances].flatMap((holder) => itemsOf(at(holder, 'NetworkInterfaces')));
  return interfaces.flatMap((one) => {
    const addresses = mergeRanges(addressPlaces(one).map(addressesAt));
    return itemsOf(at(one, 'Groups')).map((group) => ({ group: textAt(at(group, 'GroupId')), addresses }));
  });
}

function addressPlaces(one: JsonPlace): readonly JsonPlace[] {
  const own = itemsOf(at(one, 'PrivateIpAddresses'));
  const places = [
    at(one, 'PrivateIpAddress'),
    at(at(one, 'Association'), 'PublicIp'),
    ...own.flatMap((entry) => [at(entry, 'PrivateIpAddress'), at(at(entry, 'Association'), 'PublicIp')]),
    ...itemsOf(at(one, 'Ipv6Addresses')).map((entry) => at(entry, 'Ipv6Address')),
  ];
  return places.filter(({ value }) => value !== undefined && value !== null);
}
