import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { InternalError } from '../model/errors.ts';
import type { FromLane, LaneJob, LaneOutcome, LaneSettings, ToLane } from './lane-protocol.ts';

/** Takes a batch of answers: see `RECORD_WORDS`; `first` is the plan's index of slot 0. */
export type TakeAnswers = (first: number, records: Uint32Array) => void;

/** The main thread's end of a lane. */
export interface LaneWorker extends AsyncDisposable {
  /** The engine's name. */
  readonly engine: string;
  /** Asks a job to its end; null when it was told to stop. Rejects when the thread fails. */
  ask(job: LaneJob): Promise<LaneOutcome | null>;
}

/** Starts a thread with an engine of its own. Rejects with what the engine could not be made for. */
export async function startLane(settings: LaneSettings, takeAnswers: TakeAnswers): Promise<LaneWorker> {
  const worker = new Worker(new URL('lane-thread.js', import.meta.url), { workerData: settings });
  let resolve: (outcome: LaneOutcome | null) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  let isEnding = false;
  let failure: unknown;
  const fail = (error: unknown): void => {
    failure ??= error;
    reject(error);
  };
  // An error of whoever takes them, such as a full disk, ends the job; thrown from here it would end the process.
  const take: TakeAnswers = (first, records) => {
    try {
      takeAnswers(first, records);
    } catch (error) {
      fail(error);
    }
  };
  const started = new Promise<string>((ready, failed) => {
    reject = failed;
    worker.on('message', (message: FromLane) => {
      if (message.type === 'ready') ready(message.engine);
      if (message.type === 'answers') take(message.first, message.records);
      if (message.type === 'done') resolve(message.outcome);
      if (message.type === 'failed') fail(message.error);
    });
  });
  const ended = once(worker, 'exit').catch(fail);
  worker.on('error', fail);
  worker.on('exit', (code) => {
    if (!isEnding) fail(new InternalError(`a probing thread ended by itself with code ${code}`));
  });
  const send = (message: ToLane): void => worker.postMessage(message);
  return {
    engine: await started,
    ask(job) {
      if (failure !== undefined) return Promise.reject(failure);
      return new Promise((done, failed) => {
        resolve = done;
        reject = failed;
        send({ type: 'job', job });
      });
    },
    async [Symbol.asyncDispose]() {
      isEnding = true;
      send({ type: 'end' });
      await ended;
    },
  };
}
