/** As much of an HTTP/1 response as has arrived. */
export interface HttpResponse {
  readonly status: number;
  /** Field names in lower case; the first value of each, of `www-authenticate` all challenges. */
  readonly headers: ReadonlyMap<string, string>;
  /** Text of the HTML title element, white space collapsed. */
  readonly title: string | undefined;
  /** One character a byte, chunks joined; as it came where it is compressed, which is never asked for. */
  readonly body: string;
  /** Whether the whole response has arrived, where its length is known. */
  readonly complete: boolean;
  /** Whether only the end of the connection ends the body. */
  readonly endless: boolean;
  /** Whether the server keeps the connection for another question (RFC 9112 section 9.3). */
  readonly persistent: boolean;
}

interface Body {
  readonly text: string;
  readonly complete: boolean;
  readonly endless: boolean;
}

const HEADERS_KEPT = 100;

/** Interim responses (100, 103) before the one that counts. */
const INTERIM_SKIPPED = 8;

/** RFC 9112: status line, fields, body. A line may end in a bare LF (section 2.2). The method matters only for HEAD, which has no body. */
export function parseHttp(bytes: Buffer, method: 'GET' | 'POST' | 'HEAD' = 'GET'): HttpResponse | undefined {
  let text = bytes.toString('latin1');
  for (let skipped = 0; skipped < INTERIM_SKIPPED; skipped += 1) {
    const interim = /^HTTP\/1\.1 (?!101)1\d\d(?: [^\r\n]*)?\r?\n(?:[^\r\n]+\r?\n){0,32}\r?\n(?=HTTP\/1)/.exec(text);
    if (interim === null) break;
    text = text.slice(interim[0].length);
  }
  const status = /^HTTP\/1\.([01]) ([1-5]\d\d)(?: [^\r\n]*)?\r?\n/.exec(text);
  if (status === null) return undefined;
  // The status line's end counts: a head may have no field at all.
  const headEnd = /\r?\n\r?\n/.exec(text);
  const headers = parseFields(text.slice(status[0].length, headEnd?.index ?? text.length));
  const hasBody = method !== 'HEAD' && status[2] !== '204' && status[2] !== '304';
  const rest = headEnd === null ? undefined : text.slice(headEnd.index + headEnd[0].length);
  const body = readBody(rest, headers, hasBody);
  return {
    status: Number(status[2]),
    headers,
    title: rest === undefined ? undefined : titleOf(body.text),
    body: body.text,
    complete: body.complete,
    endless: body.endless,
    persistent: isPersistent(status[1] === '1', headers.get('connection')?.toLowerCase() ?? ''),
  };
}

function parseFields(head: string): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const line of head.split(/\r?\n/, HEADERS_KEPT)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0)).toLowerCase();
    if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(name)) continue;
    const value = line.slice(colon + 1).trim();
    const earlier = headers.get(name);
    if (earlier === undefined) headers.set(name, value);
    else if (name === 'www-authenticate') headers.set(name, `${earlier}, ${value}`);
  }
  return headers;
}

function readBody(rest: string | undefined, headers: ReadonlyMap<string, string>, hasBody: boolean): Body {
  if (rest === undefined) return { text: '', complete: false, endless: false };
  if (!hasBody) return { text: '', complete: true, endless: false };
  if (headers.get('transfer-encoding')?.toLowerCase().includes('chunked') === true) return joinChunks(rest);
  const length = headers.get('content-length');
  if (length === undefined || !/^\d{1,15}$/.test(length)) return { text: rest, complete: false, endless: true };
  return { text: rest.slice(0, Number(length)), complete: rest.length >= Number(length), endless: false };
}

/** RFC 9112 section 7.1: size, data, size, data, and a size of zero with the trailer after it. */
function joinChunks(rest: string): Body {
  const parts: string[] = [];
  const size = /([0-9a-f]{1,8})[^\r\n]{0,256}\r?\n/iy;
  for (let at = 0; ;) {
    size.lastIndex = at;
    const length = Number.parseInt(size.exec(rest)?.[1] ?? '', 16);
    if (Number.isNaN(length)) return { text: parts.join(''), complete: false, endless: false };
    if (length === 0) {
      const complete = /^(?:[^\r\n]+\r?\n){0,32}\r?\n/.test(rest.slice(size.lastIndex));
      return { text: parts.join(''), complete, endless: false };
    }
    parts.push(rest.slice(size.lastIndex, size.lastIndex + length));
    at = size.lastIndex + length;
    at += rest.startsWith('\r\n', at) ? 2 : 1;
  }
}

function isPersistent(isRecent: boolean, connection: string): boolean {
  return isRecent ? !connection.includes('close') : connection.includes('keep-alive');
}

function titleOf(html: string): string | undefined {
  const open = /<title(?:\s[^>]{0,256})?>/i.exec(html);
  if (open === null) return undefined;
  const rest = html.slice(open.index + open[0].length);
  const end = rest.search(/<\/title/i);
  if (end < 0) return undefined;
  const title = Buffer.from(rest.slice(0, end), 'latin1').toString('utf8').replace(/\s+/g, ' ').trim();
  return title === '' ? undefined : title;
}
