import { expect } from 'vitest';
import { startAlertmanager, startNodeExporter, startPushgateway } from '../../lab/servers/prometheus-family.ts';
import { startRabbitmqManagement } from '../../lab/servers/rabbitmq.ts';
import { startTomcatManager, startZookeeperAdmin } from '../../lab/servers/web-java.ts';
import * as consoles from '../../lab/servers/web-consoles.ts';
import {
  startChromedriver,
  startChromium,
  startGoPprof,
  startNodeInspector,
  startWerkzeug,
} from '../../lab/servers/web-debuggers.ts';
import { service, type Scenes } from '../scene.ts';

const text: unknown = expect.stringMatching(/^\d/);
const PASSWORD = 'not-a-real-password';

/** Consoles, debuggers and dashboards that speak HTTP. */
export const WEB_MORE: Scenes = {
  Alertmanager: {
    needs: ['prometheus-alertmanager'],
    start: () => startAlertmanager(),
    expected: { service: service('alertmanager', 'Alertmanager', text), access: 'none-required' },
    recording: 'http/alertmanager',
  },
  Pushgateway: {
    needs: ['prometheus-pushgateway'],
    start: () => startPushgateway(),
    expected: { service: service('pushgateway', 'Prometheus Pushgateway', text), access: 'none-required' },
    recording: 'http/pushgateway',
  },
  node_exporter: {
    needs: ['prometheus-node-exporter'],
    start: () => startNodeExporter(),
    expected: { service: service('node-exporter', 'Prometheus Node Exporter', text), access: 'none-required' },
    recording: 'http/node-exporter',
  },
  'Node.js with its inspector': {
    needs: [],
    start: () => startNodeInspector(),
    expected: { service: service('node-inspector', 'Node.js', text), access: 'none-required' },
    recording: 'http/node-inspector',
  },
  'Chromium with remote debugging': {
    needs: ['chromium'],
    start: () => startChromium(),
    expected: { service: service('chrome-devtools', 'Chrome DevTools', text), access: 'none-required' },
    recording: 'http/chromium',
  },
  ChromeDriver: {
    needs: ['chromedriver'],
    start: () => startChromedriver(),
    expected: { service: service('webdriver', 'WebDriver', text), access: 'none-required' },
    recording: 'http/chromedriver',
  },
  'Werkzeug with a debugger for everybody': {
    needs: ['flask'],
    start: () => startWerkzeug({ pin: false }),
    expected: { service: service('werkzeug-debugger', 'Werkzeug', text), access: 'none-required' },
    recording: 'http/werkzeug-open',
  },
  'Werkzeug with a debugger that wants its PIN': {
    needs: ['flask'],
    start: () => startWerkzeug({ pin: true }),
    expected: { service: service('werkzeug-debugger', 'Werkzeug', text), access: 'required' },
    recording: 'http/werkzeug-pin',
  },
  'a Go program with its profiles': {
    needs: ['go', 'gcc'],
    start: () => startGoPprof(),
    expected: { service: service('pprof', 'Go pprof', null), access: 'none-required' },
    recording: 'http/go-pprof',
  },
  'Transmission without a password': {
    needs: ['transmission-daemon'],
    start: () => consoles.startTransmission(),
    expected: { service: service('transmission', 'Transmission', null), access: 'none-required' },
  },
  'Transmission with a password': {
    needs: ['transmission-daemon'],
    start: () => consoles.startTransmission({ password: PASSWORD }),
    expected: { service: service('transmission', 'Transmission', null), access: 'required' },
    recording: 'http/transmission-password',
  },
  'Transmission for other addresses': {
    needs: ['transmission-daemon'],
    start: () => consoles.startTransmission({ allowed: '192.0.2.1' }),
    expected: { service: service('transmission', 'Transmission', null), access: 'refused-by-acl' },
    recording: 'http/transmission-refused',
  },
  'Supervisor without a password': {
    needs: ['supervisord'],
    start: () => consoles.startSupervisor(),
    expected: { service: service('supervisor', 'Supervisor', text), access: 'none-required' },
    recording: 'http/supervisor-open',
  },
  'Supervisor with a password': {
    needs: ['supervisord'],
    start: () => consoles.startSupervisor({ password: PASSWORD }),
    expected: { service: service('supervisor', 'Supervisor', null), access: 'required' },
    recording: 'http/supervisor-password',
  },
  'Syncthing without a password': {
    needs: ['syncthing'],
    start: () => consoles.startSyncthing(),
    expected: { service: service('syncthing', 'Syncthing', text), access: 'none-required' },
    recording: 'http/syncthing-open',
  },
  'Syncthing with a password': {
    needs: ['syncthing'],
    start: () => consoles.startSyncthing({ password: PASSWORD }),
    expected: { service: service('syncthing', 'Syncthing', null), access: 'required' },
    recording: 'http/syncthing-password',
  },
  Cockpit: {
    needs: ['cockpit-ws'],
    start: () => consoles.startCockpit(),
    expected: { service: service('cockpit', 'Cockpit', null), access: 'required' },
  },
  'Shell In A Box': {
    needs: ['shellinaboxd'],
    start: () => consoles.startShellinabox(),
    expected: { service: service('shellinabox', 'Shell In A Box', null), access: 'unknown' },
  },
  Adminer: {
    needs: ['php', '../share/adminer'],
    start: () => consoles.startAdminer(),
    expected: { service: service('adminer', 'Adminer', text), access: 'required' },
    recording: 'http/adminer',
  },
  'CUPS without its web pages': {
    needs: ['cupsd'],
    start: () => consoles.startCups(),
    expected: { service: service('ipp', 'CUPS', text), access: 'unknown' },
    recording: 'http/cups',
  },
  "HAProxy's statistics": {
    needs: ['haproxy'],
    start: () => consoles.startHaproxyStatistics(),
    expected: { service: service('haproxy-stats', 'HAProxy', text), access: 'none-required' },
    recording: 'http/haproxy-open',
  },
  "HAProxy's statistics with a password": {
    needs: ['haproxy'],
    start: () => consoles.startHaproxyStatistics({ password: PASSWORD }),
    expected: { service: service('haproxy-stats', 'HAProxy', null), access: 'required' },
    recording: 'http/haproxy-password',
  },
  'the monitoring of NATS': {
    needs: ['nats-server'],
    start: () => consoles.startNatsMonitoring(),
    expected: { service: service('nats-monitoring', 'NATS', text), access: 'none-required' },
    recording: 'http/nats-monitoring',
  },
  "Dask's dashboard": {
    needs: ['dask-scheduler'],
    start: () => consoles.startDask(),
    expected: { service: service('dask', 'Dask', null), access: 'none-required' },
    recording: 'http/dask',
  },
  'the AdminServer of ZooKeeper': {
    needs: ['java', 'zkServer.sh'],
    start: () => startZookeeperAdmin(),
    expected: { service: service('zookeeper-admin', 'Apache ZooKeeper', text), access: 'none-required' },
    recording: 'http/zookeeper-admin',
  },
  'the management of RabbitMQ': {
    needs: ['rabbitmq-server', 'epmd'],
    start: () => startRabbitmqManagement(),
    expected: { service: service('rabbitmq-management', 'RabbitMQ Management', null), access: 'required' },
    recording: 'http/rabbitmq-management',
  },
  'Tomcat with a manager that wants a password': {
    needs: ['java', 'catalina.sh', '../share/tomcat10-admin/manager'],
    start: () => startTomcatManager({ allowed: '.*' }),
    expected: { service: service('tomcat-manager', 'Apache Tomcat Manager', null), access: 'required' },
    recording: 'http/tomcat-password',
  },
  'Tomcat with a manager for other addresses': {
    needs: ['java', 'catalina.sh', '../share/tomcat10-admin/manager'],
    start: () => startTomcatManager({ allowed: '192\\.0\\.2\\.1' }),
    expected: { service: service('tomcat-manager', 'Apache Tomcat Manager', null), access: 'refused-by-acl' },
    recording: 'http/tomcat-refused',
  },
};
