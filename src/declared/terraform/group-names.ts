import { at } from '../json-place.ts';
import type { Resource, Resources } from './resources.ts';
import { moduleOf, withoutIndices } from './resources.ts';

/** Resources that other resources belong to, such as security groups. */
export interface GroupNames {
  /** What a group is known by: its id or name where that is known before the plan is applied, else its address. */
  nameOf(group: Resource): string;
  /** The group that an argument of a resource names, by value or by reference; undefined where only applying tells. */
  namedBy(resource: Resource, argument: string): string | undefined;
}

/** @param key the value that other resources name a group by, such as `id` */
export function createGroupNames(resources: Resources, groups: readonly Resource[], key: string): GroupNames {
  const nameOf = ({ address, values }: Resource): string => {
    const { value } = at(values, key);
    return typeof value === 'string' && value !== '' ? value : address;
  };
  return {
    nameOf,
    namedBy(resource, argument) {
      const { value } = at(resource.values, argument);
      if (typeof value === 'string' && value !== '') return value;
      const module = moduleOf(resource.address);
      const wanted = resources.referencesOf(resource.address, argument);
      const found = groups.filter(({ address }) => {
        if (moduleOf(address) !== module) return false;
        const own = address.slice(module.length);
        return wanted.some((reference) => refersTo(reference, own));
      });
      const [only, ...others] = found;
      return only === undefined || others.length > 0 ? undefined : nameOf(only);
    },
  };
}

/** `aws_security_group.web.id` and `aws_security_group.web[0]` refer to `aws_security_group.web[0]`. */
function refersTo(reference: string, address: string): boolean {
  const [bare, own] = [withoutIndices(reference), withoutIndices(address)];
  if (bare !== own && !bare.startsWith(`${own}.`)) return false;
  return reference === bare || reference === address || reference.startsWith(`${address}.`);
}
