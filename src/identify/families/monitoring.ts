import type { Check } from '../check.ts';
import { asteriskAmi } from '../checks/asterisk-ami.ts';
import { bacula } from '../checks/bacula.ts';
import { checkmk } from '../checks/checkmk.ts';
import { ganglia } from '../checks/ganglia.ts';
import { gpsd } from '../checks/gpsd.ts';
import { httpProxy } from '../checks/http-proxy.ts';
import { mpd } from '../checks/mpd.ts';
import { munin } from '../checks/munin.ts';
import { nrpe } from '../checks/nrpe.ts';
import { nut } from '../checks/nut.ts';
import { rtsp } from '../checks/rtsp.ts';
import { socks } from '../checks/socks.ts';
import { torControl } from '../checks/tor-control.ts';
import { zabbixAgent } from '../checks/zabbix-agent.ts';
import { zabbixServer } from '../checks/zabbix-server.ts';

/** Monitoring agents, proxies and logs. */
export const MONITORING: readonly Check[] = [
  socks,
  httpProxy,
  torControl,
  zabbixAgent,
  zabbixServer,
  nrpe,
  munin,
  nut,
  checkmk,
  ganglia,
  bacula,
  rtsp,
  mpd,
  gpsd,
  asteriskAmi,
];
