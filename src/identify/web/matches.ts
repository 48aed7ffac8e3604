import type { HttpResponse } from '../http-response.ts';
import type { Marker, Statuses } from './web-application.ts';

/** A page and the path that it was found at. */
export interface Page {
  readonly path: string;
  readonly response: HttpResponse;
  /** Subject of the certificate, where TLS was spoken. */
  readonly certificate?: string | undefined;
}

/** Characters of a body that are compared: what tells products apart stands at the beginning, and hostile pages cost little. */
const BODY_COMPARED = 16_384;

/** Whether every part of the marker matches. */
export function matches(marker: Marker, { path, response, certificate = '' }: Page): boolean {
  const { status, headers, title, body } = response;
  if (marker.status !== undefined && !hasStatus(marker.status, status)) return false;
  if (marker.path !== undefined && !path.startsWith(marker.path)) return false;
  if (marker.header !== undefined && !marker.header[1].test(headers.get(marker.header[0]) ?? '')) return false;
  if (marker.certificate !== undefined && !marker.certificate.test(certificate)) return false;
  if (marker.title !== undefined && (title === undefined || !marker.title.test(title))) return false;
  return marker.body === undefined || marker.body.test(body.slice(0, BODY_COMPARED));
}

/** Whether one of the markers matches. */
export function matchesAny(markers: Marker | readonly Marker[], page: Page): boolean {
  return [markers].flat().some((marker) => matches(marker, page));
}

function hasStatus(statuses: Statuses, status: number): boolean {
  return typeof statuses === 'number' ? statuses === status : statuses.includes(status);
}

/** Header lines, an empty line, and the beginning of the body: what versions and facts are searched in. */
export function textOf({ headers, body }: HttpResponse): string {
  const lines = [...headers].map(([name, value]) => `${name}: ${value}`);
  return `${lines.join('\n')}\n\n${body.slice(0, BODY_COMPARED)}`;
}
