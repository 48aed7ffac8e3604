import type { CommandIo } from './command-io.ts';
import { EXIT } from './exit-codes.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** While it lasts, the first interrupt aborts `signal` and the second ends the process at once. */
export class Interrupts implements Disposable {
  readonly #controller = new AbortController();
  readonly #io: CommandIo;
  readonly #listener = (): void => this.interrupt();

  constructor(io: CommandIo) {
    this.#io = io;
    for (const name of SIGNALS) io.signals?.on(name, this.#listener);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Stops what listens to `signal`, without a word. */
  abort(): void {
    this.#controller.abort();
  }

  /** What each of the signals does. */
  interrupt(): void {
    if (this.signal.aborted) {
      this.#io.quit?.(EXIT.interrupted);
      return;
    }
    this.#io.stderr.write('\nportreeve: stopping; press Ctrl-C again to quit at once\n');
    this.abort();
  }

  [Symbol.dispose](): void {
    for (const name of SIGNALS) this.#io.signals?.off(name, this.#listener);
  }
}
