import { expect } from 'vitest';
import {
  startGmond,
  startMuninNode,
  startNrpe,
  startUpsd,
  startZabbixAgent,
  startZabbixProxy,
} from '../../lab/servers/monitoring-agents.ts';
import { startFingerd, startInetd } from '../../lab/servers/inetd.ts';
import { startBaculaFd, startGpsd, startMpd, startOidentd } from '../../lab/servers/small-servers.ts';
import { service, type Scenes } from '../scene.ts';

const text: unknown = expect.stringMatching(/^\d/);

export const MONITORING: Scenes = {
  'Zabbix agent': {
    needs: ['zabbix_agentd'],
    start: () => startZabbixAgent({ allowed: true }),
    expected: { service: service('zabbix-agent', 'Zabbix agent', text), access: 'none-required' },
    recording: 'zabbix-agent/allowed',
  },
  'Zabbix proxy that tells its statistics': {
    needs: ['zabbix_proxy'],
    start: () => startZabbixProxy({ allowed: true }),
    expected: {
      service: service('zabbix-server', 'Zabbix', text),
      access: 'unknown',
      details: { 'zabbix.stats': true },
    },
    recording: 'zabbix-server/stats',
  },
  'Zabbix proxy that keeps its statistics for itself': {
    needs: ['zabbix_proxy'],
    start: () => startZabbixProxy({ allowed: false }),
    expected: {
      service: service('zabbix-server', 'Zabbix', null),
      access: 'unknown',
      details: { 'zabbix.stats': false },
    },
    recording: 'zabbix-server/refused',
  },
  'NRPE without TLS': {
    needs: ['nrpe'],
    start: () => startNrpe({ allowed: true }),
    expected: { service: service('nrpe', 'NRPE', text), access: 'none-required' },
    recording: 'nrpe/allowed',
  },
  'munin-node': {
    needs: ['munin-node'],
    start: () => startMuninNode({ allowed: true }),
    expected: { service: service('munin', 'Munin', text), access: 'none-required' },
    recording: 'munin/allowed',
  },
  'upsd of Network UPS Tools': {
    needs: ['upsd', 'env'],
    start: () => startUpsd(),
    expected: {
      service: service('nut', 'Network UPS Tools', text),
      access: 'none-required',
      details: { 'nut.ups': ['rack'] },
    },
    recording: 'nut/open',
  },
  'gmond of Ganglia': {
    needs: ['gmond'],
    start: () => startGmond({ allowed: true }),
    expected: { service: service('ganglia', 'Ganglia gmond', text), access: 'none-required' },
    recording: 'ganglia/gmond',
  },
  'MPD for everybody': {
    needs: ['mpd'],
    start: () => startMpd(),
    expected: { service: service('mpd', 'MPD', text), access: 'none-required' },
    recording: 'mpd/open',
  },
  'MPD with a password': {
    needs: ['mpd'],
    start: () => startMpd({ password: 'not-a-real-password' }),
    expected: { service: service('mpd', 'MPD', text), access: 'required' },
    recording: 'mpd/password',
  },
  gpsd: {
    needs: ['gpsd'],
    start: () => startGpsd(),
    expected: { service: service('gpsd', 'gpsd', text), access: 'none-required' },
    recording: 'gpsd/open',
  },
  'Bacula file daemon': {
    slow: true,
    needs: ['bacula-fd'],
    start: () => startBaculaFd(),
    expected: { service: service('bacula', 'Bacula', null), access: 'required' },
    recording: 'bacula/file-daemon',
  },
  oidentd: {
    needs: ['oidentd'],
    start: () => startOidentd(),
    expected: { service: service('ident', null, null), access: 'unknown' },
    recording: 'ident/oidentd',
  },
  'finger under inetd': {
    needs: ['inetutils-inetd', 'in.fingerd', 'finger'],
    start: () => startFingerd(),
    expected: { service: service('finger', null, null), access: 'none-required' },
    recording: 'finger/fingerd',
  },
  'echo of inetd': {
    needs: ['inetutils-inetd', 'unshare', 'mount'],
    start: () => startInetd({ runs: 'echo' }),
    expected: { service: service('echo', null, null), access: 'none-required' },
    recording: 'echo/inetd',
  },
  'chargen of inetd': {
    needs: ['inetutils-inetd', 'unshare', 'mount'],
    start: () => startInetd({ runs: 'chargen' }),
    expected: { service: service('chargen', null, null), access: 'none-required' },
  },
  'daytime of inetd': {
    needs: ['inetutils-inetd', 'unshare', 'mount'],
    start: () => startInetd({ runs: 'daytime' }),
    expected: { service: service('daytime', null, null), access: 'none-required' },
    recording: 'daytime/inetd',
  },
};
