import { expect } from 'vitest';
import { startNginx } from '../../lab/servers/nginx.ts';
import { startOpensslServer } from '../../lab/servers/openssl-server.ts';
import { service, type Scenes } from '../scene.ts';

const text: unknown = expect.stringMatching(/^\d/);

export const WEB: Scenes = {
  nginx: {
    needs: ['nginx'],
    start: () => startNginx(),
    expected: {
      service: service('http', 'nginx', text),
      access: 'unknown',
      details: { 'http.status': 200, 'http.title': 'Lab page' },
    },
    recording: 'http/nginx',
  },
  'nginx that asks for a password': {
    needs: ['nginx'],
    start: () => startNginx({ basicAuth: true }),
    expected: { service: service('http', 'nginx', text), access: 'required', details: { 'http.status': 401 } },
    recording: 'http/nginx-basic-auth',
  },
  'nginx inside TLS': {
    needs: ['nginx', 'openssl'],
    start: () => startNginx({ tls: true }),
    expected: {
      service: service('http', 'nginx', text, true),
      access: 'unknown',
      details: { 'http.title': 'Lab page' },
      tls: {
        names: ['lab.example', '127.0.0.1'],
        clientCertificateRequired: false,
        keyType: 'ec',
        versions: { unknown: [] },
      },
    },
  },
  'TLS 1.3 that insists on a client certificate': {
    needs: ['openssl'],
    start: () => startOpensslServer({ flags: ['-Verify', '1', '-verify_return_error', '-www'] }),
    expected: {
      service: service('tls', null, null, true),
      access: 'required',
      tls: { version: 'TLSv1.3', clientCertificateRequired: true },
    },
  },
  'TLS 1.2 that insists on a client certificate, which its alert does not say': {
    needs: ['openssl'],
    start: () => startOpensslServer({ flags: ['-Verify', '1', '-verify_return_error', '-tls1_2'] }),
    expected: { service: service('tls', null, null, true), access: 'unknown' },
  },
  'TLS that is served by name only': {
    needs: ['openssl'],
    start: () =>
      startOpensslServer({
        flags: ['-servername', 'other.example', '-servername_fatal', '-cert2', 'certificate.pem', '-key2', 'key.pem'],
      }),
    expected: { service: service('tls', null, null, true), access: 'unknown' },
  },
  'TLS that nobody answers in, with a certificate that names its owner': {
    needs: ['openssl'],
    start: () => startOpensslServer({ flags: [], subject: '/CN=AnyDesk Client' }),
    expected: { service: service('anydesk', 'AnyDesk', null, true), access: 'unknown' },
  },
  'TLS 1.0': {
    needs: ['openssl'],
    start: () => startOpensslServer({ flags: ['-tls1', '-cipher', 'ALL:@SECLEVEL=0', '-www'] }),
    expected: {
      service: service('http', null, null, true),
      tls: { version: 'TLSv1', versions: { offered: ['TLSv1'], unknown: [] } },
    },
  },
};
