import { describe, expect, it } from 'vitest';
import type { TlsFacts } from '../../src/model/service.ts';
import { factsOf } from '../../src/policy/facts-of.ts';
import { CLOSED, identity, NOT_ASKED, observation, REDIS } from './observations.ts';

const TLS: TlsFacts = {
  version: 'TLSv1.3',
  cipher: 'TLS_AES_128_GCM_SHA256',
  alpn: null,
  clientCertificateRequired: false,
  subject: 'CN=db',
  issuer: 'CN=ca',
  names: [],
  notBefore: null,
  notAfter: '2026-11-30T08:59:59.000Z',
  selfSigned: false,
  fingerprint: 'ab'.repeat(32),
  keyType: 'rsa',
  keyBits: 2048,
  signature: 'sha256WithRSAEncryption',
  chain: [],
  chainComplete: null,
  startTls: false,
};

const base = {
  address: '10.0.0.5',
  port: 6379,
  transport: 'tcp',
  'service.usual': 'redis',
  'target.id': '10.0.0.5',
  'target.host': '10.0.0.5',
};

describe('factsOf', () => {
  it('an open port of which nothing more is known', () => {
    expect(factsOf(observation(), identity())).toEqual({
      ...base,
      state: 'open',
      reason: 'syn-ack',
      open: true,
    });
  });

  it('a closed port', () => {
    expect(factsOf(observation(CLOSED), identity())).toEqual({
      ...base,
      state: 'closed',
      reason: 'conn-refused',
      open: false,
    });
  });

  it('a port that could not be asked has neither state nor openness', () => {
    expect(factsOf(observation(NOT_ASKED), identity())).toEqual({ ...base, reason: 'no-fds' });
  });

  it('a port without a usual occupant', () => {
    expect(factsOf(observation({ port: 7777 }), identity())).not.toHaveProperty('service.usual');
  });

  it('TLS around a protocol that did not answer is TLS and no name', () => {
    const service = { name: 'tls', product: null, version: null, tls: true, method: 'probed', confidence: 10 } as const;
    const facts = factsOf(observation({ service, access: 'required', tls: TLS }), identity());
    expect(facts).not.toHaveProperty('service.name');
    expect(facts).toMatchObject({ 'service.tls': true, 'tls.version': 'TLSv1.3', access: 'required' });
  });

  it('an identified service', () => {
    const facts = factsOf(
      observation({ ...REDIS, access: 'required', details: { 'redis.mode': 'cluster' } }),
      identity(),
    );
    expect(facts).toMatchObject({
      'service.name': 'redis',
      'service.product': 'Redis',
      'service.version': '7.0.15',
      'service.tls': false,
      'redis.mode': 'cluster',
      access: 'required',
    });
  });

  it.each([
    [
      'a service by its port number',
      { service: { ...REDIS.service, method: 'port-number', confidence: 3 } },
      'service.name',
    ],
    ['an unknown access', { ...REDIS, access: 'unknown' }, 'access'],
    ['a product that is not told', { service: { ...REDIS.service, product: null } }, 'service.product'],
    [
      'a certificate that was not sent',
      { tls: { ...TLS, subject: null, notAfter: null, selfSigned: null } },
      'tls.days_left',
    ],
    ['an end that is no date', { tls: { ...TLS, notAfter: 'never' } }, 'tls.days_left'],
    ['a detail that is no fact', { details: { 'ssh.banner': 'x' } }, 'ssh.banner'],
    ['a detail that poses as something else', { details: { 'service.name': 'ssh', expected: true } }, 'service.name'],
    ['a detail that declares ports', { details: { expected: true } }, 'expected'],
  ] satisfies [string, Parameters<typeof observation>[0], string][])('%s is not known', (_, changes, fact) => {
    expect(Object.keys(factsOf(observation(changes), identity()))).not.toContain(fact);
  });

  it.each([
    ['2026-11-30T08:59:59.000Z', 8],
    ['2026-11-30T09:00:00.000Z', 9],
    ['2026-11-21T08:59:59.000Z', -1],
  ])('a certificate until %s has %d whole days left at the observation', (notAfter, days) => {
    const facts = factsOf(observation({ tls: { ...TLS, notAfter } }), identity());
    expect(facts).toMatchObject({ 'tls.days_left': days, 'tls.version': 'TLSv1.3', 'tls.self_signed': false });
  });

  it('the certificate, and the versions once all of them are known', () => {
    const known = factsOf(
      observation({ tls: { ...TLS, versions: { offered: ['TLSv1.2', 'TLSv1.3'], unknown: [] } } }),
      identity(),
    );
    expect(known).toMatchObject({
      'tls.versions': ['TLSv1.2', 'TLSv1.3'],
      'tls.versions_seen': ['TLSv1.2', 'TLSv1.3'],
      'tls.cipher': 'TLS_AES_128_GCM_SHA256',
      'tls.issuer': 'CN=ca',
      'tls.names': [],
      'tls.chain_fits': true,
      'tls.key_type': 'rsa',
      'tls.key_bits': 2048,
      'tls.signature': 'sha256WithRSAEncryption',
      'tls.not_after': '2026-11-30T08:59:59.000Z',
    });
    const half = factsOf(
      observation({ tls: { ...TLS, versions: { offered: ['TLSv1.3'], unknown: ['TLSv1'] } } }),
      identity(),
    );
    expect(half).toMatchObject({ 'tls.versions_seen': ['TLSv1.3'] });
    expect(half).not.toHaveProperty(['tls.versions']);
    const unsurveyed = factsOf(observation({ tls: TLS }), identity());
    expect(unsurveyed).not.toHaveProperty(['tls.versions_seen']);
    expect(unsurveyed).toMatchObject({ 'tls.chain_fits': true });
  });

  it('labels', () => {
    const labels = { id: 'db-04', zone: 'dmz', env: 'production', owner: 'ops', tags: ['pci'], expectOpen: [443] };
    expect(factsOf(observation({ host: 'db.example.org' }), identity(labels))).toMatchObject({
      'target.id': 'db-04',
      'target.host': 'db.example.org',
      'target.zone': 'dmz',
      'target.env': 'production',
      'target.owner': 'ops',
      'target.tags': ['pci'],
      expected: false,
    });
    expect(factsOf(observation({ port: 443 }), identity(labels))).toMatchObject({ expected: true });
  });
});
