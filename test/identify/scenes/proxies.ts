import { startDante, startPrivoxy, startSquid, startTinyproxy, startTor } from '../../lab/servers/proxies.ts';
import { expect } from 'vitest';
import { service, type Scenes } from '../scene.ts';

const text: unknown = expect.stringMatching(/^\d/);
const SQUID = ['squid'];
const squid = service('http-proxy', 'squid', text);
const tinyproxy = service('http-proxy', 'tinyproxy', text);

export const PROXIES: Scenes = {
  'Squid for everybody': {
    needs: SQUID,
    start: () => startSquid({ serves: 'everybody' }),
    expected: { service: squid, access: 'none-required' },
    recording: 'http-proxy/squid-open',
  },
  'Squid for its users': {
    needs: SQUID,
    start: () => startSquid({ serves: 'users' }),
    expected: { service: squid, access: 'required' },
    recording: 'http-proxy/squid-users',
  },
  'Squid for nobody': {
    needs: SQUID,
    start: () => startSquid({ serves: 'nobody' }),
    expected: { service: squid, access: 'unknown' },
    recording: 'http-proxy/squid-refused',
  },
  'tinyproxy for everybody': {
    needs: ['tinyproxy'],
    start: () => startTinyproxy({ serves: 'everybody' }),
    expected: { service: tinyproxy, access: 'none-required' },
    recording: 'http-proxy/tinyproxy-open',
  },
  'tinyproxy for its users': {
    needs: ['tinyproxy'],
    start: () => startTinyproxy({ serves: 'users' }),
    expected: { service: tinyproxy, access: 'required' },
    recording: 'http-proxy/tinyproxy-users',
  },
  'tinyproxy for another host': {
    needs: ['tinyproxy'],
    start: () => startTinyproxy({ serves: 'nobody' }),
    expected: { service: tinyproxy, access: 'refused-by-acl' },
    recording: 'http-proxy/tinyproxy-refused',
  },
  Privoxy: {
    needs: ['privoxy'],
    start: () => startPrivoxy(),
    expected: { service: service('http-proxy', 'Privoxy', null), access: 'none-required' },
    recording: 'http-proxy/privoxy',
  },
  'Dante without passwords': {
    needs: ['danted'],
    start: () => startDante({ method: 'none' }),
    expected: { service: service('socks', null, null), access: 'unknown', details: { 'socks.auth': 'none' } },
    recording: 'socks/none',
  },
  'Dante with passwords': {
    needs: ['danted'],
    start: () => startDante({ method: 'username' }),
    expected: { service: service('socks', null, null), access: 'required', details: { 'socks.auth': 'username' } },
    recording: 'socks/username',
  },
  'the control port of a Tor that anybody controls': {
    needs: ['tor'],
    start: () => startTor({ authentication: 'none' }),
    expected: { service: service('tor-control', 'Tor', text), access: 'none-required' },
    recording: 'tor-control/open',
  },
  'the control port of a Tor with a cookie': {
    needs: ['tor'],
    start: () => startTor({ authentication: 'cookie' }),
    expected: { service: service('tor-control', 'Tor', text), access: 'required' },
    recording: 'tor-control/cookie',
  },
  'the control port of a Tor with a password': {
    needs: ['tor'],
    start: () => startTor({ authentication: 'password' }),
    expected: { service: service('tor-control', 'Tor', text), access: 'required' },
    recording: 'tor-control/password',
  },
};
