import { Buffer } from 'node:buffer';
import type { DetailValue } from '../model/detail-value.ts';
import { printable } from '../model/printable.ts';
import type { Evidence, Service, TlsFacts } from '../model/service.ts';
import { sshBanner } from './ssh-banner.ts';
import type { PortFacts } from './scan-draft.ts';
import { bareTls } from './bare-tls.ts';

/**
 * Protocols by masscan's word for a banner (src/masscan-app.c); it gives the word only where the first bytes are of that protocol.
 * What is no protocol (titles, certificates, weaknesses) is not here.
 */
const SERVICES: Readonly<Record<string, string>> = {
  coap: 'coap',
  'dns-ver': 'dns',
  ftp: 'ftp',
  imap: 'imap',
  isakmp: 'ike',
  memcached: 'memcached',
  nbtstat: 'netbios-ns',
  ntp: 'ntp',
  pop: 'pop3',
  rdp: 'rdp',
  smb: 'smb',
  smtp: 'smtp',
  snmp: 'snmp',
  ssh: 'ssh',
  telnet: 'telnet',
  vnc: 'vnc',
};

/** A banner and no completed exchange. */
const BANNER_CONFIDENCE = 8;

/** What a banner record proves of its port; `undefined` where that is no more than that the port is open. */
export function bannerFacts(word: string, banner: string): PortFacts | undefined {
  const evidence = [evidenceOf(word, banner)];
  const details = detailsOf(word, banner);
  const some = { ...(details && { details }), evidence };
  if (word === 'http' || word === 'title' || word === 'html' || word === 'http.server') {
    return { service: { ...serviceOf('http'), foreign: true }, ...some };
  }
  if (word === 'ssl') return { service: { ...serviceOf('tls'), tls: true }, tls: tlsOf(banner), ...some };
  if (word === 'ssh') return { service: { ...serviceOf('ssh'), ...sshBanner(banner).software }, ...some };
  const name = Object.hasOwn(SERVICES, word) ? SERVICES[word] : undefined;
  return name === undefined ? undefined : { service: serviceOf(name), ...some };
}

function serviceOf(name: string): Service {
  return { name, product: null, version: null, tls: false, method: 'probed', confidence: BANNER_CONFIDENCE };
}

function detailsOf(word: string, banner: string): Readonly<Record<string, DetailValue>> | undefined {
  if (word === 'title') return { 'http.title': printable(banner) };
  if (word === 'http.server') return { 'http.server': printable(banner) };
  if (word === 'ssh') return sshBanner(banner).details;
  return undefined;
}

/** `TLS/1.2 cipher:0xc02f, name, ...` (src/proto-ssl.c). */
function tlsOf(banner: string): TlsFacts {
  const version = /^TLS\/1\.([0-3])\b/.exec(banner)?.[1];
  return bareTls(version === undefined ? null : version === '0' ? 'TLSv1' : `TLSv1.${version}`);
}

function evidenceOf(word: string, banner: string): Evidence {
  const received = Buffer.from(banner.slice(0, 256), 'latin1').toString('hex');
  return { question: `${printable(word, 24)} banner kept by masscan`, sent: '', received, text: printable(banner) };
}

/** Lists and XML have `\x0d` for what is no printable character. */
export function unescapeBanner(banner: string): string {
  return banner.replace(/\\x([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
