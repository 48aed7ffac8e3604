import { expect } from 'vitest';
import { startKdc } from '../../lab/servers/kdc.ts';
import { startEndpointMapper, startSamba } from '../../lab/servers/samba.ts';
import { startSlapd } from '../../lab/servers/slapd.ts';
import { service, type Scenes } from '../scene.ts';

const smb = service('smb', null, null);
const openldap = service('ldap', 'OpenLDAP', null);
/** The certificate's program is needed where TLS is offered. */
const SLAPD = ['slapd', 'slapadd', 'openssl'];

export const DIRECTORIES_AND_SHARES: Scenes = {
  'Samba as Debian sets it up': {
    needs: ['smbd'],
    start: () => startSamba(),
    expected: {
      service: smb,
      access: 'unknown',
      details: { 'smb.dialect': '3.1.1', 'smb.signing': 'optional', 'smb.v1': false },
    },
    recording: 'smb/samba',
  },
  'Samba that insists on signing, and on version 3.1.1': {
    needs: ['smbd'],
    start: () => startSamba({ signing: 'mandatory', minProtocol: 'SMB3_11' }),
    expected: { service: smb, details: { 'smb.dialect': '3.1.1', 'smb.signing': 'required', 'smb.v1': false } },
    recording: 'smb/samba-signing',
  },
  'Samba that speaks version 1 too': {
    needs: ['smbd'],
    start: () => startSamba({ minProtocol: 'NT1' }),
    expected: { service: smb, details: { 'smb.dialect': '3.1.1', 'smb.signing': 'optional', 'smb.v1': true } },
    recording: 'smb/samba-v1',
  },
  'Samba that speaks version 1 only': {
    needs: ['smbd'],
    start: () => startSamba({ address: '127.0.0.33', port: 445, minProtocol: 'NT1', maxProtocol: 'NT1' }),
    expected: { service: smb, details: { 'smb.dialect': 'NT LM 0.12', 'smb.signing': 'disabled', 'smb.v1': true } },
  },
  'Samba behind a NetBIOS session': {
    needs: ['smbd'],
    // Elsewhere than on its own port it would be SMB, which Samba speaks without a session as well.
    start: () => startSamba({ address: '127.0.0.39', port: 139 }),
    expected: {
      service: service('netbios-ssn', null, null),
      access: 'unknown',
      details: { 'smb.dialect': '3.1.1', 'smb.signing': 'optional', 'smb.v1': false },
    },
    recording: 'netbios-ssn/samba',
  },
  'OpenLDAP that everybody may read': {
    needs: SLAPD,
    start: () => startSlapd({ readers: 'all' }),
    expected: {
      service: openldap,
      access: 'none-required',
      details: { 'ldap.anonymous_bind': true, 'ldap.tls': 'unsupported' },
    },
    recording: 'ldap/open',
  },
  'OpenLDAP that only users may read': {
    needs: SLAPD,
    start: () => startSlapd({ readers: 'users' }),
    expected: { service: openldap, access: 'required', details: { 'ldap.anonymous_bind': true } },
    recording: 'ldap/users',
  },
  'OpenLDAP that hides everything from strangers': {
    needs: SLAPD,
    start: () => startSlapd({ readers: 'users-hidden' }),
    expected: { service: openldap, access: 'required', details: { 'ldap.anonymous_bind': true } },
    recording: 'ldap/hidden',
  },
  'OpenLDAP that refuses the anonymous bind and answers nevertheless': {
    needs: SLAPD,
    start: () => startSlapd({ readers: 'all', lines: ['disallow bind_anon'] }),
    expected: { service: openldap, access: 'none-required', details: { 'ldap.anonymous_bind': false } },
    recording: 'ldap/no-anonymous-bind',
  },
  'OpenLDAP that answers after a login only': {
    needs: SLAPD,
    start: () => startSlapd({ readers: 'all', lines: ['disallow bind_anon', 'require authc'] }),
    expected: {
      service: service('ldap', null, null),
      access: 'required',
      details: { 'ldap.anonymous_bind': false, 'ldap.tls': 'unsupported' },
    },
    recording: 'ldap/login-only',
  },
  'OpenLDAP that offers StartTLS': {
    needs: SLAPD,
    start: () => startSlapd({ readers: 'all', tls: 'starttls' }),
    expected: {
      service: service('ldap', 'OpenLDAP', null, true),
      access: 'none-required',
      details: { 'ldap.anonymous_bind': true, 'ldap.tls': 'optional' },
      tls: { subject: expect.stringContaining('lab.example') },
    },
  },
  'OpenLDAP that answers inside TLS only': {
    needs: SLAPD,
    start: () => startSlapd({ readers: 'all', tls: 'starttls', lines: ['security tls=128'] }),
    expected: {
      service: service('ldap', 'OpenLDAP', null, true),
      access: 'none-required',
      details: { 'ldap.anonymous_bind': true, 'ldap.tls': 'required' },
    },
  },
  'OpenLDAP inside TLS': {
    needs: SLAPD,
    start: () => startSlapd({ readers: 'users', tls: 'ldaps' }),
    expected: {
      service: service('ldap', 'OpenLDAP', null, true),
      access: 'required',
      details: { 'ldap.anonymous_bind': true },
    },
  },
  "MIT's KDC": {
    needs: ['krb5kdc', 'kdb5_util', 'env'],
    start: () => startKdc(),
    expected: { service: service('kerberos', null, null), access: 'unknown' },
    recording: 'kerberos/mit',
  },
  "Samba's endpoint mapper": {
    needs: ['smbd', 'setsid'],
    start: () => startEndpointMapper('127.0.0.35'),
    expected: { service: service('msrpc', null, null), access: 'unknown' },
    recording: 'msrpc/samba',
  },
};
