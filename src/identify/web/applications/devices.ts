import { formAt, openOrAsks } from '../open-or-asks.ts';
import type { WebApplication } from '../web-application.ts';

/** Hypervisors, network gear, management controllers, printers. */
export const DEVICES = [
  {
    name: 'winrm',
    product: 'Microsoft WinRM',
    ports: [5985, 5986],
    hints: [{ status: 404, header: ['server', /^Microsoft-HTTPAPI\/2\.0$/] }],
    identify: {
      path: '/wsman',
      method: 'POST',
      body: '',
      contentType: 'application/soap+xml',
      readOnlyBecause: 'an empty request without credentials is refused before it is looked at',
      marker: {
        status: 401,
        header: [
          'www-authenticate',
          /^(?:Negotiate|Kerberos|Basic realm="WSMAN"|CredSSP)(?:, (?:Negotiate|Kerberos|Basic realm="WSMAN"|CredSSP)){0,3}$/,
        ],
      },
    },
    access: [
      {
        path: '/wsman',
        method: 'POST',
        body: '',
        contentType: 'application/soap+xml',
        readOnlyBecause: 'an empty request without credentials is refused before it is looked at',
        readings: [{ status: 401, access: 'required' }],
      },
    ],
    source: 'MS-WSMV section 2.2.1, MS-WSMAN',
  },
  {
    name: 'redfish',
    product: 'Redfish',
    ports: [],
    hints: [
      { title: /\biDRAC|\biLO ?\d|Integrated Lights-Out|\bXClarity|\bMegaRAC|\bBMC\b|Supermicro|OpenBMC|\bIPMI\b/i },
      { header: ['server', /iLO|iDRAC|MegaRAC|Embedthis|HPE?-iLO/i] },
      { header: ['location', /\/(?:restgui|redfish)\//] },
    ],
    identify: {
      path: '/redfish/v1/',
      marker: { status: 200, body: /"RedfishVersion"\s*:\s*"\d/ },
      version: /"RedfishVersion"\s*:\s*"([\d.]{1,20})"/,
    },
    access: [openOrAsks('/redfish/v1/Systems', /"Members"\s*:\s*\[/)],
    source: 'DMTF DSP0266: the service root is public, resources are not',
  },
  {
    name: 'cwmp',
    product: 'CPE WAN Management',
    ports: [],
    hints: [
      {
        status: 401,
        header: [
          'www-authenticate',
          /realm="?(?:cwmp|tr-?069|IgdAuthentication|HuaweiHomeGateway|Connection ?Request)/i,
        ],
        proves: true,
      },
    ],
    access: [],
    source: 'Broadband Forum TR-069 section 3.2.2: connection requests',
  },
  {
    name: 'vmware-vsphere',
    product: 'VMware vSphere',
    ports: [],
    hints: [
      { title: /ID_E?ESXi?_Welcome|VMware ESXi?|ID_VC_Welcome|vSphere/ },
      { body: /ID_(?:EESX|ESX|VC)_Welcome|vsphere-client|"VMware ESXi"/ },
    ],
    identify: {
      path: '/sdk/vimServiceVersions.xml',
      marker: { status: 200, body: /<name>urn:vim25<\/name>/ },
      version: /<name>urn:vim25<\/name>\s{0,20}<version>([\d.]{1,20})</,
    },
    access: [],
    source: 'developer.broadcom.com: vSphere Web Services API, vimServiceVersions',
  },
  {
    name: 'synology-dsm',
    product: 'Synology DiskStation Manager',
    ports: [],
    hints: [{ title: /Synology|DiskStation|RackStation/ }, { body: /SYNO\.SDS|webman\/(?:index|3rdparty|modules)/ }],
    identify: {
      path: '/webapi/query.cgi?api=SYNO.API.Info&version=1&method=query&query=SYNO.API.Auth',
      marker: { status: 200, body: /"SYNO\.API\.Auth":\{/ },
    },
    access: [],
    source: 'Synology DSM Login Web API Guide: SYNO.API.Info',
  },
  {
    name: 'routeros-webfig',
    product: 'MikroTik RouterOS',
    ports: [],
    hints: [{ title: /^RouterOS(?: router configuration page)?$/, proves: true }],
    version: /<h1>RouterOS v([\w.]{1,20})/,
    access: [],
    source: 'help.mikrotik.com: WebFig',
  },
  {
    name: 'unifi',
    product: 'UniFi Network',
    ports: [],
    hints: [{ header: ['location', /\/manage(?:\/|$)/] }, { title: /^UniFi(?: Network)?$/ }],
    identify: {
      path: '/status',
      marker: { status: 200, body: /^\{"meta":\{"rc":"ok","up":/ },
      version: /"server_version":"([\w.]{1,20})"/,
    },
    access: [{ path: '/api/self', readings: [{ status: 401, access: 'required' }] }],
    source: 'help.ui.com: UniFi Network application ports; its status page',
  },
  {
    name: 'pfsense',
    product: 'pfSense',
    ports: [],
    hints: [{ title: /^(?:[\w.-]{1,100} - )?(?:pfSense|Login to pfSense)(?: - Login)?$/i, proves: true }],
    access: [formAt('/', /name=["']passwordfld["']/)],
    source: 'docs.netgate.com/pfsense: web interface',
  },
  {
    name: 'opnsense',
    product: 'OPNsense',
    ports: [],
    hints: [
      { title: /^Login \| OPNsense$/, proves: true },
      { header: ['server', /^OPNsense$/], proves: true },
    ],
    access: [formAt('/', /name=["']passwordfld["']/)],
    source: 'docs.opnsense.org: web interface',
  },
  {
    name: 'printer-web',
    product: 'Printer web page',
    ports: [],
    hints: [
      {
        header: [
          'server',
          /^(?:HP HTTP Server|HP-ChaiSOE|KM-MFP-http|EPSON[_ -]|CANON HTTP Server|KS_HTTP|Lexmark|Xerox|debut\/\d|Brother)/i,
        ],
        proves: true,
      },
      {
        title:
          /^(?:HP (?:Color )?(?:LaserJet|OfficeJet|PageWide)|Brother (?:HL|MFC|DCP)-|Lexmark [A-Z]|KYOCERA Command Center)/,
        proves: true,
      },
    ],
    access: [],
    source: "vendors' manuals: embedded web servers of printers",
  },
  {
    name: 'ipp',
    product: 'CUPS',
    ports: [631],
    hints: [{ header: ['server', /^CUPS\/\d.{0,20}IPP\//], proves: true }],
    version: /CUPS v?(\d[\w.]{1,20})/,
    access: [
      {
        path: '/printers/',
        // It answers to the names that it was told only, and to localhost.
        asLocalhost: true,
        readings: [
          { status: 200, title: /^Printers - CUPS/, access: 'none-required' },
          { status: 401, access: 'required' },
          { status: 403, title: /^Forbidden - CUPS/, access: 'refused-by-acl' },
        ],
      },
    ],
    source: 'RFC 8010, cups.org: cupsd.conf, Location and Allow',
  },
] as const satisfies readonly WebApplication[];
