import type { Server } from '../lab/servers/server.ts';

/** A real server, the programs that it needs, and what must be found out about it on a port that tells nothing. */
export interface Scene {
  readonly needs: readonly string[];
  readonly start: () => Promise<Server>;
  /** It makes strangers wait so long that it is known where it is expected only. */
  readonly slow?: true;
  /** What the identification must match. */
  readonly expected: object;
  /**
   * The recording that says the same without the server, such as `redis/open`: the check's name, and the case. Not for servers that begin with TLS,
   * of which a recording cannot be replayed.
   */
  readonly recording?: string;
}

export type Scenes = Readonly<Record<string, Scene>>;

/** The service that a protocol's own answer proves. */
export function service(name: string, product: unknown, version: unknown, tls = false): object {
  return { name, product, version, tls, method: 'probed' };
}
