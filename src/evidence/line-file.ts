import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { StorageError } from '../model/errors.ts';

/** Lines reach the file after this long at the latest, in whole lines, and the disk after the second interval. */
const WRITE_EVERY_MS = 100;
const SYNC_EVERY_MS = 1000;

/**
 * Appends JSON lines. Each write is one system call of whole lines, so a killed process leaves whole lines; a power cut loses a second at most.
 */
export class LineFile implements AsyncDisposable {
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #timer: NodeJS.Timeout;
  #lines: string[] = [];
  /** Of lines that are not with the operating system yet. */
  #characters = 0;
  #writing: Promise<void> = Promise.resolve();
  #syncedAt = Number.NEGATIVE_INFINITY;
  #failure: StorageError | undefined;

  private constructor(path: string, file: FileHandle) {
    this.#path = path;
    this.#file = file;
    this.#timer = setInterval(() => this.#flush(), WRITE_EVERY_MS);
  }

  static async open(path: string): Promise<LineFile> {
    try {
      return new LineFile(path, await open(path, 'a'));
    } catch (cause) {
      throw new StorageError(path, cause);
    }
  }

  /**
   * Adds one value as a line; returns before it is written.
   * @throws StorageError what an earlier write failed with, such as a full disk
   */
  append(value: unknown): void {
    if (this.#failure !== undefined) throw this.#failure;
    const line = JSON.stringify(value);
    this.#characters += line.length + 1;
    this.#lines.push(line);
  }

  /** How many lines wait to be written. */
  get backlog(): number {
    return this.#lines.length;
  }

  /** How many characters wait to be written, those of a write under way included. */
  get backlogCharacters(): number {
    return this.#characters;
  }

  #flush(): void {
    if (this.#lines.length === 0) return;
    const text = `${this.#lines.join('\n')}\n`;
    this.#lines = [];
    this.#writing = this.#writing
      .then(() => this.#write(text))
      .catch((error: unknown) => {
        this.#failure ??= new StorageError(this.#path, error);
      });
  }

  async #write(text: string): Promise<void> {
    await this.#file.appendFile(text);
    this.#characters -= text.length;
    if (performance.now() - this.#syncedAt < SYNC_EVERY_MS) return;
    await this.#file.sync();
    this.#syncedAt = performance.now();
  }

  /** Writes and syncs what is left. @throws StorageError what a write failed with */
  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    this.#flush();
    await this.#writing;
    try {
      if (this.#failure !== undefined) throw this.#failure;
      await this.#file.sync().catch((cause: unknown) => {
        throw new StorageError(this.#path, cause);
      });
    } finally {
      await this.#file.close();
    }
  }
}
