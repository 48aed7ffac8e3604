import type { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { Environment } from '../config/read-environment.ts';

/** A stream that may be a terminal. */
export type OutputStream = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** Standard input, which may be a terminal; a terminal can give its keys one by one. */
export type InputStream = Readable & { readonly isTTY?: boolean; setRawMode?(on: boolean): unknown };

/** The process as the command line sees it; tests pass streams of their own. */
export interface CommandIo {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly stdin: InputStream;
  readonly env: Environment;
  /** Where `portreeve.yaml` is looked for and written; the process's own by default. */
  readonly cwd?: string;
  /** Emits SIGINT, SIGTERM, SIGUSR1, SIGUSR2 and SIGCONT; without it the command line leaves signals alone. */
  readonly signals?: EventEmitter;
  /** Ends the process at once, for the second interrupt. */
  readonly quit?: (exitCode: number) => void;
  /** Stops the process until SIGCONT, as Ctrl-Z does where keys are not read one by one. */
  readonly suspend?: () => void;
  /** Whether the terminal takes its input for this process; one in the background must leave it alone. True without it. */
  readonly inForeground?: () => boolean;
}
