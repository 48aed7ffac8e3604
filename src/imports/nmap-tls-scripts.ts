import { printable } from '../model/printable.ts';
import type { Service, TlsFacts, TlsVersion } from '../model/service.ts';
import { TLS_VERSIONS } from '../model/service.ts';
import { bareTls } from './bare-tls.ts';
import { fromRfc3339 } from './epoch.ts';
import { elemOf, tableOf } from './nmap-script-values.ts';
import type { XmlElement } from './read-xml.ts';

/**
 * TLS as `ssl-cert` and `ssl-enum-ciphers` saw it; `undefined` where neither got an answer. Both begin TLS by the protocol's own command where it
 * needs one, and do not say so: what was identified outside TLS then tells.
 */
export function tlsOfScripts(scripts: readonly XmlElement[], service: Service | undefined): TlsFacts | undefined {
  const certificate = certificateOf(scripts.find(({ attributes }) => attributes.id === 'ssl-cert'));
  const offered = offeredVersions(scripts.find(({ attributes }) => attributes.id === 'ssl-enum-ciphers'));
  if (certificate === undefined && offered.length === 0) return undefined;
  // Each listed version was agreed on in a handshake of its own. What is not listed may have been refused, or lost on the way.
  const unknown = TLS_VERSIONS.filter((version) => !offered.includes(version));
  return {
    ...bareTls(offered.at(-1) ?? null),
    ...certificate,
    startTls: service !== undefined && !service.tls,
    ...(offered.length > 0 && { versions: { offered, unknown } }),
  };
}

function offeredVersions(script: XmlElement | undefined): readonly TlsVersion[] {
  const tables = script?.children.map(({ attributes }) => attributes.key) ?? [];
  return TLS_VERSIONS.filter((version) => tables.includes(version === 'TLSv1' ? 'TLSv1.0' : version));
}

/** The server's own certificate; what it sent behind that is not told. */
function certificateOf(script: XmlElement | undefined): Partial<TlsFacts> | undefined {
  const subject = distinguishedName(tableOf(script, 'subject'));
  const issuer = distinguishedName(tableOf(script, 'issuer'));
  const validity = tableOf(script, 'validity');
  if (script === undefined || (subject === null && validity === undefined)) return undefined;
  const key = tableOf(script, 'pubkey');
  const bits = Number(elemOf(key, 'bits'));
  return {
    subject,
    issuer,
    names: alternativeNames(tableOf(script, 'extensions')),
    notBefore: timeOf(elemOf(validity, 'notBefore')),
    notAfter: timeOf(elemOf(validity, 'notAfter')),
    selfSigned: subject === null || issuer === null ? null : subject === issuer,
    keyType: orNull(elemOf(key, 'type'), 16),
    keyBits: Number.isInteger(bits) && bits > 0 ? bits : null,
    signature: orNull(elemOf(script, 'sig_algo'), 64),
  };
}

function distinguishedName(table: XmlElement | undefined): string | null {
  const parts = table?.children.map(
    ({ attributes, text }) => `${SHORT[attributes.key ?? ''] ?? attributes.key}=${text}`,
  );
  return parts === undefined || parts.length === 0 ? null : printable(parts.join(', '));
}

const SHORT: Readonly<Record<string, string>> = {
  commonName: 'CN',
  countryName: 'C',
  localityName: 'L',
  organizationName: 'O',
  organizationalUnitName: 'OU',
  stateOrProvinceName: 'ST',
};

function alternativeNames(extensions: XmlElement | undefined): readonly string[] {
  const extension = extensions?.children.find((table) => elemOf(table, 'name') === 'X509v3 Subject Alternative Name');
  const names = (elemOf(extension, 'value') ?? '').split(', ').slice(0, 100);
  return names.flatMap((name) => {
    const found = /^(?:DNS|IP Address):(.{1,253})$/.exec(name)?.[1];
    return found === undefined ? [] : [printable(found)];
  });
}

/** UTC, which only newer versions say (`+00:00`). */
function timeOf(text: string | undefined): string | null {
  return fromRfc3339(text !== undefined && /T[\d:]{8}$/.test(text) ? `${text}Z` : text) ?? null;
}

function orNull(text: string | undefined, limit: number): string | null {
  return text === undefined ? null : printable(text, limit);
}
