import { startDovecot } from '../../lab/servers/dovecot.ts';
import { startPostfix } from '../../lab/servers/postfix.ts';
import { service, type Scenes } from '../scene.ts';

export const MAIL: Scenes = {
  'Postfix without TLS': {
    needs: ['postfix'],
    start: () => startPostfix(),
    expected: {
      service: service('smtp', 'Postfix', null),
      access: 'unknown',
      details: { 'smtp.tls': false, 'smtp.auth_without_tls': false },
    },
    recording: 'smtp/plain',
  },
  'Postfix with STARTTLS': {
    needs: ['postfix', 'openssl'],
    start: () => startPostfix({ tls: true }),
    expected: {
      service: service('smtp', 'Postfix', null, true),
      details: { 'smtp.tls': true, 'smtp.auth_without_tls': false },
      tls: { selfSigned: true },
    },
  },
  'Dovecot IMAP that takes passwords outside TLS': {
    needs: ['dovecot', 'imap-login'],
    start: () => startDovecot({ protocol: 'imap', plaintext: true }),
    expected: {
      service: service('imap', 'Dovecot', null),
      access: 'required',
      details: { 'imap.tls': false, 'imap.login_without_tls': true },
    },
    recording: 'imap/plaintext',
  },
  'Dovecot IMAP with STARTTLS': {
    needs: ['dovecot', 'imap-login', 'openssl'],
    start: () => startDovecot({ protocol: 'imap', tls: 'explicit', address: '127.0.0.2' }),
    expected: {
      service: service('imap', 'Dovecot', null, true),
      access: 'required',
      details: { 'imap.tls': true, 'imap.login_without_tls': false },
      tls: { selfSigned: true },
    },
  },
  'Dovecot IMAP inside TLS': {
    needs: ['dovecot', 'imap-login', 'openssl'],
    start: () => startDovecot({ protocol: 'imap', tls: 'implicit' }),
    expected: { service: service('imap', 'Dovecot', null, true), access: 'required' },
  },
  'Dovecot POP3 that takes passwords outside TLS': {
    needs: ['dovecot', 'pop3-login'],
    start: () => startDovecot({ protocol: 'pop3', plaintext: true }),
    expected: {
      service: service('pop3', 'Dovecot', null),
      access: 'required',
      details: { 'pop3.tls': false, 'pop3.login_without_tls': true },
    },
    recording: 'pop3/plaintext',
  },
  'Dovecot POP3 with STLS': {
    needs: ['dovecot', 'pop3-login', 'openssl'],
    start: () => startDovecot({ protocol: 'pop3', tls: 'explicit', address: '127.0.0.2' }),
    expected: {
      service: service('pop3', 'Dovecot', null, true),
      access: 'required',
      details: { 'pop3.tls': true, 'pop3.login_without_tls': false },
      tls: { selfSigned: true },
    },
  },
  'Dovecot LMTP': {
    needs: ['dovecot', 'lmtp'],
    start: () => startDovecot({ protocol: 'lmtp' }),
    expected: { service: service('lmtp', 'Dovecot', null), access: 'unknown' },
    recording: 'lmtp/dovecot',
  },
  'Dovecot ManageSieve': {
    needs: ['dovecot', 'managesieve-login'],
    start: () => startDovecot({ protocol: 'sieve' }),
    expected: {
      service: service('managesieve', 'Dovecot (Debian) Pigeonhole', null),
      access: 'required',
      details: { 'managesieve.tls': false },
    },
    recording: 'managesieve/plain',
  },
  'Dovecot ManageSieve with STARTTLS': {
    needs: ['dovecot', 'managesieve-login', 'openssl'],
    start: () => startDovecot({ protocol: 'sieve', tls: 'explicit' }),
    expected: {
      service: service('managesieve', 'Dovecot (Debian) Pigeonhole', null, true),
      access: 'required',
      details: { 'managesieve.tls': true },
      tls: { selfSigned: true },
    },
  },
};
