import type { Check } from '../check.ts';
import { ciscoSmartInstall } from '../checks/cisco-smart-install.ts';
import { citrixIca } from '../checks/citrix-ica.ts';
import { guacd } from '../checks/guacd.ts';
import { kerberos } from '../checks/kerberos.ts';
import { ldap } from '../checks/ldap.ts';
import { msrpc } from '../checks/msrpc.ts';
import { netbiosSsn } from '../checks/netbios-ssn.ts';
import { nx } from '../checks/nx.ts';
import { openvpn } from '../checks/openvpn.ts';
import { pptp } from '../checks/pptp.ts';
import { radmin } from '../checks/radmin.ts';
import { rdp } from '../checks/rdp.ts';
import { rlogin } from '../checks/rlogin.ts';
import { routerosApi } from '../checks/routeros-api.ts';
import { smb } from '../checks/smb.ts';
import { spice } from '../checks/spice.ts';
import { ssh } from '../checks/ssh.ts';
import { teamviewer } from '../checks/teamviewer.ts';
import { telnet } from '../checks/telnet.ts';
import { vmwareAuth } from '../checks/vmware-auth.ts';
import { vnc } from '../checks/vnc.ts';
import { x11 } from '../checks/x11.ts';

/** Shells, desktops, directories and whatever else administers a machine from afar. */
export const REMOTE_ACCESS: readonly Check[] = [
  ssh,
  rdp,
  vnc,
  telnet,
  smb,
  ldap,
  x11,
  netbiosSsn,
  msrpc,
  kerberos,
  openvpn,
  pptp,
  vmwareAuth,
  citrixIca,
  ciscoSmartInstall,
  routerosApi,
  guacd,
  spice,
  rlogin,
  teamviewer,
  radmin,
  nx,
];
