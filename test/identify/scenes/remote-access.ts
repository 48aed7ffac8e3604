import { expect } from 'vitest';
import { startDropbear } from '../../lab/servers/dropbear.ts';
import { startSshd } from '../../lab/servers/sshd.ts';
import { startTelnetd } from '../../lab/servers/telnetd.ts';
import { startVnc } from '../../lab/servers/vnc.ts';
import { startXrdp } from '../../lab/servers/xrdp.ts';
import { service, type Scenes } from '../scene.ts';

const text: unknown = expect.stringMatching(/^\d/);

export const REMOTE_ACCESS: Scenes = {
  OpenSSH: {
    needs: ['sshd', 'ssh-keygen'],
    start: () => startSshd(),
    expected: {
      service: service('ssh', 'OpenSSH', text),
      access: 'unknown',
      details: {
        'ssh.protocol': '2.0',
        'ssh.kex': expect.arrayContaining(['curve25519-sha256']),
        'ssh.host_key_algorithms': ['ssh-ed25519'],
        'ssh.ciphers': expect.arrayContaining(['aes128-ctr']),
        'ssh.macs': expect.arrayContaining(['hmac-sha2-256']),
      },
    },
    recording: 'ssh/openssh',
  },
  dropbear: {
    needs: ['dropbear', 'dropbearkey'],
    start: () => startDropbear(),
    expected: {
      service: service('ssh', 'dropbear', text),
      access: 'unknown',
      details: {
        'ssh.host_key_algorithms': expect.arrayContaining(['ssh-ed25519']),
        'ssh.macs': ['hmac-sha1', 'hmac-sha2-256'],
      },
    },
    recording: 'ssh/dropbear',
  },
  'telnetd with a login': {
    needs: ['telnetd', 'inetutils-inetd'],
    start: () => startTelnetd(),
    expected: { service: service('telnet', null, null), access: 'required', details: { 'telnet.prompt': 'login' } },
    recording: 'telnet/login',
  },
  'telnetd that gives everybody a shell': {
    needs: ['telnetd', 'inetutils-inetd'],
    start: () => startTelnetd({ shell: true }),
    expected: {
      service: service('telnet', null, null),
      access: 'none-required',
      details: { 'telnet.prompt': 'shell' },
    },
    recording: 'telnet/shell',
  },
  'VNC without a password': {
    needs: ['Xtigervnc'],
    start: () => startVnc({ securityTypes: 'None' }),
    expected: { service: service('vnc', null, null), access: 'none-required', details: { 'vnc.security': ['none'] } },
    recording: 'vnc/none',
  },
  'VNC with a password': {
    needs: ['Xtigervnc'],
    start: () => startVnc({ securityTypes: 'VncAuth' }),
    expected: { access: 'required', details: { 'vnc.security': ['vnc-auth'] } },
    recording: 'vnc/vncauth',
  },
  'VNC inside TLS without a password': {
    needs: ['Xtigervnc'],
    start: () => startVnc({ securityTypes: 'TLSNone' }),
    expected: { access: 'none-required', details: { 'vnc.security': ['vencrypt'] } },
    recording: 'vnc/vencrypt-tlsnone',
  },
  'VNC inside TLS with a password': {
    needs: ['Xtigervnc'],
    start: () => startVnc({ securityTypes: 'TLSVnc' }),
    expected: { access: 'required', details: { 'vnc.security': ['vencrypt'] } },
    recording: 'vnc/vencrypt-tlsvnc',
  },
  'xrdp, which has no NLA': {
    needs: ['xrdp', 'openssl'],
    start: () => startXrdp({ securityLayer: 'negotiate' }),
    expected: { service: service('rdp', null, null), access: 'unknown', details: { 'rdp.nla': 'unsupported' } },
  },
};
