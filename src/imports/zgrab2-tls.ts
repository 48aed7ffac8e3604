import { printable } from '../model/printable.ts';
import type { TlsFacts } from '../model/service.ts';
import { bareTls } from './bare-tls.ts';
import { fromRfc3339 } from './epoch.ts';
import type { JsonObject } from './json-value.ts';
import { objectAt, textAt, textsAt } from './json-value.ts';

/** What a TLS log of zgrab2 tells (tls.go, zcrypto's `ServerHandshake`); `undefined` where the server did not answer with a hello. */
export function zgrabTls(log: JsonObject, startTls: boolean): TlsFacts | undefined {
  const hello = objectAt(log, 'handshake_log', 'server_hello');
  // TLS 1.3 keeps its version in an extension (RFC 8446, section 4.2.1).
  const selected = textAt(objectAt(hello, 'supported_versions', 'selected_version'), 'name');
  const version = selected ?? textAt(objectAt(hello, 'version'), 'name');
  if (version === undefined) return undefined;
  const cipher = textAt(objectAt(hello, 'cipher_suite'), 'name');
  const parsed = objectAt(log, 'handshake_log', 'server_certificates', 'certificate', 'parsed');
  return {
    ...bareTls(version === 'TLSv1.0' ? 'TLSv1' : printable(version, 16)),
    ...certificateOf(parsed),
    cipher: cipher === undefined ? null : printable(cipher, 64),
    startTls,
  };
}

/** The chain is not looked at, so that the hash that stands for a whole certificate stays unknown as well. */
function certificateOf(parsed: JsonObject): Partial<TlsFacts> {
  const subject = textAt(parsed, 'subject_dn');
  const issuer = textAt(parsed, 'issuer_dn');
  if (subject === undefined || issuer === undefined) return {};
  const names = objectAt(parsed, 'extensions', 'subject_alt_name');
  const key = objectAt(parsed, 'subject_key_info');
  const bits = objectAt(key, 'rsa_public_key').length;
  const validity = objectAt(parsed, 'validity');
  const signature = textAt(objectAt(parsed, 'signature', 'signature_algorithm'), 'name');
  return {
    subject: printable(subject),
    issuer: printable(issuer),
    names: [...textsAt(names, 'dns_names'), ...textsAt(names, 'ip_addresses')].map((name) => printable(name)),
    notBefore: fromRfc3339(validity.start) ?? null,
    notAfter: fromRfc3339(validity.end) ?? null,
    selfSigned: subject === issuer,
    keyType: textAt(objectAt(key, 'key_algorithm'), 'name')?.toLowerCase() === 'rsa' ? 'rsa' : null,
    keyBits: typeof bits === 'number' && Number.isInteger(bits) && bits > 0 ? bits : null,
    signature: signature === undefined ? null : printable(signature, 64),
  };
}
