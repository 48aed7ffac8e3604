import type { Check } from '../check.ts';
import { adbServer } from '../checks/adb-server.ts';
import { adb } from '../checks/adb.ts';
import { ajp } from '../checks/ajp.ts';
import { debugpy } from '../checks/debugpy.ts';
import { delve } from '../checks/delve.ts';
import { epmd } from '../checks/epmd.ts';
import { erlang } from '../checks/erlang.ts';
import { fastcgi } from '../checks/fastcgi.ts';
import { gdbserver } from '../checks/gdbserver.ts';
import { iiop } from '../checks/iiop.ts';
import { jdwp } from '../checks/jdwp.ts';
import { rmiRegistry } from '../checks/rmi-registry.ts';
import { weblogic } from '../checks/weblogic.ts';

/** Debuggers, application servers and build tools. */
export const DEVELOPMENT: readonly Check[] = [
  rmiRegistry,
  epmd,
  ajp,
  fastcgi,
  erlang,
  adb,
  adbServer,
  weblogic,
  iiop,
  delve,
  gdbserver,
  debugpy,
  jdwp,
];
