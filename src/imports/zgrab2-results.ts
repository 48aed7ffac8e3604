import type { DetailValue } from '../model/detail-value.ts';
import { printable } from '../model/printable.ts';
import type { Access } from '../model/service.ts';
import type { JsonObject } from './json-value.ts';
import { isObject, objectAt, textAt, textsAt } from './json-value.ts';
import { sshBanner } from './ssh-banner.ts';

type Details = Readonly<Record<string, DetailValue>>;

/** What one module's `result` adds to its protocol being proven. */
export interface ResultFacts {
  readonly product?: string | null;
  readonly version?: string | null | undefined;
  readonly access?: Access;
  readonly details?: Details;
}

/** By zgrab2's name of the module. Modules without facts beyond their protocol are not here. */
export const RESULT_READERS: Readonly<Record<string, (result: JsonObject) => ResultFacts>> = {
  ssh(result) {
    const server = objectAt(result, 'server_id');
    const banner = sshBanner(textAt(server, 'raw') ?? '');
    return { ...banner.software, details: { ...banner.details, ...sshAlgorithms(result) } };
  },
  redis(result) {
    const version = textAt(result, 'version');
    // INFO was answered, and no password was given before it.
    if (version !== undefined && !Object.hasOwn(result, 'auth_response')) return { version, access: 'none-required' };
    if (/NOAUTH/.test(textAt(result, 'ping_response') ?? '')) return { access: 'required' };
    return { version };
  },
  mysql(result) {
    const flags = result.capability_flags;
    const refused = textAt(result, 'error_id') === 'ER_HOST_NOT_PRIVILEGED';
    return {
      version: textAt(result, 'server_version'),
      ...(refused && { access: 'refused-by-acl' }),
      ...(isObject(flags) && { details: { 'mysql.tls': flags.CLIENT_SSL === true } }),
    };
  },
  memcached(result) {
    const uptime = objectAt(result, 'stats').uptime;
    const counted = typeof uptime === 'number' && uptime > 0;
    return { version: textAt(result, 'version'), ...(counted && { access: 'none-required' }) };
  },
  mongodb(result) {
    const listed = Array.isArray(objectAt(result, 'database_info').databases);
    return { version: textAt(objectAt(result, 'build_info'), 'version'), ...(listed && { access: 'none-required' }) };
  },
  smb(result) {
    const mode = objectAt(result, 'negotiation_log').security_mode;
    const signing = typeof mode === 'number' ? ((mode & 2) === 2 ? 'required' : 'optional') : undefined;
    return {
      details: {
        ...(signing !== undefined && result.smbv1_support !== true && { 'smb.signing': signing }),
        ...(result.smbv1_support === true && { 'smb.v1': true }),
      },
    };
  },
  smtp(result) {
    const greeting = textAt(result, 'ehlo');
    if (greeting === undefined || !/^250[ -]/.test(greeting) || Object.hasOwn(result, 'implicit_tls')) return {};
    return { details: { 'smtp.tls': /^250[ -]STARTTLS\s*$/im.test(greeting) } };
  },
  http(result) {
    const response = objectAt(result, 'response');
    const path = textAt(objectAt(response, 'request', 'url'), 'path');
    // Facts are of GET /, not of a page that it led to.
    if (path !== '/' || Array.isArray(result.redirect_response_chain)) return {};
    const [server] = textsAt(objectAt(response, 'headers'), 'server', 1);
    const title = /<title[^>]{0,200}>([^<]{1,300})/i.exec((textAt(response, 'body') ?? '').slice(0, 65_536))?.[1];
    const status = response.status_code;
    return {
      details: {
        ...(typeof status === 'number' && status >= 100 && status <= 599 && { 'http.status': status }),
        ...(server !== undefined && { 'http.server': printable(server) }),
        ...(title !== undefined && { 'http.title': printable(title.trim()) }),
      },
    };
  },
};

function sshAlgorithms(result: JsonObject): Details {
  const offer = objectAt(result, 'server_key_exchange');
  if (!Array.isArray(offer.kex_algorithms)) return {};
  const either = (kind: string): readonly string[] => [
    ...new Set([...names(offer, `client_to_server_${kind}`), ...names(offer, `server_to_client_${kind}`)]),
  ];
  return {
    'ssh.kex': names(offer, 'kex_algorithms'),
    'ssh.host_key_algorithms': names(offer, 'host_key_algorithms'),
    'ssh.ciphers': either('ciphers'),
    'ssh.macs': either('macs'),
  };
}

function names(offer: JsonObject, key: string): readonly string[] {
  return textsAt(offer, key, 64).map((name) => printable(name, 80));
}
