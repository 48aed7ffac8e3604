import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alternativeNames, certificateFacts } from '../../src/net/certificate-facts.ts';
import { createCertificate } from '../lab/servers/create-certificate.ts';
import { findProgram } from '../lab/servers/find-program.ts';

describe('subjectAltName in the words of Node', () => {
  it.each([
    ['DNS:a.example, IP Address:10.0.0.1', ['a.example', '10.0.0.1']],
    ['email:x@y, URI:http://z, DNS:b', ['b']],
    ['DNS:"evil, DNS:good.example"', ['evil, DNS:good.example']],
    [String.raw`DNS:"a\", DNS:b"`, [String.raw`a\", DNS:b`]],
    ['DNS:\u202egnp.example', [String.raw`\u{202e}gnp.example`]],
    [undefined, []],
  ])('%j', (text, names) => expect(alternativeNames(text)).toEqual(names));

  it('is bounded', () => {
    expect(alternativeNames('DNS:a, '.repeat(5000)).length).toBeLessThanOrEqual(100);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(alternativeNames(`DNS:${text}`).length).toBeGreaterThan(0);
      }),
    );
  });
});

/** A self-signed certificate with unusual names, made for this test. */
const DER = readFileSync(join(import.meta.dirname, '../../fixtures/identify/tls/certificate.der'));

it('reads or refuses every certificate that OpenSSL takes, whatever is in it', () => {
  const accepted = { count: 0 };
  const change = fc.array(fc.tuple(fc.nat(DER.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(change, (changes) => {
      const der = Buffer.from(DER);
      for (const [at, value] of changes) der[at] = value;
      const certificate = parseCertificate(der);
      if (certificate === undefined) return;
      accepted.count += 1;
      const facts = certificateFacts(certificate);
      expect(JSON.stringify(facts).length).toBeLessThan(10_000);
      expect(facts.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    }),
    { numRuns: 2000 },
  );
  expect(accepted.count).toBeGreaterThan(100);
});

/** `undefined` for bytes that OpenSSL refuses already during the handshake. */
function parseCertificate(der: Buffer): X509Certificate | undefined {
  try {
    return new X509Certificate(der);
  } catch {
    return undefined;
  }
}

describe.skipIf(findProgram('openssl') === undefined)(
  'a certificate made by openssl (skipped where it is missing)',
  () => {
    it('has subject, names, times and fingerprint', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'portreeve-certificate-'));
      try {
        const { certificate } = await createCertificate(folder);
        const facts = certificateFacts(new X509Certificate(await readFile(certificate)));
        expect(facts).toMatchObject({
          subject: 'O=Portreeve lab, CN=lab.example',
          issuer: 'O=Portreeve lab, CN=lab.example',
          names: ['lab.example', '127.0.0.1'],
          selfSigned: true,
        });
        expect(facts.fingerprint).toMatch(/^[0-9a-f]{64}$/);
        const days = (Date.parse(facts.notAfter ?? '') - Date.parse(facts.notBefore ?? '')) / 86_400_000;
        expect(days).toBe(30);
      } finally {
        await rm(folder, { recursive: true });
      }
    });
  },
);
