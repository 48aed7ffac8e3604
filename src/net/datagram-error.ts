import type { ProbeResult } from '../model/observation.ts';
import { askRoute } from './ask-route.ts';
import { resultOfErrno } from './errno.ts';

/**
 * What an error on a connected UDP socket says about the endpoint, on Linux (`icmp_err_convert` in net/ipv4/icmp.c, `icmpv6_err_convert`). Only errors
 * that the kernel calls fatal come at all: a router's host and network unreachable is dropped there, and looks like silence.
 */
const FROM_NETWORK: Readonly<Record<string, ProbeResult>> = {
  ECONNREFUSED: { state: 'closed', reason: 'udp-port-unreach' },
  ENOPROTOOPT: { state: 'filtered', reason: 'proto-unreach' },
  // ICMP host unknown and host isolated.
  EHOSTDOWN: { state: 'filtered', reason: 'host-unreach' },
  ENONET: { state: 'filtered', reason: 'host-unreach' },
};

/** Codes that this machine's own routing gives, too. */
const PERHAPS_OWN: Readonly<Record<string, ProbeResult>> = {
  // ICMP host prohibited, and administratively prohibited, which firewalls send.
  EHOSTUNREACH: { state: 'filtered', reason: 'admin-prohibited' },
  EACCES: { state: 'filtered', reason: 'admin-prohibited' },
  ENETUNREACH: { state: 'filtered', reason: 'net-unreach' },
};

/** The result of an error's code. What this machine refuses by itself never says anything about the endpoint. */
export async function resultOfDatagramError(code: string | undefined, address: string): Promise<ProbeResult> {
  if (code === undefined) return resultOfErrno(code);
  const known = FROM_NETWORK[code];
  if (known !== undefined) return known;
  const perhaps = PERHAPS_OWN[code];
  if (perhaps !== undefined) return (await askRoute(address)) ?? perhaps;
  const result = resultOfErrno(code);
  // The other meanings of that table are TCP's.
  return result.state === 'error' ? result : { state: 'error', reason: 'unknown-errno' };
}
