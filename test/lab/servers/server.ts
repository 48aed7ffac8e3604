/** A running server; disposing ends the processes that were started for it and removes their files. */
export interface Server extends AsyncDisposable {
  readonly address: string;
  readonly port: number;
}

/** Where a server is to listen: 127.0.0.1, a free port and this network namespace where nothing is said. */
export interface Placement {
  readonly address?: string;
  readonly port?: number;
  /** A network namespace made with `ip netns add`. */
  readonly netns?: string;
}

/** A server's place with nothing left open. */
export interface Place {
  readonly address: string;
  readonly port: number;
  readonly netns: string | undefined;
}
