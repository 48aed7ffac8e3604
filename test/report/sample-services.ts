import type { Observation } from '../../src/model/observation.ts';
import type { Access, Evidence } from '../../src/model/service.ts';

type Seen = Pick<Observation, 'service' | 'access' | 'tls' | 'evidence'>;

interface Answer {
  readonly name: string;
  readonly product: string | null;
  readonly version: string | null;
  readonly access: Access;
  readonly question: string;
  readonly sent?: string;
  readonly received: string;
}

function seen({ name, product, version, access, question, sent = '', received }: Answer): Seen {
  return {
    service: { name, product, version, tls: false, method: 'probed', confidence: 10 },
    access,
    evidence: [evidence(question, sent, received)],
  };
}

export function evidence(question: string, sent: string, received: string): Evidence {
  const hex = (text: string): string => Buffer.from(text).toString('hex');
  return { question, sent: hex(sent), received: hex(received), text: received.replaceAll('\r\n', '\\x0d\\x0a') };
}

const TLS: Pick<Observation, 'tls'> = {
  tls: {
    version: 'TLSv1.3',
    cipher: 'TLS_AES_256_GCM_SHA384',
    alpn: 'http/1.1',
    clientCertificateRequired: false,
    subject: 'CN=intranet.example.org',
    issuer: 'CN=Example Internal CA 2',
    names: ['intranet.example.org'],
    notBefore: '2025-09-01T00:00:00Z',
    notAfter: '2026-09-01T00:00:00Z',
    selfSigned: false,
    fingerprint: 'ab'.repeat(32),
    keyType: 'rsa',
    keyBits: 2048,
    signature: 'sha256WithRSAEncryption',
    chain: ['CN=Example Internal CA 2'],
    chainComplete: true,
    startTls: false,
    versions: { offered: ['TLSv1.2', 'TLSv1.3'], unknown: [] },
  },
};

const ssh = seen({
  name: 'ssh',
  product: 'OpenSSH',
  version: '9.2p1',
  access: 'required',
  question: 'server speaks first',
  received: 'SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n',
});

/** What identification found by port, on the hosts of the sample network. */
export const SAMPLE_SERVICES: Readonly<Record<number, Seen>> = {
  22: ssh,
  21: seen({
    name: 'ftp',
    product: 'vsFTPd',
    version: '3.0.3',
    access: 'none-required',
    question: 'USER anonymous',
    sent: 'USER anonymous\r\n',
    received: '230 Login successful.\r\n',
  }),
  23: seen({
    name: 'telnet',
    product: null,
    version: null,
    access: 'required',
    question: 'server speaks first',
    received: 'sw-floor2 login: ',
  }),
  80: seen({
    name: 'http',
    product: 'nginx',
    version: '1.22.1',
    access: 'none-required',
    question: 'GET /',
    sent: 'GET / HTTP/1.1\r\nHost: 10.20.30.10\r\n\r\n',
    received: 'HTTP/1.1 301 Moved Permanently\r\nServer: nginx/1.22.1\r\n\r\n',
  }),
  443: {
    ...TLS,
    service: { name: 'http', product: 'nginx', version: '1.22.1', tls: true, method: 'probed', confidence: 10 },
    access: 'required',
  },
  445: {
    service: { name: 'smb', product: null, version: null, tls: false, method: 'port-number', confidence: 3 },
    access: 'unknown',
  },
  3306: seen({
    name: 'mysql',
    product: 'MariaDB',
    version: '10.11.6',
    access: 'required',
    question: 'server speaks first',
    received: '5.5.5-10.11.6-MariaDB-0+deb12u1',
  }),
  3389: seen({
    name: 'rdp',
    product: null,
    version: null,
    access: 'unknown',
    question: 'X.224 connection request',
    sent: '\u0003\u0000\u0000\u0013',
    received: '\u0003\u0000\u0000\u0013',
  }),
  5432: seen({
    name: 'postgresql',
    product: 'PostgreSQL',
    version: null,
    access: 'required',
    question: 'SSLRequest',
    sent: '\u0000\u0000\u0000\u0008',
    received: 'S',
  }),
  5900: seen({
    name: 'vnc',
    product: null,
    version: '3.8',
    access: 'none-required',
    question: 'security types',
    received: 'RFB 003.008\n',
  }),
  6379: seen({
    name: 'redis',
    product: 'Redis',
    version: '7.0.15',
    access: 'none-required',
    question: 'PING',
    sent: 'PING\r\n',
    received: '+PONG\r\n',
  }),
  9200: seen({
    name: 'elasticsearch',
    product: 'Elasticsearch',
    version: '7.17.9',
    access: 'none-required',
    question: 'GET /',
    sent: 'GET / HTTP/1.1\r\n\r\n',
    received: '{"name":"search-2","version":{"number":"7.17.9"},"tagline":"You Know, for Search"}',
  }),
  11211: seen({
    name: 'memcached',
    product: 'memcached',
    version: '1.6.18',
    access: 'none-required',
    question: 'version',
    sent: 'version\r\n',
    received: 'VERSION 1.6.18\r\n',
  }),
};
