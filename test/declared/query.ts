import { parseAddress } from '../../src/model/address.ts';
import type { AddressValue } from '../../src/model/address.ts';
import type { Query } from '../../src/declared/decide.ts';
import type { Route } from '../../src/declared/routes.ts';

/** `source destination port/transport [interface]`; `?` is a source that is not known. */
export function queryOf(packet: string): { readonly query: Query; readonly via: readonly Route[] } {
  const [source = '', destination = '', service = '', via = null] = packet.split(' ');
  const [port, transport] = service.split('/');
  const from = source === '?' ? null : valueOf(source);
  return {
    via: via === null ? [] : [{ interface: via, addresses: null }],
    query: {
      sources: from && [{ family: from.family, first: from.value, last: from.value }],
      destination: valueOf(destination),
      port: Number(port),
      transport: transport === 'udp' ? 'udp' : 'tcp',
    },
  };
}

export function addressOf(first: string, last: string): { readonly first: bigint; readonly last: bigint } {
  return { first: valueOf(first).value, last: valueOf(last).value };
}

function valueOf(text: string): AddressValue {
  const address = parseAddress(text);
  if (address === undefined) throw new Error(`${text} is no address`);
  return address;
}
