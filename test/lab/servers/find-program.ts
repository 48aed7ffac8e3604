import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

const FOLDERS = [
  '/usr/sbin',
  '/usr/bin',
  '/sbin',
  '/bin',
  '/usr/local/bin',
  '/usr/lib/postgresql/15/bin',
  '/usr/lib/cockpit',
  '/usr/share/tomcat10/bin',
  '/usr/share/jetty9/bin',
  '/usr/lib/dovecot',
  '/usr/share/zookeeper/bin',
];

/** The absolute path of a program, `undefined` when it is not installed. */
export function findProgram(name: string): string | undefined {
  return FOLDERS.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Why tests that need these programs and root rights must be skipped, `undefined` when they can run. */
export function reasonToSkip(...names: readonly string[]): string | undefined {
  if (process.platform !== 'linux') return 'needs Linux';
  if (process.getuid?.() !== 0) return 'needs root, to start servers under their own users';
  const missing = ['ss', 'setpriv', ...names].filter((name) => findProgram(name) === undefined);
  return missing.length === 0 ? undefined : `not installed: ${missing.join(', ')}`;
}

/** The absolute path of a program that must be there. */
export function program(name: string): string {
  const path = findProgram(name);
  if (path === undefined) throw new Error(`${name} is not installed`);
  return path;
}
