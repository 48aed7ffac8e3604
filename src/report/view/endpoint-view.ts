import type { Endpoint } from '../../model/observation.ts';
import type { Report } from '../../model/report.ts';
import { endpointText } from '../endpoint-text.ts';
import { cutList } from './cut-list.ts';
import type { CutList } from './cut-list.ts';
import { countText } from '../../model/quantity-text.ts';

type ReportEndpoint = Report['endpoints'][number];
type Access = NonNullable<ReportEndpoint['access']>;

export interface EndpointView {
  readonly endpoint: string;
  readonly host: string | null;
  readonly service: string;
  readonly product: string;
  readonly known: string;
  readonly tls: string;
  readonly access: string;
  /** Whether it is usable without credentials and a rule failed on it: a public page is no alarm. */
  readonly isWide: boolean;
}

const ROW_LIMIT = 1_000;

const ACCESS_WORDS: Readonly<Record<Access, string>> = {
  'none-required': 'no credentials needed',
  required: 'credentials required',
  'refused-by-acl': 'refuses this source',
  unknown: 'not known',
};

export function openEndpointViews({ endpoints, coverage, udp, findings }: Report): CutList<EndpointView> {
  const open = endpoints.filter(({ state }) => state === 'open');
  const failed = new Set(findings.map(fullText));
  const { items } = cutList(open, ROW_LIMIT);
  const rest = coverage.states.open + (udp?.states.open ?? 0) - items.length;
  return {
    items: items.map((endpoint) => endpointView(endpoint, failed.has(fullText(endpoint)))),
    more: rest > 0 ? countText(rest) : null,
  };
}

function endpointView(endpoint: ReportEndpoint, hasFailed: boolean): EndpointView {
  const { address, host, service, access, tls, details } = endpoint;
  return {
    endpoint: fullText(endpoint),
    host: host === address ? null : host,
    service: service === undefined ? 'not asked' : service.name,
    product: [service?.product, service?.version].flatMap((text) => text ?? []).join(' '),
    known: knownText(service, details?.['unknown.said']),
    tls: tlsText(tls, service?.tls === true),
    access: access === undefined ? 'not asked' : ACCESS_WORDS[access],
    isWide: hasFailed && access === 'none-required',
  };
}

function knownText(service: ReportEndpoint['service'], said: unknown): string {
  if (service === undefined) return '–';
  if (service.method === 'probed') return 'it answered';
  const guess = service.confidence === 0 ? 'nobody recognised it' : 'port number only';
  return typeof said === 'string' ? `${guess}; it said “${said}”` : guess;
}

function tlsText(tls: ReportEndpoint['tls'], isInside: boolean): string {
  if (tls === undefined) return isInside ? 'yes' : '–';
  const ends = tls.notAfter === null ? [] : [`until ${tls.notAfter.slice(0, 10)}`];
  return [
    versionsText(tls),
    ...(tls.subject === null ? [] : [tls.subject]),
    ...ends,
    ...(tls.selfSigned === true ? ['self-signed'] : []),
    ...(tls.keyType == null ? [] : [[tls.keyType, tls.keyBits].flatMap((part) => part ?? []).join(' ')]),
  ].join(', ');
}

/** The version that was agreed on, or all of them where they were asked for. */
function versionsText({ version, versions }: NonNullable<ReportEndpoint['tls']>): string {
  if (versions === undefined || versions.offered.length === 0) return version ?? 'yes';
  return [versions.offered.join(' '), ...(versions.unknown.length > 0 ? ['others not known'] : [])].join(', ');
}

function fullText(endpoint: Endpoint): string {
  return `${endpointText(endpoint)}/${endpoint.transport}`;
}
