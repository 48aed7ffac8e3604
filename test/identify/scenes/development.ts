import { expect } from 'vitest';
import { startAdbServer } from '../../lab/servers/adb.ts';
import { startDebugpy } from '../../lab/servers/debugpy.ts';
import { startDelve } from '../../lab/servers/delve.ts';
import { startEpmd, startEpmdWithNode } from '../../lab/servers/epmd.ts';
import { startErlang } from '../../lab/servers/erlang.ts';
import { startGdbserver } from '../../lab/servers/gdbserver.ts';
import { startJdwp, startJmx, startRmiRegistry } from '../../lab/servers/java.ts';
import { startOmniNames } from '../../lab/servers/omninames.ts';
import { startPhpFpm } from '../../lab/servers/php-fpm.ts';
import { startTomcatAjp } from '../../lab/servers/tomcat.ts';
import { service, type Scenes } from '../scene.ts';

const PASSWORD = 'not-a-real-password';
const TOMCAT = ['java', '../share/tomcat10/bin/catalina.sh'];
const text: unknown = expect.stringMatching(/^\d/);

export const DEVELOPMENT: Scenes = {
  'a Java debugger (JDWP)': {
    needs: ['java'],
    start: () => startJdwp(),
    expected: {
      service: service('jdwp', expect.stringContaining('OpenJDK'), text),
      access: 'none-required',
    },
    recording: 'jdwp/openjdk',
  },
  'an RMI registry': {
    needs: ['rmiregistry', 'java'],
    start: () => startRmiRegistry(),
    expected: { service: service('rmi-registry', null, null), access: 'none-required', details: {} },
    recording: 'rmi-registry/empty',
  },
  'JMX without a password': {
    needs: ['java'],
    start: () => startJmx(),
    expected: { service: service('jmx', null, null), access: 'unknown', details: { 'rmi.names': ['jmxrmi'] } },
    recording: 'rmi-registry/jmx',
  },
  'JMX with a password': {
    needs: ['java'],
    start: () => startJmx({ password: PASSWORD }),
    expected: { service: service('jmx', null, null), access: 'unknown' },
    recording: 'rmi-registry/jmx-password',
  },
  "Tomcat's AJP without a secret": {
    needs: TOMCAT,
    start: () => startTomcatAjp(),
    expected: { service: service('ajp', null, null), access: 'none-required' },
    recording: 'ajp/open',
  },
  "Tomcat's AJP with a secret": {
    needs: TOMCAT,
    start: () => startTomcatAjp({ secret: PASSWORD }),
    expected: { service: service('ajp', null, null), access: 'required' },
    recording: 'ajp/secret',
  },
  epmd: {
    needs: ['epmd'],
    start: () => startEpmd(),
    expected: { service: service('epmd', null, null), access: 'none-required' },
  },
  'epmd that knows a node': {
    needs: ['epmd'],
    start: () => startEpmdWithNode(),
    expected: { service: service('epmd', null, null), access: 'none-required', details: { 'epmd.names': ['lab'] } },
    recording: 'epmd/node',
  },
  'an Erlang node': {
    needs: ['erl', 'epmd'],
    start: () => startErlang(),
    expected: {
      service: service('erlang', null, null),
      access: 'required',
      details: { 'erlang.node': 'lab@127.0.0.1' },
    },
    recording: 'erlang/node',
  },
  'a CORBA naming service': {
    needs: ['omniNames'],
    start: () => startOmniNames(),
    expected: { service: service('iiop', null, null), access: 'unknown', details: { 'iiop.naming': true } },
    recording: 'iiop/naming',
  },
  'PHP-FPM': {
    needs: ['php-fpm8.2'],
    start: () => startPhpFpm({ allowedClient: '127.0.0.1' }),
    expected: { service: service('fastcgi', null, null), access: 'none-required' },
    recording: 'fastcgi/php-fpm',
  },
  Delve: {
    needs: ['dlv', 'gcc'],
    start: () => startDelve(),
    expected: { service: service('delve', 'Delve', text), access: 'none-required' },
    recording: 'delve/multiclient',
  },
  gdbserver: {
    needs: ['gdbserver'],
    start: () => startGdbserver(),
    expected: { service: service('gdbserver', null, null), access: 'none-required' },
    recording: 'gdbserver/stopped',
  },
  debugpy: {
    needs: ['python3', '../lib/python3/dist-packages/debugpy'],
    start: () => startDebugpy(),
    expected: { service: service('debugpy', 'debugpy', text), access: 'none-required' },
    recording: 'debugpy/waiting',
  },
  'an adb server': {
    needs: ['adb'],
    start: () => startAdbServer(),
    expected: { service: service('adb-server', null, text), access: 'none-required' },
    recording: 'adb-server/host',
  },
};
