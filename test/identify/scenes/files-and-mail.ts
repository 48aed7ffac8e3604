import { expect } from 'vitest';
import { startVsftpd } from '../../lab/servers/vsftpd.ts';
import { service, type Scenes } from '../scene.ts';

const text: unknown = expect.stringMatching(/^\d/);

export const FILES_AND_MAIL: Scenes = {
  'vsftpd that lets everybody in inside TLS only': {
    needs: ['vsftpd', 'openssl'],
    start: () => startVsftpd({ anonymous: true, tls: 'explicit', anonymousOnlyInsideTls: true }),
    expected: {
      service: service('ftp', 'vsFTPd', text),
      access: 'none-required',
      details: { 'ftp.anonymous': true, 'ftp.tls': true },
    },
  },
  'vsftpd with anonymous access': {
    needs: ['vsftpd'],
    start: () => startVsftpd({ anonymous: true }),
    expected: {
      service: service('ftp', 'vsFTPd', text),
      access: 'none-required',
      details: { 'ftp.anonymous': true, 'ftp.tls': false },
    },
    recording: 'ftp/anonymous',
  },
  'vsftpd without anonymous access': {
    needs: ['vsftpd', 'openssl'],
    start: () => startVsftpd({ anonymous: false, tls: 'explicit' }),
    expected: {
      service: service('ftp', 'vsFTPd', text),
      access: 'required',
      details: { 'ftp.anonymous': false, 'ftp.tls': true },
    },
    recording: 'ftp/refused',
  },
  'vsftpd inside TLS': {
    needs: ['vsftpd', 'openssl'],
    start: () => startVsftpd({ anonymous: true, tls: 'implicit' }),
    expected: { service: service('ftp', 'vsFTPd', text, true), access: 'none-required', tls: { selfSigned: true } },
  },
};
