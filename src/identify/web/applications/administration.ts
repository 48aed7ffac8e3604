import { formAt, openOrAsks } from '../open-or-asks.ts';
import type { WebApplication } from '../web-application.ts';

/** Consoles of single machines and of what runs on them. */
export const ADMINISTRATION = [
  {
    name: 'webmin',
    product: 'Webmin',
    ports: [10000],
    hints: [{ header: ['server', /^MiniServ\b/], proves: true }],
    version: /server: miniserv\/([\w.]{1,20})/i,
    access: [formAt('/', /session_login\.cgi/)],
    source: 'webmin.com/docs: Webmin configuration, authentication',
  },
  {
    name: 'cockpit',
    product: 'Cockpit',
    ports: [9090],
    hints: [{ header: ['set-cookie', /^cockpit=/] }],
    identify: { path: '/ping', marker: { status: 200, body: /^\{ ?"service": ?"cockpit" ?\}/ } },
    access: [{ path: '/cockpit/login', readings: [{ status: 401, access: 'required' }] }],
    source: 'github.com/cockpit-project/cockpit: doc/authentication.md, doc/protocol.md',
  },
  {
    name: 'proxmox',
    product: 'Proxmox VE',
    ports: [8006],
    hints: [
      { header: ['server', /^pve-api-daemon\//], proves: true },
      { title: / - Proxmox (?:Virtual Environment|Backup Server|Mail Gateway)$/, proves: true },
    ],
    access: [{ path: '/api2/json/version', readings: [{ status: 401, access: 'required' }] }],
    source: 'pve.proxmox.com/wiki/Proxmox_VE_API',
  },
  {
    name: 'syncthing',
    product: 'Syncthing',
    ports: [8384],
    hints: [
      { header: ['x-syncthing-version', /^v\d/], proves: true },
      // Seen where it is asked for by a name that it does not know.
      { status: 403, body: /^Host check error\n?$/, proves: true },
    ],
    identify: { path: '/rest/system/version', asLocalhost: true, marker: { header: ['x-syncthing-version', /^v\d/] } },
    version: /x-syncthing-version: v([\w.+~-]{1,40})/,
    access: [
      {
        path: '/rest/system/version',
        asLocalhost: true,
        readings: [
          // Only who needs no password gets as far as the question for the token of the page, which the page gives to everybody.
          { status: 403, body: /^CSRF Error/, access: 'none-required' },
          { status: [401, 403], access: 'required' },
        ],
      },
    ],
    source: 'docs.syncthing.net: REST API, GUI authentication; syncthing lib/api',
  },
  {
    name: 'transmission',
    product: 'Transmission',
    ports: [],
    hints: [{ header: ['server', /^Transmission$/], proves: true }],
    access: [
      {
        path: '/transmission/rpc',
        // Other names than localhost are allowed where a password is set, or by configuration.
        asLocalhost: true,
        readings: [
          // Allow list and password are looked at before the token, which the reply itself gives away.
          { status: 409, header: ['x-transmission-session-id', /^\w{16}/], access: 'none-required' },
          { status: 401, access: 'required' },
          { status: 403, body: /whitelist|unauthorized IP/i, access: 'refused-by-acl' },
        ],
      },
    ],
    source: 'github.com/transmission/transmission: docs/rpc-spec.md, libtransmission/rpc-server',
  },
  {
    name: 'deluge-web',
    product: 'Deluge',
    ports: [8112],
    hints: [
      { title: /^Deluge WebUI/, proves: true },
      { title: /^Deluge: Web UI/, proves: true },
    ],
    version: /<title>Deluge WebUI ([\w.]{1,20})/,
    access: [],
    source: 'deluge.readthedocs.io: web JSON-RPC; every method but the login needs a session',
  },
  {
    name: 'qbittorrent',
    product: 'qBittorrent',
    ports: [],
    hints: [{ title: /^qBittorrent\b/ }],
    identify: {
      path: '/api/v2/app/version',
      marker: { body: /^(?:v\d[\w.]{1,20}|Forbidden)$/ },
      version: /\nv(\d[\w.]{1,20})$/,
    },
    access: [openOrAsks('/api/v2/app/version', /^v\d/, [401, 403])],
    source: 'github.com/qbittorrent/qBittorrent: WebUI API',
  },
  {
    name: 'home-assistant',
    product: 'Home Assistant',
    ports: [8123],
    hints: [{ title: /^Home Assistant$/ }],
    identify: { path: '/manifest.json', marker: { status: 200, body: /"name":\s*"Home Assistant"/ } },
    access: [openOrAsks('/api/', /^\{"message":\s*"API running\."/)],
    source: 'developers.home-assistant.io: REST API',
  },
  {
    name: 'supervisor',
    product: 'Supervisor',
    ports: [9001],
    hints: [
      { title: /^Supervisor Status$/, proves: true },
      { status: 401, header: ['server', /^Medusa\/1\./], body: /Error code 401/, proves: true },
    ],
    version: /Supervisor<\/a>\s{0,9}<span>([\w.]{1,20})</,
    access: [{ path: '/', readings: [{ status: 200, title: /^Supervisor Status$/, access: 'none-required' }] }],
    source: 'supervisord.org/configuration.html: inet_http_server',
  },
  {
    name: 'shellinabox',
    product: 'Shell In A Box',
    ports: [4200],
    hints: [{ body: /ShellInABox - Make command line applications available/, proves: true }],
    // What it runs decides: a login, or whatever was set up.
    access: [],
    source: 'github.com/shellinabox: manual, --service',
  },
  {
    name: 'ttyd',
    product: 'ttyd',
    ports: [7681],
    hints: [{ header: ['server', /^ttyd\//], proves: true }, { title: /^ttyd - Terminal$/ }],
    identify: { path: '/token', marker: { body: /^\{"token": ?"/ } },
    version: /server: ttyd\/([\w.]{1,20})/,
    access: [openOrAsks('/token', /^\{"token": ?""\}/, [401, 407])],
    source: 'github.com/tsl0922/ttyd: src/http.c, --credential',
  },
] as const satisfies readonly WebApplication[];
