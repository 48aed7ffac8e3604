import type { Endpoint, EndpointState, Transport } from '../../model/observation.ts';
import { UDP_STATES } from '../../model/observation.ts';
import type { NotAssessed, Report } from '../../model/report.ts';
import { foldedHosts } from './folded-hosts.ts';
import type { PortList } from './port-list.ts';
import { portList } from './port-list.ts';

/** The parts of a report that tell what is known of an endpoint. */
export type EndpointParts = Pick<
  Report,
  'hosts' | 'hostRanges' | 'scope' | 'endpoints' | 'notAssessed' | 'coverage' | 'udp'
>;

/** Answers questions about single endpoints from a report. */
export interface ReportedEndpoints {
  /** All vantages combined; undefined where nothing is told, be it not asked or only counted. */
  stateOf(endpoint: Endpoint): EndpointState | undefined;
  /** Those with an entry of their own, one for each vantage. */
  entriesOf(endpoint: Endpoint): readonly Report['endpoints'][number][];
  /**
   * Whether a rule that is in force could be judged here; undefined where the report does not tell, because endpoints that are not open are only
   * counted in it.
   */
  isJudged(ruleId: string, endpoint: Endpoint): boolean | undefined;
  /** The same for all ports of a host that were asked. */
  isJudgedOnHost(ruleId: string, address: string, transport: Transport): boolean | undefined;
}

/** Plans with more endpoints count what is not open instead of listing it. */
const LISTED_ENDPOINTS = 100_000;

export function reportedEndpoints(report: EndpointParts): ReportedEndpoints {
  const states = { tcp: statesByAddress(report.hosts), udp: statesByAddress(report.udp?.hosts ?? []) };
  const planned = { tcp: report.coverage.planned, udp: report.udp?.planned ?? 0 };
  const entries = groupEntries(report.endpoints);
  const folded = foldedHosts(report);
  const isAsked = portList(report.scope.ports);
  const unjudged = unjudgedPorts(report.notAssessed);

  function stateOf({ address, port, transport }: Endpoint): EndpointState | undefined {
    const host = states[transport].get(address);
    if (host !== undefined || transport === 'udp' || !isAsked(port)) return host?.(port);
    return folded(address);
  }

  return {
    stateOf,
    entriesOf: (endpoint) => entries.get(keyOf(endpoint)) ?? [],
    isJudged(ruleId, endpoint) {
      const state = stateOf(endpoint);
      if (state === undefined) return undefined;
      const { address, port, transport } = endpoint;
      if (unjudged(ruleId, `${transport} ${address}`).some((includes) => includes(port))) return false;
      return state === 'open' || planned[transport] <= LISTED_ENDPOINTS ? true : undefined;
    },
    isJudgedOnHost(ruleId, address, transport) {
      if (!states[transport].has(address)) return undefined;
      if (unjudged(ruleId, `${transport} ${address}`).length > 0) return false;
      return planned[transport] <= LISTED_ENDPOINTS ? true : undefined;
    },
  };
}

type StateLists = { readonly address: string } & { readonly [State in EndpointState]?: string };

function statesByAddress(
  hosts: readonly StateLists[],
): ReadonlyMap<string, (port: number) => EndpointState | undefined> {
  return new Map(
    hosts.map((host) => {
      // Most hosts are never asked about.
      let lists: readonly { readonly state: EndpointState; readonly includes: PortList }[] | undefined;
      const stateAt = (port: number): EndpointState | undefined => {
        lists ??= UDP_STATES.map((state) => ({ state, includes: portList(host[state] ?? '') }));
        return lists.find(({ includes }) => includes(port))?.state;
      };
      return [host.address, stateAt];
    }),
  );
}

function groupEntries(endpoints: Report['endpoints']): ReadonlyMap<string, readonly Report['endpoints'][number][]> {
  const groups = new Map<string, Report['endpoints'][number][]>();
  for (const entry of endpoints) {
    const known = groups.get(keyOf(entry));
    if (known === undefined) groups.set(keyOf(entry), [entry]);
    else known.push(entry);
  }
  return groups;
}

function keyOf({ address, port, transport }: Endpoint): string {
  return `${address} ${port} ${transport}`;
}

/** The ports of a host that a rule could not be judged on. */
function unjudgedPorts(
  notAssessed: readonly NotAssessed[],
): (ruleId: string, transportAndAddress: string) => readonly PortList[] {
  const hosts = notAssessed.map((entry) => {
    let byHost: Map<string, PortList> | undefined;
    return (key: string): PortList | undefined => {
      byHost ??= new Map(entry.hosts.map(({ address, ports }) => [`${entry.transport} ${address}`, portList(ports)]));
      return byHost.get(key);
    };
  });
  const byRule = new Map<string, ((key: string) => PortList | undefined)[]>();
  for (const [index, { rules }] of notAssessed.entries()) {
    const find = hosts[index];
    if (find === undefined) continue;
    for (const rule of rules) {
      const known = byRule.get(rule);
      if (known === undefined) byRule.set(rule, [find]);
      else known.push(find);
    }
  }
  return (ruleId, key) => (byRule.get(ruleId) ?? []).flatMap((find) => find(key) ?? []);
}
