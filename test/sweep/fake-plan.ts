import type { Plan } from '../../src/model/plan.ts';

const NOBODY = { names: [], labels: {} };

/** A plan of `hosts` addresses from 10.0.0.0 up and ports from 1 up. */
export function fakePlan(hosts: number, ports: number): Plan {
  const portList = Array.from({ length: ports }, (_, port) => port + 1);
  const hostAt = (host: number): string => `10.${host >> 16}.${(host >> 8) & 255}.${host & 255}`;
  const hostIndexOf = (address: string): number => {
    const [, b = 0, c = 0, d = 0] = address.split('.').map(Number);
    return b * 65_536 + c * 256 + d;
  };
  return {
    transport: 'tcp',
    size: hosts * ports,
    hosts,
    ports: portList,
    ranges: [{ family: 4, first: 0x0a000000n, last: 0x0a000000n + BigInt(hosts - 1) }],
    segments: [{ firstHost: 0, hosts, identity: NOBODY }],
    at: (index) => ({ address: hostAt(Math.floor(index / ports)), port: (index % ports) + 1, transport: 'tcp' }),
    indexOf: (address, port) => hostIndexOf(address) * ports + port - 1,
    hostAt,
    hostIndexOf,
    identityOf: () => NOBODY,
  };
}
