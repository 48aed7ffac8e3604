import { expect } from 'vitest';
import { startApache } from '../../lab/servers/apache.ts';
import { startDockerRegistry } from '../../lab/servers/docker-registry.ts';
import { startDockerd } from '../../lab/servers/dockerd.ts';
import { startEtcd } from '../../lab/servers/etcd.ts';
import { startInfluxdb } from '../../lab/servers/influxdb.ts';
import { startJetty, startTomcat } from '../../lab/servers/java-web-servers.ts';
import { startJupyter } from '../../lab/servers/jupyter.ts';
import { startLighttpd } from '../../lab/servers/lighttpd.ts';
import { startPrometheus } from '../../lab/servers/prometheus.ts';
import { service, type Scenes } from '../scene.ts';

const text: unknown = expect.stringMatching(/^\d/);

export const WEB_APPLICATIONS: Scenes = {
  'Apache httpd with a folder': {
    needs: ['apache2'],
    start: () => startApache(),
    expected: {
      service: service('http', 'Apache httpd', text),
      access: 'unknown',
      details: { 'http.status': 200, 'http.title': 'Index of /' },
    },
    recording: 'http/apache',
  },
  'lighttpd that shows no index': {
    needs: ['lighttpd'],
    start: () => startLighttpd(),
    expected: { service: service('http', 'lighttpd', text), access: 'unknown', details: { 'http.status': 403 } },
    recording: 'http/lighttpd',
  },
  'Tomcat without an application': {
    needs: ['java', 'catalina.sh'],
    start: () => startTomcat(),
    expected: { service: service('http', 'Apache Tomcat', text), access: 'unknown', details: { 'http.status': 404 } },
    recording: 'http/tomcat',
  },
  'Jetty without an application': {
    needs: ['java', 'jetty.sh'],
    start: () => startJetty(),
    expected: { service: service('http', 'Jetty', text), access: 'unknown', details: { 'http.status': 404 } },
    recording: 'http/jetty',
  },
  'Docker Engine on TCP': {
    needs: ['dockerd', 'unshare'],
    start: () => startDockerd(),
    expected: { service: service('docker', 'Docker', text), access: 'none-required' },
    recording: 'http/docker',
  },
  'Docker Engine that insists on a client certificate': {
    needs: ['dockerd', 'unshare', 'openssl'],
    start: () => startDockerd({ tlsVerify: true }),
    expected: {
      service: service('tls', null, null, true),
      access: 'required',
      tls: { clientCertificateRequired: true },
    },
  },
  'Docker Registry inside TLS': {
    needs: ['docker-registry', 'openssl'],
    start: () => startDockerRegistry({ tls: true }),
    expected: { service: service('registry', 'Docker Registry', null, true), access: 'none-required' },
  },
  'Docker Registry for everybody': {
    needs: ['docker-registry'],
    start: () => startDockerRegistry(),
    expected: { service: service('registry', 'Docker Registry', null), access: 'none-required' },
    recording: 'http/registry-open',
  },
  'Docker Registry that asks for a password': {
    needs: ['docker-registry'],
    start: () => startDockerRegistry({ basicAuth: true }),
    expected: { service: service('registry', 'Docker Registry', null), access: 'required' },
    recording: 'http/registry-basic-auth',
  },
  'etcd without authentication': {
    needs: ['etcd'],
    start: () => startEtcd(),
    expected: { service: service('etcd', 'etcd', text), access: 'none-required' },
    recording: 'http/etcd-open',
  },
  'etcd with authentication': {
    needs: ['etcd'],
    start: () => startEtcd({ auth: true }),
    expected: { service: service('etcd', 'etcd', text), access: 'required' },
    recording: 'http/etcd-auth',
  },
  'InfluxDB without authentication': {
    needs: ['influxd'],
    start: () => startInfluxdb(),
    expected: { service: service('influxdb', 'InfluxDB', text), access: 'none-required' },
    recording: 'http/influxdb-open',
  },
  'InfluxDB with authentication': {
    needs: ['influxd'],
    start: () => startInfluxdb({ auth: 'admin' }),
    expected: { service: service('influxdb', 'InfluxDB', text), access: 'required' },
    recording: 'http/influxdb-auth',
  },
  'InfluxDB that waits for its administrator, whoever that will be': {
    needs: ['influxd'],
    start: () => startInfluxdb({ auth: 'no-admin' }),
    expected: { service: service('influxdb', 'InfluxDB', text), access: 'none-required' },
    recording: 'http/influxdb-no-admin',
  },
  Prometheus: {
    needs: ['prometheus'],
    start: () => startPrometheus(),
    expected: { service: service('prometheus', 'Prometheus', text), access: 'none-required' },
    recording: 'http/prometheus-open',
  },
  'Prometheus that asks for a password': {
    needs: ['prometheus'],
    start: () => startPrometheus({ basicAuth: true }),
    expected: { service: service('http', null, null), access: 'required', details: { 'http.auth': ['basic'] } },
    recording: 'http/prometheus-basic-auth',
  },
  'Jupyter without a token': {
    needs: ['jupyter-notebook'],
    start: () => startJupyter(),
    expected: { service: service('jupyter', 'Jupyter', text), access: 'none-required' },
    recording: 'http/jupyter-open',
  },
  'Jupyter with a token': {
    needs: ['jupyter-notebook'],
    start: () => startJupyter({ token: 'lab' }),
    expected: { service: service('jupyter', 'Jupyter', text), access: 'required' },
    recording: 'http/jupyter-token',
  },
};
