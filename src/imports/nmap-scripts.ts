import type { DetailValue } from '../model/detail-value.ts';
import type { Access, Evidence, Service } from '../model/service.ts';
import { printable } from '../model/printable.ts';
import { elemOf, elemTexts, tableOf } from './nmap-script-values.ts';
import { tlsOfScripts } from './nmap-tls-scripts.ts';
import type { XmlElement } from './read-xml.ts';
import type { PortFacts } from './scan-draft.ts';

interface Proof {
  readonly access?: Access;
  readonly details?: Readonly<Record<string, DetailValue>>;
}

/** What the scripts of one open port prove: only what their words leave no doubt of. Their output is kept as evidence of that. */
export function scriptFacts(scripts: readonly XmlElement[], service: Service | undefined): PortFacts | undefined {
  const ids = new Set(scripts.map(({ attributes }) => attributes.id ?? ''));
  // Whoever found a password before may have used it.
  const guessed = [...ids].some((id) => id.endsWith('-brute'));
  let access: Access | undefined;
  const details: Record<string, DetailValue> = {};
  const evidence: Evidence[] = [];
  for (const script of scripts) {
    const id = script.attributes.id ?? '';
    const proof = Object.hasOwn(READERS, id) ? READERS[id]?.(script, service) : undefined;
    if (proof === undefined) continue;
    if (!guessed) access ??= proof.access;
    Object.assign(details, proof.details);
    evidence.push({
      question: `nmap's script ${id}`,
      sent: '',
      received: '',
      text: printable(script.attributes.output ?? ''),
    });
  }
  const tls = tlsOfScripts(scripts, service);
  if (evidence.length === 0 && tls === undefined) return undefined;
  return {
    ...(access && { access }),
    ...(tls && { tls }),
    ...(Object.keys(details).length > 0 && { details }),
    ...(evidence.length > 0 && { evidence: evidence.slice(0, 8) }),
  };
}

type Reader = (script: XmlElement, service: Service | undefined) => Proof | undefined;

const READERS: Readonly<Record<string, Reader>> = {
  'ftp-anon': ({ attributes }) =>
    attributes.output?.startsWith('Anonymous FTP login allowed') === true
      ? { access: 'none-required', details: { 'ftp.anonymous': true } }
      : undefined,
  // INFO was answered.
  'redis-info': (script) => (elemOf(script, 'Version') === undefined ? undefined : { access: 'none-required' }),
  'memcached-info': (script) =>
    elemOf(script, 'Process ID') !== undefined && elemOf(script, 'Authentication') === 'no'
      ? { access: 'none-required' }
      : undefined,
  'mysql-empty-password': ({ attributes }) =>
    /^\s*(?:root|anonymous) account has empty password\s*$/m.test(attributes.output ?? '')
      ? { access: 'none-required' }
      : undefined,
  'mysql-info': (script) => {
    const flags = elemOf(script, 'Capabilities flags');
    // CLIENT_SSL, 0x800.
    return flags !== undefined && /^\d{1,5}$/.test(flags)
      ? { details: { 'mysql.tls': (Number(flags) & 2048) !== 0 } }
      : undefined;
  },
  'rdp-enum-encryption': ({ attributes }) => nla(attributes.output ?? ''),
  'ssh2-enum-algos': (script) => sshAlgorithms(script),
  'smtp-commands': ({ attributes }, service) => smtp(attributes.output ?? '', service),
  'x11-access': ({ attributes }) =>
    /^\s*X server access is granted/.test(attributes.output ?? '') ? { access: 'none-required' } : undefined,
  'http-title': (script) => {
    const title = elemOf(script, 'title');
    // A page that GET / leads to is another page.
    return title === undefined || elemOf(script, 'redirect_url') !== undefined
      ? undefined
      : { details: { 'http.title': printable(title) } };
  },
  'http-server-header': (script) => {
    const [server, ...others] = script.children.filter(({ name }) => name === 'elem');
    return server === undefined || others.length > 0 || server.text === ''
      ? undefined
      : { details: { 'http.server': printable(server.text) } };
  },
  'vnc-info': (script) => vnc(script),
  'dns-recursion': ({ attributes }) =>
    attributes.output === 'Recursion appears to be enabled' ? { details: { 'dns.recursion': true } } : undefined,
};

/**
 * Which security protocols got an answer that is no refusal ([MS-RDPBCGR] 2.2.1.1.1). The script does not look at what the answer chose, so that a success
 * proves nothing by itself; but a server that refuses all others, and not CredSSP, requires it.
 */
function nla(output: string): Proof | undefined {
  const answered = [...output.matchAll(/^\s*([^:\n]{3,40}): (?:SUCCESS|Unknown)/gm)].map(([, protocol]) =>
    protocol?.trim(),
  );
  const others = answered.some((protocol) => protocol === 'Native RDP' || protocol === 'SSL');
  return answered.includes('CredSSP (NLA)') && !others
    ? { access: 'required', details: { 'rdp.nla': 'required' } }
    : undefined;
}

/** Lists that differ between the directions have names of their own; either direction counts. */
function sshAlgorithms(script: XmlElement): Proof | undefined {
  const list = (...keys: readonly string[]): readonly string[] => [
    ...new Set(keys.flatMap((key) => elemTexts(tableOf(script, key) ?? script))),
  ];
  if (tableOf(script, 'kex_algorithms') === undefined) return undefined;
  const both = (kind: string): readonly string[] =>
    list(...[kind, `${kind}_client_to_server`, `${kind}_server_to_client`].filter((key) => tableOf(script, key)));
  return {
    details: {
      'ssh.kex': list('kex_algorithms'),
      'ssh.host_key_algorithms': list('server_host_key_algorithms'),
      'ssh.ciphers': both('encryption_algorithms'),
      'ssh.macs': both('mac_algorithms'),
    },
  };
}

/** The answer to EHLO, with commas between its lines: the server's name comes first. It was asked inside TLS where only TLS was spoken. */
function smtp(output: string, service: Service | undefined): Proof | undefined {
  if (service?.name !== 'smtp' || service.tls) return undefined;
  const [answer = ''] = output.split('\n');
  const [, ...words] = answer.split(', ').map((word) => word.trim().toUpperCase());
  if (words.length === 0) return undefined;
  const auth = words.some((word) => /^AUTH\b/.test(word));
  return { details: { 'smtp.tls': words.includes('STARTTLS'), 'smtp.auth_without_tls': auth } };
}

/** IANA "Remote Framebuffer Security Types", by the number that the script writes beside its own name for one. */
const VNC_TYPES: Readonly<Record<string, string>> = {
  1: 'none',
  2: 'vnc-auth',
  5: 'ra2',
  6: 'ra2ne',
  13: 'ra2-256',
  16: 'tight',
  17: 'ultra',
  18: 'tls',
  19: 'vencrypt',
  20: 'sasl',
  21: 'md5',
  22: 'xvp',
  30: 'apple-dh',
};

/** Types that always end in a password or an account; the others may contain "none" themselves. */
const VNC_ASKS: ReadonlySet<string> = new Set(['vnc-auth', 'ra2', 'ra2ne', 'ra2-256', 'md5', 'xvp', 'apple-dh']);

function vnc(script: XmlElement): Proof | undefined {
  const numbers = tableOf(script, 'Security types')?.children.map((type) => elemOf(type, 'type')) ?? [];
  if (numbers.length === 0 || numbers.some((number) => number === undefined || !/^\d{1,10}$/.test(number)))
    return undefined;
  const types = numbers.slice(0, 50).map((number = '') => VNC_TYPES[number] ?? `type-${number}`);
  const access = types.includes('none')
    ? 'none-required'
    : types.every((type) => VNC_ASKS.has(type))
      ? 'required'
      : undefined;
  return { ...(access && { access }), details: { 'vnc.security': types } };
}
