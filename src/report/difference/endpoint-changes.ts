import type { Report } from '../../model/report.ts';
import { byEndpoint } from '../by-endpoint.ts';
import { eachPort, includesPort } from '../port-ranges.ts';

type State = Report['endpoints'][number]['state'];

/** An endpoint that was open in one of two runs only. */
export interface EndpointChange {
  readonly address: string;
  readonly port: number;
  readonly transport: 'tcp' | 'udp';
  readonly host: string;
  /** Null where the run tells nothing of it: not asked, or only counted. */
  readonly from: State | null;
  readonly to: State | null;
}

type HostStates = { readonly address: string; readonly names?: readonly string[]; readonly open: string } & {
  readonly [Name in State]?: string;
};

/** Endpoints that are open in one of two reports only, by address and port. */
export function endpointChanges(
  old: Report,
  now: Report,
): { readonly opened: readonly EndpointChange[]; readonly notOpenNow: readonly EndpointChange[] } {
  const [before, after] = [hostsOf(old), hostsOf(now)];
  return {
    opened: openOnlyIn(after, before).map(({ other, ...endpoint }) => ({ ...endpoint, from: other, to: 'open' })),
    notOpenNow: openOnlyIn(before, after).map(({ other, ...endpoint }) => ({ ...endpoint, from: 'open', to: other })),
  };
}

type Hosts = Readonly<Record<'tcp' | 'udp', ReadonlyMap<string, HostStates>>>;

function hostsOf({ hosts, udp }: Report): Hosts {
  return {
    tcp: new Map(hosts.map((host) => [host.address, host])),
    udp: new Map((udp?.hosts ?? []).map((host) => [host.address, host])),
  };
}

interface OpenOnce extends Omit<EndpointChange, 'from' | 'to'> {
  readonly other: State | null;
}

function openOnlyIn(these: Hosts, others: Hosts): readonly OpenOnce[] {
  const found = (['tcp', 'udp'] as const).flatMap((transport) =>
    [...these[transport].values()].flatMap(({ address, names, open }) => {
      const other = others[transport].get(address);
      const name = names ?? these.tcp.get(address)?.names;
      return [...eachPort(open)].flatMap((port): readonly OpenOnce[] => {
        const state = stateAt(other, port);
        return state === 'open' ? [] : [{ address, port, transport, host: name?.[0] ?? address, other: state }];
      });
    }),
  );
  return byEndpoint(found);
}

const STATES: readonly State[] = ['open', 'closed', 'filtered', 'open|filtered', 'error'];

function stateAt(host: HostStates | undefined, port: number): State | null {
  return (host && STATES.find((state) => includesPort(host[state] ?? '', port))) ?? null;
}
