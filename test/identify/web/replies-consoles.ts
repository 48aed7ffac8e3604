import { asks, html, json, plain, redirect, reply, type WebCases } from './web-case.ts';

const ARTIFACTORY = { Server: 'Artifactory/7.71.11 77111900', 'X-Artifactory-Id': 'abc' };
const NEXUS = { Server: 'Nexus/3.64.0-04 (OSS)' };
const SONARQUBE = {
  '/': html('SonarQube', '<script>window.baseUrl = "";</script>'),
  '/api/system/status': json('{"id":"AAAA-BBBB","version":"10.3.0.82913","status":"UP"}'),
};

export const CONSOLES_REPLIES: WebCases = {
  phpmyadmin: {
    'with a login': {
      pages: {
        '/': html('phpMyAdmin', '<input type="password" name="pma_password"><script src="js/dist/common.js?v=5.2.1">'),
      },
      access: 'required',
      version: '5.2.1',
    },
    'logged in by its configuration': {
      pages: {
        '/': html(
          'localhost | phpMyAdmin 5.2.1',
          '<script>CommonParams.setAll({pma_x:"",PMA_VERSION:"5.2.1",logged_in:"1"})</script>',
        ),
      },
      access: 'none-required',
      version: '5.2.1',
    },
  },
  adminer: {
    'with a login': {
      pages: {
        '/': html('Login - Adminer', '<span class="version">4.8.1</span><input type="password" name="auth[password]">'),
      },
      access: 'required',
      version: '4.8.1',
    },
    'behind a password': {
      pages: { '/': { ...html('Login - Adminer'), status: 401 } },
      access: 'required',
    },
  },
  pgadmin: {
    'with a login': {
      pages: { '/': redirect('/login?next=%2F'), '/login?next=%2F': html('pgAdmin 4'), '/misc/ping': plain('PING') },
      access: 'required',
    },
    'in desktop mode': {
      pages: { '/': redirect('/browser/'), '/browser/': html('pgAdmin 4'), '/misc/ping': plain('PING') },
      access: 'none-required',
    },
  },
  'mongo-express': {
    open: { pages: { '/': html('Home - Mongo Express') }, access: 'none-required' },
    'with a password': {
      pages: {
        '/': asks('Basic realm="Authorization Required"', '', { 'Set-Cookie': 'mongo-express=s%3Aabc; Path=/' }),
      },
      access: 'required',
    },
  },
  'redis-commander': {
    open: {
      pages: { '/': html('Redis Commander: Home'), '/connections': json('[{"label":"local"}]') },
      access: 'none-required',
    },
    'with a password': {
      pages: { '/': html('Redis Commander: Home'), '/connections': json('', 401) },
      access: 'required',
    },
  },
  keycloak: {
    'with a login': {
      pages: {
        '/': html('Welcome to Keycloak'),
        '/realms/master': json('{"realm":"master","public_key":"MIIB"}'),
        '/admin/realms': json('{"error":"HTTP 401 Unauthorized"}', 401),
      },
      access: 'required',
    },
  },
  rancher: {
    'with a login': {
      pages: {
        '/': html('Rancher'),
        '/rancherversion': json('{"Version":"v2.8.0","GitCommit":"abc","RancherPrime":"false"}'),
        '/v3/users': json('{"type":"error","status":"401","message":"must authenticate"}', 401),
      },
      access: 'required',
      version: '2.8.0',
    },
  },
  harbor: {
    'with a login': {
      pages: {
        '/': html('Harbor'),
        '/api/v2.0/systeminfo': json('{"auth_mode":"db_auth","harbor_version":"v2.9.1-abc"}'),
        '/api/v2.0/users': json('{"errors":[{"code":"UNAUTHORIZED"}]}', 401),
      },
      access: 'required',
      version: '2.9.1-abc',
    },
  },
  artifactory: {
    'for strangers': {
      pages: {
        '/': redirect('/ui/', ARTIFACTORY),
        '/artifactory/api/system/ping': plain('OK', 200, ARTIFACTORY),
        '/artifactory/api/repositories': json('[ {\n  "key" : "libs-release", "type" : "LOCAL"} ]'),
      },
      access: 'none-required',
      version: '7.71.11',
    },
    'with a login': {
      pages: {
        '/': redirect('/ui/', ARTIFACTORY),
        '/artifactory/api/system/ping': plain('OK', 200, ARTIFACTORY),
        '/artifactory/api/repositories': asks('Basic realm="Artifactory Realm"'),
      },
      access: 'required',
    },
  },
  nexus: {
    'for strangers': {
      pages: {
        '/': html('Nexus Repository Manager', '', NEXUS),
        '/service/rest/v1/repositories': json('[ {\n  "name" : "maven-central"} ]'),
      },
      access: 'none-required',
      version: '3.64.0-04',
    },
    'with a login': {
      pages: { '/': html('Nexus Repository Manager', '', NEXUS), '/service/rest/v1/repositories': reply(403, NEXUS) },
      access: 'required',
    },
  },
  sonarqube: {
    'with projects for strangers': {
      pages: {
        ...SONARQUBE,
        '/api/components/search_projects?ps=1': json(
          '{"paging":{"pageIndex":1,"pageSize":1,"total":3},"components":[]}',
        ),
      },
      access: 'none-required',
      version: '10.3.0.82913',
    },
    'with a login': {
      pages: { ...SONARQUBE, '/api/components/search_projects?ps=1': reply(401, {}) },
      access: 'required',
    },
  },
  traefik: {
    'open dashboard': {
      pages: {
        '/': redirect('/dashboard/'),
        '/dashboard/': html('Traefik'),
        '/api/version': json('{"Version":"2.10.7","Codename":"saintmarcelin"}'),
        '/api/overview': json('{"http":{"routers":{"total":3}}}'),
      },
      access: 'none-required',
      version: '2.10.7',
    },
    'dashboard with a password': {
      pages: {
        '/': redirect('/dashboard/'),
        '/dashboard/': html('Traefik'),
        '/api/version': json('{"Version":"2.10.7","Codename":"saintmarcelin"}'),
        '/api/overview': asks('Basic realm="traefik"'),
      },
      access: 'required',
    },
  },
  'envoy-admin': {
    open: {
      pages: {
        '/': html('Envoy Admin'),
        '/server_info': json(
          '{"version": "abcdef0123/1.28.0/Clean/RELEASE/BoringSSL","state":"LIVE","hot_restart_version":"11.104"}',
        ),
      },
      access: 'none-required',
      version: '1.28.0',
    },
  },
  'kong-admin': {
    open: {
      pages: {
        '/': json('{"tagline":"Welcome to kong","version":"3.5.0","hostname":"lab"}'),
        '/services?size=1': json('{"next":null,"data":[]}'),
      },
      access: 'none-required',
      version: '3.5.0',
    },
    'with a token': {
      pages: {
        '/': json('{"tagline":"Welcome to kong","version":"3.5.0"}'),
        '/services?size=1': json('{"message":"Invalid credentials"}', 401),
      },
      access: 'required',
    },
  },
  'haproxy-stats': {
    open: {
      pages: { '/': html('Statistics Report for HAProxy', '<h1>HAProxy version 2.6.12-1, released 2023/12/16</h1>') },
      access: 'none-required',
      version: '2.6.12-1',
    },
    'with a password': { pages: { '/': asks('Basic realm="HAProxy Statistics"') }, access: 'required' },
  },
};
