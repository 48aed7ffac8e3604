/**
 * Object identifiers of signature algorithms, in OpenSSL's words (RFC 3279, RFC 4055, RFC 5758, RFC 8410). RSASSA-PSS keeps its hash in
 * parameters, which are not read.
 */
const SIGNATURES: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.2': 'md2WithRSAEncryption',
  '1.2.840.113549.1.1.3': 'md4WithRSAEncryption',
  '1.2.840.113549.1.1.4': 'md5WithRSAEncryption',
  '1.2.840.113549.1.1.5': 'sha1WithRSAEncryption',
  '1.3.14.3.2.29': 'sha1WithRSA',
  '1.2.840.113549.1.1.10': 'rsassaPss',
  '1.2.840.113549.1.1.11': 'sha256WithRSAEncryption',
  '1.2.840.113549.1.1.12': 'sha384WithRSAEncryption',
  '1.2.840.113549.1.1.13': 'sha512WithRSAEncryption',
  '1.2.840.113549.1.1.14': 'sha224WithRSAEncryption',
  '1.2.840.10040.4.3': 'dsaWithSHA1',
  '2.16.840.1.101.3.4.3.2': 'dsa_with_SHA256',
  '1.2.840.10045.4.1': 'ecdsa-with-SHA1',
  '1.2.840.10045.4.3.1': 'ecdsa-with-SHA224',
  '1.2.840.10045.4.3.2': 'ecdsa-with-SHA256',
  '1.2.840.10045.4.3.3': 'ecdsa-with-SHA384',
  '1.2.840.10045.4.3.4': 'ecdsa-with-SHA512',
  '1.3.101.112': 'ED25519',
  '1.3.101.113': 'ED448',
};

const SEQUENCE = 0x30;
const OBJECT_IDENTIFIER = 0x06;

/**
 * How a certificate was signed: the signatureAlgorithm that follows its signed part (RFC 5280 section 4.1.1.2). Node does not tell. `undefined` for
 * what is no certificate, the dotted identifier for an algorithm that has no name here.
 */
export function signatureOf(der: Uint8Array): string | undefined {
  const certificate = elementAt(der, 0);
  if (certificate?.tag !== SEQUENCE) return undefined;
  const signed = elementAt(der, certificate.start);
  if (signed?.tag !== SEQUENCE) return undefined;
  const algorithm = elementAt(der, signed.end);
  if (algorithm?.tag !== SEQUENCE) return undefined;
  const identifier = elementAt(der, algorithm.start);
  if (identifier?.tag !== OBJECT_IDENTIFIER) return undefined;
  const dotted = dottedOf(der.subarray(identifier.start, identifier.end));
  return dotted === undefined ? undefined : (SIGNATURES[dotted] ?? dotted);
}

/** Where the content of a DER element begins and ends. */
interface Element {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

/** ITU-T X.690 sections 8.1.2 and 8.1.3, with tags of one byte and lengths of at most four. */
function elementAt(der: Uint8Array, at: number): Element | undefined {
  const [tag, first] = der.subarray(at, at + 2);
  if (tag === undefined || first === undefined) return undefined;
  const more = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || more > 4) return undefined;
  let length = first < 0x80 ? first : 0;
  for (const byte of der.subarray(at + 2, at + 2 + more)) length = length * 256 + byte;
  const start = at + 2 + more;
  return start + length <= der.length ? { tag, start, end: start + length } : undefined;
}

/** ITU-T X.690 section 8.19: base 128, the first two numbers in one. Longer ones than any algorithm has are none. */
function dottedOf(content: Uint8Array): string | undefined {
  const numbers: number[] = [];
  let value = 0;
  if (content.length > 20) return undefined;
  for (const byte of content) {
    value = value * 128 + (byte & 0x7f);
    if (byte >= 0x80) continue;
    numbers.push(value);
    value = 0;
  }
  const [first, ...rest] = numbers;
  if (first === undefined) return undefined;
  const root = Math.min(Math.floor(first / 40), 2);
  return [root, first - root * 40, ...rest].join('.');
}
