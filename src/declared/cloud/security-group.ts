import { plainText } from '../json-place.ts';
import { printable } from '../../model/printable.ts';
import type { Condition } from '../box.ts';
import { all } from '../box.ts';
import type { JsonPlace } from '../json-place.ts';
import type { ProgramBuilder } from '../program-builder.ts';
import { addressesAt, betweenPorts, fromAddresses, fromReference, ofProtocol, trafficText } from './cloud-rule.ts';

/** One permission of a security group, whatever the file calls its parts. */
export interface Permission {
  readonly protocol: string;
  readonly first: JsonPlace;
  readonly last: JsonPlace;
  /** Where packets may come from; each is a rule of its own. */
  readonly sources: readonly PermissionSource[];
}

export interface PermissionSource {
  readonly place: JsonPlace;
  /** What only the cloud can resolve, such as `group sg-1`; absent where the place holds a CIDR. */
  readonly reference?: string;
  readonly comment: string | null;
}

export interface SecurityGroup {
  /** What files name it by. */
  readonly id: string;
  /** What people name it by. */
  readonly name: string;
  readonly place: JsonPlace;
}

const ANY_PROTOCOL = ['-1', 'all'];

/** Makes a security group of AWS a gate: what none of its rules allows is denied. */
export function addSecurityGroup({ id, place }: SecurityGroup, builder: ProgramBuilder): void {
  builder.addGate({
    at: `${place.file} ${place.path}`,
    text: `${id}: deny everything else`,
    chain: id,
    hook: null,
    families: [4, 6],
    policy: 'deny',
    group: id,
    needs: 'one',
  });
}

/** Adds what a permission allows to a group: a line for each source. @throws ConfigError for wrong ports or ranges */
export function addPermission(group: string, permission: Permission, builder: ProgramBuilder): void {
  const { protocol, first, last, sources } = permission;
  const traffic = [ofProtocol(protocol, ANY_PROTOCOL), ...(isPorted(protocol) ? [betweenPorts(first, last)] : [])];
  for (const { place, reference, comment } of sources) {
    const from = reference ?? plainText(place.value);
    const source: Condition = reference === undefined ? fromAddresses([addressesAt(place)]) : fromReference(reference);
    const text = `${group}: allow ${trafficText(protocol, first.value, last.value)} from ${from}`;
    const rule = { at: `${place.file} ${place.path}`, text: printable(text, 300), comment, group };
    builder.addRule(group, rule, [{ condition: all([...traffic, source]), verdict: { to: 'allow' } }]);
  }
}

/** Of other protocols the numbers are types and codes, or nothing. */
function isPorted(protocol: string): boolean {
  return ['tcp', 'udp', '6', '17'].includes(protocol.toLowerCase());
}
