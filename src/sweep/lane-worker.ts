import { Worker } from 'node:worker_threads';
import { InternalError } from '../model/errors.ts';
import type { FromLane, LaneJob, LaneOutcome, LaneSettings, ToLane } from './lane-protocol.ts';

/** Takes a batch of answers: see `RECORD_WORDS`; `first` is the plan's index of slot 0. */
export type TakeAnswers = (first: number, records: Uint32Array) => void;

/** The main thread's end of a lane. */
export interface LaneWorker extends AsyncDisposable {
  /** Asks a job to its end; null when it was told to stop. Rejects when the thread fails. */
  ask(job: LaneJob): Promise<LaneOutcome | null>;
}

/** What a lane handles lies in arrays outside of its heap, so new objects need little room. */
const SMALL_HEAP = { maxYoungGenerationSizeMb: 2 } as const;

/** Without the flags of this process, some of which a thread refuses. */
const NO_FLAGS: string[] = [];

/** Starts a thread with an engine of its own. Rejects with what the engine could not be made for. */
export async function startLane(settings: LaneSettings, takeAnswers: TakeAnswers): Promise<LaneWorker> {
  const lane = new ThreadedLane(settings, takeAnswers);
  await lane.ready;
  return lane;
}

class ThreadedLane implements LaneWorker {
  readonly ready: Promise<void>;
  readonly #worker: Worker;
  readonly #ended: Promise<unknown>;
  #settle: ((message: FromLane) => void) | undefined;
  #fail: ((error: unknown) => void) | undefined;
  #failure: unknown;

  constructor(settings: LaneSettings, takeAnswers: TakeAnswers) {
    const options = { workerData: settings, resourceLimits: SMALL_HEAP, execArgv: NO_FLAGS };
    this.#worker = new Worker(new URL('./lane-thread.js', import.meta.url), options);
    this.ready = this.#hear().then(() => undefined);
    this.#worker.on('message', (message: FromLane) => {
      if (message.type === 'answers') takeAnswers(message.first, message.records);
      else if (message.type === 'failed') this.#end(message.error);
      else this.#settle?.(message);
    });
    this.#worker.on('error', (error) => this.#end(error));
    this.#ended = new Promise((resolve) => {
      this.#worker.on('exit', (code) => {
        this.#end(new InternalError(`a probing thread ended by itself with code ${code}`));
        resolve(code);
      });
    });
  }

  async ask(job: LaneJob): Promise<LaneOutcome | null> {
    if (this.#failure !== undefined) throw this.#failure;
    const heard = this.#hear();
    this.#say({ type: 'job', job });
    const message = await heard;
    return message.type === 'done' ? message.outcome : null;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#say({ type: 'end' });
    await this.#ended;
  }

  #say(message: ToLane): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    this.#worker.postMessage(message);
  }

  /** The next message that is no answer. */
  #hear(): Promise<FromLane> {
    return new Promise((resolve, reject) => {
      this.#settle = resolve;
      this.#fail = reject;
    });
  }

  #end(error: unknown): void {
    this.#failure ??= error;
    this.#fail?.(this.#failure);
  }
}
