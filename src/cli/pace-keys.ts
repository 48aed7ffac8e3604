import type { PaceControl } from '../model/pace-control.ts';
import type { CommandIo } from './command-io.ts';

/** Said once, when the keys begin to work. */
export const PACE_HINT = 'portreeve: keys: - or s slower, + or f faster, p pause; Ctrl-C stops';

const CTRL_C = '\u0003';
const CTRL_Z = '\u001a';
const ESCAPE = '\u001b';

interface PaceKeysOptions {
  readonly io: CommandIo;
  readonly control: PaceControl;
  /** What Ctrl-C does: as long as keys are read one by one, the terminal makes no signal of it. */
  readonly interrupt: () => void;
}

/**
 * Reads single keys from the terminal and changes the pace by them. The terminal is given back when it is disposed of, while the process is stopped
 * by Ctrl-Z, and, by Node itself, at any exit of the process.
 */
export class PaceKeys implements Disposable {
  readonly #options: PaceKeysOptions;
  #listening = false;

  constructor(options: PaceKeysOptions) {
    this.#options = options;
  }

  /** Starts to listen. Does nothing and returns false where input or messages are no terminal, or the terminal is another job's. */
  start(): boolean {
    const { stdin, stderr, signals } = this.#options.io;
    if (this.#listening || stdin.isTTY !== true || stderr.isTTY !== true || !this.#inForeground()) return false;
    this.#listening = true;
    // A terminal that went away ends the keys and not the audit. The listener stays: giving the terminal back can fail, too.
    stdin.on('error', () => this[Symbol.dispose]());
    stdin.on('data', this.#onData);
    signals?.on('SIGCONT', this.#onContinue);
    this.#grab();
    return true;
  }

  [Symbol.dispose](): void {
    if (!this.#listening) return;
    const { stdin, signals } = this.#options.io;
    this.#listening = false;
    stdin.off('data', this.#onData);
    signals?.off('SIGCONT', this.#onContinue);
    this.#release();
  }

  #grab(): void {
    const { stdin } = this.#options.io;
    stdin.setRawMode?.(true);
    stdin.resume();
  }

  #release(): void {
    const { stdin } = this.#options.io;
    // A process in the background is stopped by the kernel when it sets the terminal's modes (SIGTTOU), and the shell has set them anyway.
    if (this.#inForeground()) stdin.setRawMode?.(false);
    stdin.pause();
  }

  #inForeground(): boolean {
    return this.#options.io.inForeground?.() ?? true;
  }

  readonly #onData = (data: Buffer | string): void => {
    const text = data.toString();
    // Arrows and function keys come as one sequence whose letters mean nothing here.
    if (text.startsWith(ESCAPE)) return;
    for (const key of text) this.#press(key);
  };

  #press(key: string): void {
    const { control, interrupt } = this.#options;
    if (key === '-' || key === 's') control.slower();
    // `=` is the key of `+` without shift on many keyboards.
    else if (key === '+' || key === '=' || key === 'f') control.faster();
    else if (key === 'p') togglePause(control);
    else if (key === CTRL_C) interrupt();
    else if (key === CTRL_Z) this.#suspend();
  }

  #suspend(): void {
    const { suspend } = this.#options.io;
    if (suspend === undefined) return;
    this.#release();
    suspend();
  }

  /** Back in the foreground (`fg`) the keys work again; in the background (`bg`) reading the terminal would stop the process. */
  readonly #onContinue = (): void => {
    if (this.#inForeground()) this.#grab();
    else this.#options.io.stdin.pause();
  };
}

function togglePause(control: PaceControl): void {
  if (control.pace.paused) control.resume();
  else control.pause();
}
