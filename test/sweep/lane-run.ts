import { REASONS } from '../../src/model/observation.ts';
import type { Reason } from '../../src/model/observation.ts';
import { NO_RESULT, codeOf, resultOf } from '../../src/model/result-code.ts';
import { NO_RTT, RECORD_WORDS } from '../../src/model/answer-records.ts';
import { AnswerRecords } from '../../src/sweep/answer-records.ts';
import type { Engine, Probe } from '../../src/sweep/engine.ts';
import { Lane } from '../../src/sweep/lane.ts';
import { LanePace } from '../../src/sweep/lane-pace.ts';
import { CONTROL, FULL_PACE, GAUGES } from '../../src/sweep/lane-protocol.ts';
import type { LaneJob, LaneOutcome, LaneSettings } from '../../src/sweep/lane-protocol.ts';
import { runJob } from '../../src/sweep/run-job.ts';

export interface Sent {
  readonly slot: number;
  readonly attempt: number;
  readonly ipv4: number;
  readonly at: number;
}

export interface LaneRun {
  readonly outcome: LaneOutcome | null;
  readonly reasons: readonly string[];
  readonly sent: readonly Sent[];
  /** Answers as they were passed on. */
  readonly answered: readonly { readonly slot: number; readonly reason: string; readonly attempt: number }[];
  readonly mostInFlight: number;
  readonly settings: LaneSettings;
}

export interface LaneTrial {
  /** What comes of the n-th probe of a slot; `silent` for nothing. */
  readonly answer: (slot: number, attempt: number) => Reason | 'silent';
  readonly hosts?: number;
  readonly ports?: number;
  readonly known?: LaneJob['known'];
  readonly settings?: Partial<LaneSettings>;
  /** Whether the engine holds something for each probe. */
  readonly holdsFlights?: boolean;
  /** Called with each probe as it leaves. */
  readonly onSend?: (probe: Probe, control: Int32Array) => void;
}

/** Runs one job over an engine that answers in its next turn, as told. */
export async function runLane(trial: LaneTrial): Promise<LaneRun> {
  const { hosts = 4, ports = 25, holdsFlights = true } = trial;
  const control = new Int32Array(CONTROL.words);
  control[CONTROL.pace] = FULL_PACE;
  const settings: LaneSettings = {
    engine: 'node',
    allowed: [],
    excluded: [],
    ports: Array.from({ length: ports }, (_, port) => port + 1),
    seed: 'seed',
    rate: null,
    hostRate: null,
    concurrency: 10,
    attempts: 2,
    timeoutMs: 20,
    startedMs: 0,
    control,
    gauges: new Float64Array(GAUGES.numbers),
    ...trial.settings,
  };
  const sent: Sent[] = [];
  const answered: { slot: number; reason: string; attempt: number }[] = [];
  const flights: { slot: number; attempt: number; reason: Reason | 'silent'; until: number }[] = [];
  let mostInFlight = 0;
  const engine: Engine = {
    name: 'fake',
    window: holdsFlights ? settings.concurrency : Number.POSITIVE_INFINITY,
    kernelDrops: 0,
    send(probe) {
      trial.onSend?.(probe, control);
      const { slot, attempt, ipv4 } = probe;
      sent.push({ slot, attempt, ipv4, at: performance.now() });
      const reason = trial.answer(slot, attempt);
      if (reason === 'silent' && !holdsFlights) return;
      flights.push({ slot, attempt, reason, until: performance.now() + (reason === 'silent' ? probe.timeoutMs : 0) });
      mostInFlight = Math.max(mostInFlight, flights.length);
    },
    async turn(waitMs) {
      await new Promise((resolve) => (waitMs === 0 ? setImmediate(resolve) : setTimeout(resolve, Math.min(waitMs, 5))));
      const now = performance.now();
      for (const flight of flights.splice(0)) {
        if (flight.until > now) flights.push(flight);
        else if (flight.reason === 'silent') lane.deliver(flight.slot, codeOf('no-response'), flight.attempt, NO_RTT);
        else
          lane.deliver(
            flight.slot,
            codeOf(flight.reason),
            flight.attempt,
            REASONS[flight.reason] === 'error' ? NO_RTT : 500,
          );
      }
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  const records = new AnswerRecords(0, (words) => {
    for (let at = 0; at < words.length; at += RECORD_WORDS) {
      const coded = words[at + 1] ?? 0;
      answered.push({ slot: words[at] ?? -1, reason: resultOf(coded & 255).reason, attempt: coded >> 8 });
    }
  });
  const job: LaneJob = {
    ranges: [{ family: 4, first: 0x0a000000n, last: 0x0a000000n + BigInt(hosts - 1) }],
    first: 0,
    size: hosts * ports,
    known: trial.known ?? null,
    tolerated: 1,
  };
  const parts = { settings, engine, pace: new LanePace(settings), records };
  const lane = new Lane(parts, job);
  const outcome = await runJob(lane, parts, job);
  records.flush();
  const reasons = [...(outcome?.codes ?? [])].map((code) => (code === NO_RESULT ? 'none' : resultOf(code).reason));
  return { outcome, reasons, sent, answered, mostInFlight, settings };
}
