import type { Observation } from '../../model/observation.ts';
import { printable } from '../../model/printable.ts';
import type { Report } from '../../model/report.ts';
import type { Access } from '../../model/service.ts';

const ACCESS_TEXT: Readonly<Record<Access, string>> = {
  'none-required': 'no credentials needed',
  required: 'credentials required',
  'refused-by-acl': 'refused for this source',
  unknown: 'not known',
};

/** What answers, and what a stranger gets; empty where that was not asked. A name from the port number alone is marked with `?`. */
export function serviceText(seen: Observation | Report['endpoints'][number] | null): {
  service: string;
  access: string;
} {
  const access = seen?.access === undefined ? '' : ACCESS_TEXT[seen.access];
  if (seen?.service === undefined) return { service: '', access };
  const { name, product, version, tls, method } = seen.service;
  const guess = method === 'probed' ? '' : '?';
  const tlsVersion = printable(seen.tls?.version ?? 'TLS', 16);
  const words = [`${printable(name, 32)}${guess}`, printable(product ?? '', 40), printable(version ?? '', 24)];
  if (tls || seen.tls !== undefined) words.push(`(${tlsVersion})`);
  const said = seen.details?.['unknown.said'];
  if (typeof said === 'string') words.push(`said "${printable(said, 40)}"`);
  return { service: words.filter((word) => word !== '').join(' '), access };
}
