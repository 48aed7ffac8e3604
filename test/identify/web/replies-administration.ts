import { asks, html, json, plain, redirect, reply, type WebCases } from './web-case.ts';

const SYNCTHING = { 'X-Syncthing-Version': 'v1.27.2', 'X-Syncthing-Id': 'ABCDEFG' };
const TRANSMISSION = { Server: 'Transmission' };
const CUPS = { Server: 'CUPS/2.4 IPP/2.1' };
const PVE = { Server: 'pve-api-daemon/3.0' };

export const ADMINISTRATION_REPLIES: WebCases = {
  webmin: {
    'with a login': {
      pages: {
        '/': html('Login to Webmin', '<form action="/session_login.cgi" method="post">', { Server: 'MiniServ/2.105' }),
      },
      access: 'required',
      version: '2.105',
    },
  },
  cockpit: {
    'with a login': {
      pages: {
        '/': html('Loading...', 'cockpit', { 'Set-Cookie': 'cockpit=deleted; PATH=/' }),
        '/ping': json('{ "service": "cockpit" }'),
        '/cockpit/login': asks('*', ''),
      },
      access: 'required',
    },
  },
  proxmox: {
    'with a login': {
      pages: { '/': html('lab - Proxmox Virtual Environment', '', PVE), '/api2/json/version': reply(401, PVE) },
      access: 'required',
    },
  },
  syncthing: {
    open: {
      pages: { '/': html('Syncthing', '', SYNCTHING), '/rest/system/version': plain('CSRF Error\n', 403, SYNCTHING) },
      access: 'none-required',
      version: '1.27.2',
    },
    'with a password': {
      pages: { '/': html('Syncthing', '', SYNCTHING), '/rest/system/version': plain('Forbidden\n', 403, SYNCTHING) },
      access: 'required',
    },
  },
  transmission: {
    open: {
      pages: {
        '/': redirect('/transmission/web/', TRANSMISSION),
        '/transmission/rpc': reply(409, {
          ...TRANSMISSION,
          'X-Transmission-Session-Id': 'LMgEQrh1wndvtbY6XkF5SYEWA4tCt0TUDCvXNW8j6o9ah8nD',
        }),
      },
      access: 'none-required',
    },
    'with a password': {
      pages: { '/': asks('Basic realm="Transmission"', '', TRANSMISSION) },
      otherwise: asks('Basic realm="Transmission"', '', TRANSMISSION),
      access: 'required',
    },
    'for other addresses': {
      pages: {},
      otherwise: reply(403, TRANSMISSION, '<h1>403: Forbidden</h1><p>Unauthorized IP Address.</p> edit rpc-whitelist'),
      access: 'refused-by-acl',
    },
  },
  'deluge-web': {
    'with a login inside': { pages: { '/': html('Deluge WebUI 2.1.1') }, access: 'unknown', version: '2.1.1' },
  },
  qbittorrent: {
    'that trusts the network': {
      pages: { '/': html('qBittorrent v4.6.3 WebUI'), '/api/v2/app/version': plain('v4.6.3') },
      access: 'none-required',
      version: '4.6.3',
    },
    'with a password': {
      pages: { '/': html('qBittorrent WebUI'), '/api/v2/app/version': plain('Forbidden', 403) },
      access: 'required',
    },
  },
  'home-assistant': {
    'with a login': {
      pages: {
        '/': html('Home Assistant'),
        '/manifest.json': json('{"background_color":"#FFFFFF","name": "Home Assistant"}'),
        '/api/': plain('401: Unauthorized', 401),
      },
      access: 'required',
    },
    open: {
      pages: {
        '/': html('Home Assistant'),
        '/manifest.json': json('{"background_color":"#FFFFFF","name": "Home Assistant"}'),
        '/api/': json('{"message": "API running."}'),
      },
      access: 'none-required',
    },
  },
  supervisor: {
    open: {
      pages: {
        '/': html('Supervisor Status', '<a href="http://supervisord.org">Supervisor</a> <span>4.2.5</span>', {
          Server: 'Medusa/1.12',
        }),
      },
      access: 'none-required',
      version: '4.2.5',
    },
    'with a password': {
      pages: { '/': asks('Basic realm="default"', '<p>Error code 401.', { Server: 'Medusa/1.12' }) },
      access: 'required',
    },
  },
  shellinabox: {
    'that runs something': {
      pages: { '/': html('Shell In A Box', '<!-- ShellInABox - Make command line applications available as AJAX -->') },
      access: 'unknown',
    },
  },
  ttyd: {
    open: {
      pages: {
        '/': html('ttyd - Terminal', '', { Server: 'ttyd/1.7.4 (libwebsockets 4.3.2)' }),
        '/token': json('{"token": ""}'),
      },
      access: 'none-required',
      version: '1.7.4',
    },
    'with a password': {
      pages: {},
      otherwise: asks('Basic realm="ttyd"', '', { Server: 'ttyd/1.7.4 (libwebsockets 4.3.2)' }),
      access: 'required',
    },
  },
  winrm: {
    'with negotiation': {
      pages: { 'POST /wsman': reply(401, { Server: 'Microsoft-HTTPAPI/2.0', 'WWW-Authenticate': 'Negotiate' }) },
      onUsualPort: true,
      access: 'required',
    },
  },
  redfish: {
    'as its specification has it': {
      pages: {
        '/': html('iDRAC9 - Login'),
        '/redfish/v1/': json('{"@odata.id":"/redfish/v1/","RedfishVersion":"1.17.0","Vendor":"Dell"}'),
        '/redfish/v1/Systems': asks('Basic realm="RedfishService"'),
      },
      access: 'required',
      version: '1.17.0',
    },
    open: {
      pages: {
        '/': html('OpenBMC'),
        '/redfish/v1/': json('{"@odata.id":"/redfish/v1","RedfishVersion":"1.17.0"}'),
        '/redfish/v1/Systems': json('{"Members":[{"@odata.id":"/redfish/v1/Systems/system"}],"Members@odata.count":1}'),
      },
      access: 'none-required',
    },
  },
  cwmp: {
    'connection request': {
      pages: { '/': asks('Digest realm="IgdAuthentication", nonce="00", qop="auth"') },
      access: 'required',
    },
  },
  'vmware-vsphere': {
    ESXi: {
      pages: {
        '/': html('" + ID_EESX_Welcome + "'),
        '/sdk/vimServiceVersions.xml': reply(
          200,
          {},
          '<namespaces version="1.0"><namespace><name>urn:vim25</name><version>7.0.3.2</version>',
        ),
      },
      access: 'unknown',
      version: '7.0.3.2',
    },
  },
  'synology-dsm': {
    'with a login': {
      pages: {
        '/': html('Synology DiskStation'),
        '/webapi/query.cgi?api=SYNO.API.Info&version=1&method=query&query=SYNO.API.Auth': json(
          '{"data":{"SYNO.API.Auth":{"maxVersion":7,"minVersion":1,"path":"entry.cgi"}},"success":true}',
        ),
      },
      access: 'unknown',
    },
  },
  'routeros-webfig': {
    'with a login': {
      pages: { '/': html('RouterOS router configuration page', '<h1>RouterOS v6.49.10</h1>') },
      access: 'unknown',
      version: '6.49.10',
    },
  },
  unifi: {
    'with a login': {
      pages: {
        '/': redirect('/manage'),
        '/status': json('{"meta":{"rc":"ok","up":true,"server_version":"8.0.26","uuid":"x"},"data":[]}'),
        '/api/self': json('{"meta":{"rc":"error","msg":"api.err.LoginRequired"},"data":[]}', 401),
      },
      access: 'required',
      version: '8.0.26',
    },
  },
  pfsense: {
    'with a login': {
      pages: { '/': html('pfSense - Login', "<input name='passwordfld' type='password'>") },
      access: 'required',
    },
  },
  opnsense: {
    'with a login': {
      pages: { '/': html('Login | OPNsense', '<input name="passwordfld">', { Server: 'OPNsense' }) },
      access: 'required',
    },
  },
  'printer-web': {
    'of a printer': {
      pages: { '/': html('', '', { Server: 'HP HTTP Server; HP LaserJet - CF389A;' }) },
      access: 'unknown',
    },
  },
  ipp: {
    open: {
      pages: { '/': html('Home - CUPS 2.4.2', '', CUPS), '/printers/': html('Printers - CUPS 2.4.2', '', CUPS) },
      access: 'none-required',
      version: '2.4.2',
    },
    'for other hosts': {
      pages: {},
      otherwise: reply(403, CUPS, '<HTML><HEAD><TITLE>Forbidden - CUPS v2.4.2</TITLE></HEAD></HTML>'),
      access: 'refused-by-acl',
    },
    'with a password': {
      pages: { '/': html('Home - CUPS 2.4.2', '', CUPS), '/printers/': asks('Basic realm="CUPS"', '', CUPS) },
      access: 'required',
    },
  },
};
