import { program } from './find-program.ts';
import { startInetd } from './inetd.ts';
import type { Placement, Server } from './server.ts';

export interface TelnetdOptions extends Placement {
  /** Gives a shell to everybody, as careless devices do, instead of running `login`. */
  readonly shell?: boolean;
}

/** Debian's inetutils-telnetd under inetutils-inetd. */
export async function startTelnetd(options: TelnetdOptions = {}): Promise<Server> {
  const login = options.shell === true ? ['-E', '"/bin/sh -i"'] : [];
  return startInetd({ ...options, runs: ['root', program('telnetd'), 'telnetd', ...login] });
}
