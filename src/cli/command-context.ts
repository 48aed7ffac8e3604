import type { Api } from './api.ts';
import type { CommandIo } from './command-io.ts';
import type { Write } from './outlet.ts';

/** What every command works with. */
export interface CommandContext {
  readonly io: CommandIo;
  /** Results, to standard output. */
  readonly out: Write;
  /** Notes and errors, to standard error. */
  readonly err: Write;
  /** Loads the public API on first use. */
  readonly api: () => Promise<Api>;
}
