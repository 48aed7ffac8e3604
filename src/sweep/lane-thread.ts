/* A thread that probes: takes jobs from the main thread, asks them through its own engine, and passes answers up. */
import { parentPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { InternalError } from '../model/errors.ts';
import { createGate } from '../net/gate.ts';
import { AnswerRecords } from './answer-records.ts';
import { createEngine } from './choose-engine.ts';
import { NO_RTT } from '../model/answer-records.ts';
import type { EngineOptions } from './engine.ts';
import { Lane } from './lane.ts';
import { LanePace } from './lane-pace.ts';
import type { FromLane, LaneJob, LaneSettings, ToLane } from './lane-protocol.ts';
import { runJob } from './run-job.ts';

if (parentPort === null) throw new InternalError('a lane is started as a thread');
const given: LaneSettings = workerData;
await serve(parentPort, given);

async function serve(port: MessagePort, settings: LaneSettings): Promise<void> {
  const post = (message: FromLane): void => port.postMessage(message);
  let lane: Lane | undefined;
  let first = 0;
  const options: EngineOptions = {
    gate: createGate(settings.allowed, settings.excluded),
    concurrency: settings.concurrency,
    deliver: (slot, code, attempt, rttUs) => lane?.deliver(slot, code, attempt, rttUs),
    slotOf: (family, ipv4, ipv6, destination) => lane?.states.slotOf(family, ipv4, ipv6, destination) ?? -1,
    sentAtUs: (slot, attempt) => lane?.states.sentAtUs(slot, attempt) ?? NO_RTT,
  };
  const engine = await createEngine(settings.engine, options);
  const pace = new LanePace(settings);
  const records = new AnswerRecords(settings.startedMs, (words) =>
    port.postMessage({ type: 'answers', first, records: words } satisfies FromLane, [words.buffer]),
  );
  const parts = { settings, engine, pace, records };

  async function work(job: LaneJob): Promise<void> {
    first = job.first;
    lane = new Lane(parts, job);
    const outcome = await runJob(lane, parts, job);
    records.flush();
    post({ type: 'done', outcome });
  }

  async function hear(message: ToLane): Promise<void> {
    if (message.type === 'job') return work(message.job);
    port.close();
    await engine[Symbol.asyncDispose]();
  }

  port.on('message', (message: ToLane) => {
    hear(message).catch((error: unknown) => post({ type: 'failed', error }));
  });
  post({ type: 'ready' });
}
