import type { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { Environment } from '../config/read-environment.ts';

/** A stream that may be a terminal. */
export type OutputStream = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** The process as the command line sees it; tests pass streams of their own. */
export interface CommandIo {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly stdin: Readable;
  readonly env: Environment;
  /** Where `portreeve.yaml` is looked for and written; the process's own by default. */
  readonly cwd?: string;
  /** Emits SIGINT and SIGTERM; without it the command line leaves signals alone. */
  readonly signals?: EventEmitter;
  /** Ends the process at once, for the second interrupt. */
  readonly quit?: (exitCode: number) => void;
}
