import type { History, Report } from '../../model/report.ts';
import { byEndpoint } from '../by-endpoint.ts';

type Endpoint = Report['endpoints'][number];

/** An endpoint that is open in both runs and of which something else is known now. */
export interface DetailChange extends Pick<Endpoint, 'address' | 'port' | 'transport' | 'host'> {
  readonly changes: History['changes'];
}

type Described = readonly (readonly [string, string])[];

/** Services whose name, product, version, encryption or access changed. */
export function serviceChanges(old: Report, now: Report): readonly DetailChange[] {
  return changesBy(old, now, ({ service, access, state }) =>
    state === 'open'
      ? [
          ['service', service?.method === 'probed' ? service.name : 'not identified'],
          ['product', service?.product ?? 'unknown'],
          ['version', service?.version ?? 'unknown'],
          ['TLS', service?.method === 'probed' ? (service.tls ? 'yes' : 'no') : 'unknown'],
          ['access', access ?? 'unknown'],
        ]
      : undefined,
  );
}

/** Certificates that were replaced. */
export function certificateChanges(old: Report, now: Report): readonly DetailChange[] {
  return changesBy(old, now, ({ tls }) => {
    if (tls === undefined || tls.fingerprint === null) return undefined;
    return [
      ['certificate', tls.fingerprint],
      ['subject', tls.subject ?? 'unknown'],
      ['issuer', tls.issuer ?? 'unknown'],
      ['names', tls.names.join(', ')],
      ['not before', tls.notBefore ?? 'unknown'],
      ['not after', tls.notAfter ?? 'unknown'],
      ['key', [tls.keyType ?? 'unknown', ...(tls.keyBits ? [tls.keyBits] : [])].join(' ')],
    ];
  });
}

/** Compares what both runs can describe of the same endpoint from the same vantage, where that is told. */
function changesBy(
  old: Report,
  now: Report,
  describe: (endpoint: Endpoint) => Described | undefined,
): readonly DetailChange[] {
  const before = new Map(
    old.endpoints.toReversed().flatMap((endpoint) => keysOf(endpoint).map((key) => [key, endpoint])),
  );
  const done = new Set<string>();
  const changed = now.endpoints.flatMap((endpoint): readonly DetailChange[] => {
    const [exact, any] = keysOf(endpoint);
    const earlier = before.get(exact) ?? before.get(any);
    const [was, is] = [earlier && describe(earlier), describe(endpoint)];
    if (was === undefined || is === undefined || done.has(any)) return [];
    const changes = is.flatMap(([field, to], index) => {
      const from = was[index]?.[1] ?? '';
      return from === to ? [] : [{ field, from, to }];
    });
    if (changes.length === 0) return [];
    done.add(any);
    const { address, port, transport, host } = endpoint;
    return [{ address, port, transport, host, changes }];
  });
  return byEndpoint(changed);
}

function keysOf({ address, port, transport, vantage }: Endpoint): readonly [string, string] {
  return [`${address} ${port} ${transport} ${vantage}`, `${address} ${port} ${transport}`];
}
