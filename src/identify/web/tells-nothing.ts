import type { HttpResponse } from '../http-response.ts';

/** What servers of APIs say at `/`, where they have no page. */
const NO_PAGE: ReadonlySet<number> = new Set([400, 401, 403, 404, 405, 406, 421, 426, 501]);

/** The usual web servers: where they have no page, there is no application either. */
const WEB_SERVER = /^(?:nginx|apache\b|microsoft-iis|lighttpd|openresty|cloudflare|litespeed|akamai|caddy)/i;

/** Whether a reply leaves open who gives it: an error or nothing, bare JSON or a line of text; never a page with a title of its own. */
export function tellsNothing({ status, headers, title, body }: HttpResponse): boolean {
  if (WEB_SERVER.test(headers.get('server') ?? '')) return false;
  if (title !== undefined && !/\b4\d\d\b|not found|unauthorized|forbidden/i.test(title)) return false;
  if (NO_PAGE.has(status) || (status >= 300 && status <= 399)) return true;
  if (status !== 200) return false;
  return /^(?:application\/json|text\/plain)/i.test(headers.get('content-type') ?? '') || body.length < 256;
}
