import type { Conversation } from '../conversation.ts';
import type { Question } from '../question.ts';
import type { WebQuestion } from './web-application.ts';

/** RFC 9112 section 3.2: the Host field names what was asked for; an IPv6 address goes in brackets. */
export function authorityOf(host: string, port: number): string {
  // Host names were checked where targets are parsed; nothing else may reach a header line.
  const name = /^[\w.:-]{1,255}$/.test(host) ? host : 'invalid';
  return `${name.includes(':') ? `[${name}]` : name}${port === 80 || port === 443 ? '' : `:${port}`}`;
}

/** The bytes of a question; the pattern leaves the Host field open and nothing else. */
export function buildRequest(question: WebQuestion, host: string, port: number): Question {
  const { path, body = '' } = question;
  const authority = authorityOf(question.asLocalhost === true ? 'localhost' : host, port);
  const text = linesOf(question, authority, path).join('\r\n') + body;
  const pattern = linesOf(question, '\0', '\x01').map(escapeExpression).join('\\r\\n') + escapeExpression(body);
  const declared = pattern.replace('\0', '[\\w.:[\\]-]+').replace('\x01', () => escapeExpression(path));
  return { name: nameOf(question), bytes: Buffer.from(text, 'latin1'), pattern: new RegExp(`^${declared}$`) };
}

/** Whatever a redirect of `/` names on the same server; a browser would go there as well. */
export const WHERE_A_REDIRECT_LEADS: Question = {
  name: 'GET where a redirect leads',
  bytes: buildRequest({ path: '/login' }, 'host.example', 8080).bytes,
  pattern: new RegExp(
    `^GET /[${redirectCharacters()}]{0,256} HTTP/1\\.1\\r\\nHost: [\\w.:[\\]-]+\\r\\nUser-Agent: portreeve\\r\\nAccept: [^\\r\\n]+\\r\\nAccept-Encoding: identity\\r\\nConnection: keep-alive\\r\\n\\r\\n$`,
  ),
};

/** Scheme and authority of a server, as its redirects name it. */
export function originOf({ host, port, tls }: Pick<Conversation, 'host' | 'port' | 'tls'>): string {
  const name = authorityOf(host, 80);
  return `${tls === undefined ? 'http' : 'https'}://${name}:${port}`;
}

/** The path and query of a redirect that stays on this server; fragments stay behind (RFC 9110 section 10.2.2). */
export function pathOfRedirect(location: string, from: string, origin: string): string | undefined {
  const bare = location.split('#', 1)[0] ?? '';
  const absolute = /^(https?:\/\/[^/?]+)(.*)$/i.exec(bare);
  if (absolute !== null && withoutUsualPort(absolute[1] ?? '') !== withoutUsualPort(origin)) return undefined;
  if (absolute === null && (bare.startsWith('//') || /^[a-z][a-z\d+.-]*:/i.test(bare))) return undefined;
  const target = absolute?.[2] ?? bare;
  const path = target.startsWith('/') ? target : target === '' ? '/' : `${from.replace(/[^/]*$/, '')}${target}`;
  const tidy = path.replace(/\/\.\//g, '/');
  return new RegExp(`^/[${redirectCharacters()}]{0,256}$`).test(tidy) && tidy !== from ? tidy : undefined;
}

function withoutUsualPort(origin: string): string {
  return origin.toLowerCase().replace(/^(http:.*):80$|^(https:.*):443$/, '$1$2');
}

function redirectCharacters(): string {
  return "\\w\\-.~!$&'()*+,;=:@%/?";
}

/** A question by its method and path, as the evidence calls it. */
export function nameOf({ method = 'GET', path, asLocalhost }: WebQuestion): string {
  return `${method} ${path}${asLocalhost === true ? ' of localhost' : ''}`;
}

function linesOf({ method = 'GET', body, contentType }: WebQuestion, authority: string, path: string): string[] {
  const content =
    body === undefined ? [] : [`Content-Type: ${contentType ?? 'application/json'}`, `Content-Length: ${body.length}`];
  return [
    `${method} ${path} HTTP/1.1`,
    `Host: ${authority}`,
    'User-Agent: portreeve',
    'Accept: text/html, */*;q=0.5',
    'Accept-Encoding: identity',
    ...content,
    'Connection: keep-alive',
    '',
    '',
  ];
}

function escapeExpression(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
