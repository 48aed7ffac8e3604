import type { DetailValue } from './detail-value.ts';
import type { Access, Evidence, Service, TlsFacts } from './service.ts';

/** Transports that are swept. */
export const TRANSPORTS = ['tcp', 'udp'] as const;
export type Transport = (typeof TRANSPORTS)[number];

/** One address, port and transport. The address is canonical text (RFC 5952 for IPv6), the port 1 to 65535. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
  readonly transport: Transport;
}

/** `open` accepted, `closed` refused, `filtered` silent or unreachable by ICMP, `error` this machine could not ask. */
export const PORT_STATES = ['open', 'closed', 'filtered', 'error'] as const;
export type PortState = (typeof PORT_STATES)[number];

/** UDP knows one more: a service that ignores the question and a filter that drops it are equally silent, so that silence says neither. */
export const UDP_STATES = ['open', 'closed', 'filtered', 'open|filtered', 'error'] as const;
export type EndpointState = (typeof UDP_STATES)[number];

/** What was seen that gives the state, in nmap's words where nmap has one. Each reason belongs to one state. New ones go to the end (`ResultCode`). */
export const REASONS = {
  'syn-ack': 'open',
  rst: 'closed',
  'conn-refused': 'closed',
  'no-response': 'filtered',
  'net-unreach': 'filtered',
  'host-unreach': 'filtered',
  'port-unreach': 'filtered',
  'proto-unreach': 'filtered',
  'admin-prohibited': 'filtered',
  'host-prohibited': 'filtered',
  'net-prohibited': 'filtered',
  'time-exceeded': 'filtered',
  'no-fds': 'error',
  'no-ports': 'error',
  'no-buffers': 'error',
  'no-route': 'error',
  'denied-locally': 'error',
  'out-of-scope': 'error',
  'unknown-errno': 'error',
  aborted: 'error',
  // A port that had to be open was not, so this vantage's silences prove nothing.
  'vantage-unhealthy': 'error',
  // The host accepts connections on ports where nothing can be meant to listen, and no protocol answered on this one.
  'syn-proxy-suspected': 'error',
  // The host answered, then went silent even on a port that had answered.
  'ban-suspected': 'error',
  // UDP: a datagram from the address and port that were asked; ICMP port unreachable from there; nothing after all transmissions.
  'udp-response': 'open',
  'udp-port-unreach': 'closed',
  'udp-no-response': 'open|filtered',
  // Another scanner asked in a way that does not tell open from closed, such as nmap's ACK scan.
  undecided: 'error',
} as const satisfies Record<string, EndpointState>;
export type Reason = keyof typeof REASONS;

/** A state with its reason: what one probe, or the last of several, found. */
export interface ProbeResult {
  readonly state: EndpointState;
  readonly reason: Reason;
}

/** What was seen of one endpoint from one vantage; a line of `observations.jsonl`. */
export interface Observation extends Endpoint, ProbeResult {
  /** The host name the address was named by, else the address. */
  readonly host: string;
  /** Where the probe started. */
  readonly vantage: string;
  /** Milliseconds from the deciding probe to its answer; null when nothing answered. */
  readonly rttMs: number | null;
  /** Probes sent to this endpoint, at least 1 unless nothing could be sent. */
  readonly attempts: number;
  /** When the state was known: RFC 3339, UTC, milliseconds. */
  readonly at: string;
  readonly service?: Service;
  /** What a stranger gets; present where identification ran. */
  readonly access?: Access;
  readonly tls?: TlsFacts;
  /** Further facts by the name that rules read, such as `rdp.nla`. */
  readonly details?: Readonly<Record<string, DetailValue>>;
  /** The exchange that proves service and access. */
  readonly evidence?: readonly Evidence[];
}
