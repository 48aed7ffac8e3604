import type { ProbeResult } from '../model/observation.ts';

/**
 * What a failed `connect(2)` says about the endpoint, on Linux (measured with nftables rejecting by every ICMP code, IPv4 and IPv6):
 *
 * - ECONNREFUSED: a RST, or ICMP port-unreachable (iptables' default REJECT). Nothing without raw sockets tells the two apart, so both are `closed`.
 * - EHOSTUNREACH: ICMP host-unreachable, host-prohibited or (IPv4) admin-prohibited.
 * - ENETUNREACH: ICMP net-unreachable or net-prohibited.
 * - EACCES: ICMPv6 admin-prohibited. ENOPROTOOPT: ICMP protocol-unreachable.
 * - ETIMEDOUT: the kernel gave up by itself.
 * - ECONNRESET, EPIPE: a RST after the handshake (in SYN-SENT it is ECONNREFUSED), so a listener that accepts and resets at once: `open`.
 *
 * The unreachables and EACCES are also what this machine's own routing says; see `askRoute`.
 */
const ANSWERS: Readonly<Record<string, ProbeResult>> = {
  ECONNREFUSED: { state: 'closed', reason: 'conn-refused' },
  ECONNRESET: { state: 'open', reason: 'syn-ack' },
  EPIPE: { state: 'open', reason: 'syn-ack' },
  EHOSTUNREACH: { state: 'filtered', reason: 'host-unreach' },
  EHOSTDOWN: { state: 'filtered', reason: 'host-unreach' },
  ENETUNREACH: { state: 'filtered', reason: 'net-unreach' },
  EACCES: { state: 'filtered', reason: 'admin-prohibited' },
  ENOPROTOOPT: { state: 'filtered', reason: 'proto-unreach' },
  ETIMEDOUT: { state: 'filtered', reason: 'no-response' },
};

/** This machine ran short of something; asking again later can help. It never says anything about the endpoint. */
const SHORTAGES: Readonly<Record<string, ProbeResult>> = {
  EMFILE: { state: 'error', reason: 'no-fds' },
  ENFILE: { state: 'error', reason: 'no-fds' },
  EADDRNOTAVAIL: { state: 'error', reason: 'no-ports' },
  EADDRINUSE: { state: 'error', reason: 'no-ports' },
  EAGAIN: { state: 'error', reason: 'no-ports' },
  ENOBUFS: { state: 'error', reason: 'no-buffers' },
  ENOMEM: { state: 'error', reason: 'no-buffers' },
};

/** This machine refuses to ask; asking again does not help. */
const REFUSALS: Readonly<Record<string, ProbeResult>> = {
  OUT_OF_SCOPE: { state: 'error', reason: 'out-of-scope' },
  EPERM: { state: 'error', reason: 'denied-locally' },
  EINVAL: { state: 'error', reason: 'no-route' },
  EAFNOSUPPORT: { state: 'error', reason: 'no-route' },
  ECONNABORTED: { state: 'error', reason: 'aborted' },
};

/** How this machine's own routing refuses an address, by the error of a connected UDP socket (which sends nothing). */
const ROUTE_REFUSALS: Readonly<Record<string, ProbeResult>> = {
  // Whoever cannot ask does not know: the probe is asked again.
  ...SHORTAGES,
  ENETUNREACH: { state: 'error', reason: 'no-route' },
  EHOSTUNREACH: { state: 'error', reason: 'no-route' },
  EINVAL: { state: 'error', reason: 'no-route' },
  EAFNOSUPPORT: { state: 'error', reason: 'no-route' },
  EADDRNOTAVAIL: { state: 'error', reason: 'no-route' },
  EACCES: { state: 'error', reason: 'denied-locally' },
  EPERM: { state: 'error', reason: 'denied-locally' },
};

/** Codes that a router's answer and this machine's own routing have in common. */
const AMBIGUOUS: ReadonlySet<string> = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'EACCES']);

/** The code of a system error, or `undefined` for anything else. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** What an error code says; a code that is not known gives `unknown-errno`, never a guess. */
export function resultOfErrno(code: string | undefined): ProbeResult {
  const known = code === undefined ? undefined : (ANSWERS[code] ?? SHORTAGES[code] ?? REFUSALS[code]);
  return known ?? { state: 'error', reason: 'unknown-errno' };
}

/** Whether only `askRoute` can tell the network's answer from this machine's own. */
export function needsRouteCheck(code: string | undefined): boolean {
  return code !== undefined && AMBIGUOUS.has(code);
}

/** The local refusal, or the shortage, that a UDP route check met; `undefined` where its error tells nothing about routing. */
export function routeRefusal(code: string | undefined): ProbeResult | undefined {
  return code === undefined ? undefined : ROUTE_REFUSALS[code];
}
