/** As much of an HTTP/1 response as has arrived. */
export interface HttpResponse {
  readonly status: number;
  /** Field names in lower case; the first value of each. */
  readonly headers: ReadonlyMap<string, string>;
  /** Text of the HTML title element, white space collapsed. */
  readonly title: string | undefined;
  /** Whether the whole response has arrived, where its length is known. */
  readonly complete: boolean;
}

const HEADERS_KEPT = 100;

/** RFC 9112: status line, fields, body. A line may end in a bare LF (section 2.2). */
export function parseHttp(bytes: Buffer): HttpResponse | undefined {
  const text = bytes.toString('latin1');
  const status = /^HTTP\/1\.[01] ([1-5]\d\d)(?: [^\r\n]*)?\r?\n/.exec(text);
  if (status === null) return undefined;
  const headEnd = /\r?\n\r?\n/.exec(text);
  const head = text.slice(status[0].length, headEnd?.index ?? text.length);
  const headers = parseFields(head);
  const body = headEnd === null ? undefined : text.slice(headEnd.index + headEnd[0].length);
  return {
    status: Number(status[1]),
    headers,
    title: body === undefined ? undefined : titleOf(body, headers),
    complete: body !== undefined && isComplete(body, headers),
  };
}

function parseFields(head: string): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const line of head.split(/\r?\n/, HEADERS_KEPT)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0)).toLowerCase();
    if (/^[!#$%&'*+.^_`|~\w-]+$/.test(name) && !headers.has(name)) headers.set(name, line.slice(colon + 1).trim());
  }
  return headers;
}

function isComplete(body: string, headers: ReadonlyMap<string, string>): boolean {
  if (headers.get('transfer-encoding')?.toLowerCase().includes('chunked') === true)
    return /(?:^|\r\n)0+\r\n\r\n$/.test(body);
  const length = headers.get('content-length');
  return length !== undefined && /^\d{1,15}$/.test(length) && body.length >= Number(length);
}

/** The title of the page; chunk sizes (RFC 9112 section 7.1) are taken out first, because one may cut the title. */
function titleOf(body: string, headers: ReadonlyMap<string, string>): string | undefined {
  const chunked = headers.get('transfer-encoding')?.toLowerCase().includes('chunked') === true;
  const html = chunked ? joinChunks(body) : body;
  const open = /<title(?:\s[^>]{0,256})?>/i.exec(html);
  if (open === null) return undefined;
  const rest = html.slice(open.index + open[0].length);
  const end = rest.search(/<\/title/i);
  if (end < 0) return undefined;
  const title = Buffer.from(rest.slice(0, end), 'latin1').toString('utf8').replace(/\s+/g, ' ').trim();
  return title === '' ? undefined : title;
}

function joinChunks(body: string): string {
  const parts: string[] = [];
  let rest = body;
  for (;;) {
    const size = /^([0-9a-f]{1,8})[^\r\n]{0,256}\r\n/i.exec(rest);
    const length = Number.parseInt(size?.[1] ?? '0', 16);
    if (size === null || length === 0) return parts.join('');
    parts.push(rest.slice(size[0].length, size[0].length + length));
    rest = rest.slice(size[0].length + length + 2);
  }
}
