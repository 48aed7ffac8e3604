import { parseAddress } from '../../src/model/address.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { HostIdentity } from '../../src/model/target.ts';

const NOBODY: HostIdentity = { names: [], labels: {} };

/** A plan of a few addresses, given in ascending order; adjacent ones are not merged into ranges. */
export function listPlan(
  addresses: readonly string[],
  ports: readonly number[],
  identities: Readonly<Record<string, HostIdentity>> = {},
): Plan {
  const hostOf = new Map(addresses.map((address, host) => [address, host]));
  const portOf = new Map(ports.map((port, at) => [port, at]));
  const hostAt = (host: number): string => {
    const address = addresses[host];
    if (address === undefined) throw new RangeError(`no host ${host}`);
    return address;
  };
  return {
    transport: 'tcp',
    size: addresses.length * ports.length,
    hosts: addresses.length,
    ports,
    ranges: addresses.map((text) => {
      const address = parseAddress(text);
      if (address === undefined) throw new RangeError(`no address: ${text}`);
      return { family: address.family, first: address.value, last: address.value };
    }),
    segments: addresses.map((address, firstHost) => ({
      firstHost,
      hosts: 1,
      identity: identities[address] ?? NOBODY,
    })),
    at: (index) => ({
      address: hostAt(Math.floor(index / ports.length)),
      port: ports[index % ports.length] ?? 0,
      transport: 'tcp',
    }),
    indexOf(address, port) {
      const host = hostOf.get(address);
      const at = portOf.get(port);
      return host === undefined || at === undefined ? -1 : host * ports.length + at;
    },
    hostAt,
    hostIndexOf: (address) => hostOf.get(address) ?? -1,
    identityOf: (address) => identities[address] ?? NOBODY,
  };
}
