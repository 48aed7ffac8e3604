import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Check } from '../../src/identify/check.ts';
import { ftp } from '../../src/identify/checks/ftp.ts';
import { postgresql } from '../../src/identify/checks/postgresql.ts';
import { Inquiry } from '../../src/identify/inquiry.ts';
import { surveyTls } from '../../src/identify/tls-survey.ts';
import type { Endpoint } from '../../src/model/observation.ts';
import type { TlsFacts } from '../../src/model/service.ts';
import { reasonToSkip } from '../lab/servers/find-program.ts';
import { startNginx } from '../lab/servers/nginx.ts';
import { startOpensslServer, type OpensslServerOptions } from '../lab/servers/openssl-server.ts';
import { startPostgresql } from '../lab/servers/postgresql.ts';
import type { Server } from '../lab/servers/server.ts';
import { startStunnel } from '../lab/servers/stunnel.ts';
import { startVsftpd } from '../lab/servers/vsftpd.ts';
import { LOOPBACK, startPeer } from './peer.ts';

const openssl = (flags: readonly string[], chain?: OpensslServerOptions['chain']): Promise<Server> =>
  startOpensslServer({ flags, ...(chain && { chain }) });
const OLD = '@SECLEVEL=0';

interface Row {
  readonly needs: readonly string[];
  readonly start: () => Promise<Server>;
  readonly expected: object;
  readonly starttls?: Check;
  readonly alpn?: readonly string[];
}

const ROWS: Readonly<Record<string, Row>> = {
  'OpenSSL as it comes': {
    needs: ['openssl'],
    start: () => openssl([]),
    expected: {
      version: 'TLSv1.3',
      versions: { offered: ['TLSv1.2', 'TLSv1.3'], unknown: [] },
      keyType: 'ec',
      keyBits: 256,
      signature: 'ecdsa-with-SHA256',
      chain: [],
      chainComplete: true,
      startTls: false,
    },
  },
  'OpenSSL with every version': {
    needs: ['openssl'],
    start: () => openssl(['-cipher', `ALL:${OLD}`]),
    expected: { versions: { offered: ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'], unknown: [] } },
  },
  'TLS 1.0 alone': {
    needs: ['openssl'],
    start: () => openssl(['-tls1', '-cipher', `ALL:${OLD}`]),
    expected: { version: 'TLSv1', versions: { offered: ['TLSv1'], unknown: [] } },
  },
  'TLS 1.2 alone': {
    needs: ['openssl'],
    start: () => openssl(['-tls1_2']),
    expected: { version: 'TLSv1.2', versions: { offered: ['TLSv1.2'], unknown: [] } },
  },
  'a server that insists on a client certificate': {
    needs: ['openssl'],
    start: () => openssl(['-Verify', '1', '-verify_return_error', '-cipher', `ALL:${OLD}`]),
    expected: { versions: { offered: ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'], unknown: [] } },
  },
  'a weak key, signed with SHA-1 by a root that is sent': {
    needs: ['openssl'],
    start: () => openssl(['-cipher', `ALL:${OLD}`], { sends: 'root', key: 'rsa:1024', digest: 'sha1' }),
    expected: {
      subject: 'CN=lab.example',
      issuer: 'CN=Portreeve lab root',
      keyType: 'rsa',
      keyBits: 1024,
      signature: 'sha1WithRSAEncryption',
      selfSigned: false,
      chain: ['CN=Portreeve lab root'],
      chainComplete: true,
    },
  },
  'a chain that just ends': {
    needs: ['openssl'],
    start: () => openssl([], { sends: 'nothing' }),
    expected: { chain: [], chainComplete: null, keyBits: 2048 },
  },
  'a certificate of somebody else behind the own one': {
    needs: ['openssl'],
    start: () => openssl([], { sends: 'stranger' }),
    expected: { chain: ['CN=Portreeve lab stranger'], chainComplete: false },
  },
  'nginx with HTTP/2': {
    needs: ['nginx', 'openssl'],
    start: () => startNginx({ tls: true, http2: true, directives: 'ssl_protocols TLSv1.2 TLSv1.3;' }),
    alpn: ['h2', 'http/1.1'],
    expected: { alpn: 'h2', versions: { offered: ['TLSv1.2', 'TLSv1.3'], unknown: [] } },
  },
  'nginx with TLS 1.2 alone': {
    needs: ['nginx', 'openssl'],
    start: () => startNginx({ tls: true, directives: 'ssl_protocols TLSv1.2;' }),
    expected: { alpn: null, versions: { offered: ['TLSv1.2'], unknown: [] } },
  },
  'stunnel with TLS 1.3 alone': {
    needs: ['stunnel4', 'openssl'],
    start: () => startStunnel({ lines: ['sslVersionMin = TLSv1.3'] }),
    expected: { versions: { offered: ['TLSv1.3'], unknown: [] } },
  },
  'PostgreSQL, which begins in plain text': {
    needs: ['initdb', 'postgres', 'setpriv', 'openssl'],
    start: () => startPostgresql({ hba: 'host all all 0.0.0.0/0 trust', tls: true }),
    starttls: postgresql,
    expected: { startTls: true, versions: { offered: ['TLSv1.2', 'TLSv1.3'], unknown: [] } },
  },
  'vsftpd, which begins in plain text and whose only older cipher does not fit its certificate': {
    needs: ['vsftpd', 'openssl'],
    start: () => startVsftpd({ anonymous: true, tls: 'explicit' }),
    starttls: ftp,
    expected: { startTls: true, versions: { offered: ['TLSv1.3'], unknown: ['TLSv1', 'TLSv1.1', 'TLSv1.2'] } },
  },
};

describe('the versions that a server offers', () => {
  it.concurrent.for(Object.entries(ROWS))('%s', async ([, { needs, start, expected, starttls, alpn }], context) => {
    const missing = reasonToSkip(...needs);
    if (missing !== undefined) context.skip(missing);
    await using server = await start();
    const { facts, connections } = await survey({ ...server, transport: 'tcp' }, starttls, alpn);
    expect(facts).toMatchObject(expected);
    expect(connections).toBeLessThanOrEqual(4);
  });
});

/** A peer that passes the first connections on to a server, and then does something else. */
async function survey(endpoint: Endpoint, starttls?: Check, alpn?: readonly string[]) {
  const inquiry = new Inquiry({ endpoint, host: 'lab.example', gate: LOOPBACK, deadlineMs: 4000 });
  let connections = 0;
  const open = () => {
    connections += 1;
    return inquiry.open(Infinity);
  };
  const prepare = starttls?.beginTls?.bind(starttls);
  const facts = await firstHandshake(open, prepare);
  return { facts: await surveyTls(facts, { open, prepare, alpn }), connections };
}

async function firstHandshake(
  open: () => ReturnType<Inquiry['open']>,
  prepare: Check['beginTls'] | undefined,
): Promise<TlsFacts> {
  await using conversation = await open();
  if (conversation === undefined) throw new Error('no connection');
  if (prepare !== undefined) expect(await prepare(conversation)).toBe(true);
  expect(await conversation.startTls()).toBe(true);
  const { tls } = conversation;
  if (tls === undefined) throw new Error('no facts');
  return tls;
}

describe.skipIf(reasonToSkip('openssl') !== undefined)('a server that does not answer every time', () => {
  /** What happens to the second, third and fourth connection: they reach the server, are hung up on, or are left alone. */
  type Fate = 'served' | 'hung up' | 'ignored';

  const surveyWith = async (fates: readonly Fate[]): Promise<TlsFacts['versions']> => {
    await using server = await openssl(['-cipher', `ALL:${OLD}`]);
    await using peer = await startPeer((socket, index) => {
      const fate = ['served', ...fates][index];
      if (fate === 'hung up') socket.once('data', () => socket.destroy());
      if (fate !== 'served') return;
      const inner = connect(server.port, server.address);
      socket.pipe(inner).pipe(socket);
      for (const end of [socket, inner]) end.on('error', () => [socket, inner].forEach((each) => each.destroy()));
    });
    return (await survey(peer.endpoint)).facts.versions;
  };

  it('refuses old versions by hanging up, as its answer to a newer one shows', async () => {
    expect(await surveyWith(['hung up', 'hung up', 'served'])).toEqual({
      offered: ['TLSv1.2', 'TLSv1.3'],
      unknown: [],
    });
  });

  it('leaves unknown what it hung up on last', async () => {
    expect(await surveyWith(['served', 'hung up', 'hung up'])).toEqual({
      offered: ['TLSv1', 'TLSv1.3'],
      unknown: ['TLSv1.1', 'TLSv1.2'],
    });
  });

  it('is not asked again after it said nothing', async () => {
    expect(await surveyWith(['ignored', 'served', 'served'])).toEqual({
      offered: ['TLSv1.3'],
      unknown: ['TLSv1', 'TLSv1.1', 'TLSv1.2'],
    });
  });
});
