import type { Buffer } from 'node:buffer';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { LineFile } from '../../src/evidence/line-file.ts';
import type { Identifier } from '../../src/identify/identifier.ts';
import { NO_RTT, packResult } from '../../src/model/answer-records.ts';
import type { AuditEvent } from '../../src/model/events.ts';
import type { Observation } from '../../src/model/observation.ts';
import type { Plan } from '../../src/model/plan.ts';
import { isAnswer } from '../../src/model/result-code.ts';
import { createShardCut } from '../../src/model/shard-cut.ts';
import { createCollector } from '../../src/run/collector.ts';
import type { Collector } from '../../src/run/collector.ts';
import { createEventChannel } from '../../src/run/event-channel.ts';
import type { ResumeState } from '../../src/run/resume-state.ts';

export const VANTAGE = 'office-1';
export const SESSION_AT = '2026-03-02T08:15:00.000Z';

/** What answers on every open port, at once. */
export const SSH: Identifier = {
  identify: () =>
    Promise.resolve({
      service: { name: 'ssh', product: null, version: null, tls: false, method: 'probed', confidence: 10 },
      access: 'required',
      details: {},
      evidence: [],
    }),
};

export interface SweptFiles {
  readonly directory: string;
  readonly plan: Plan;
  readonly identifier?: Identifier | null;
  readonly known?: ResumeState;
}

/** Runs something with a collector over the two files of a directory, as a session does, and closes them. */
export async function session(
  { directory, plan, identifier = SSH, known }: SweptFiles,
  work: (collector: Collector) => Promise<void> | void,
): Promise<Collector> {
  mkdirSync(directory, { recursive: true });
  await using observations = await LineFile.open(join(directory, 'observations.jsonl'));
  await using journal = await LineFile.open(join(directory, 'journal.jsonl'));
  const collector = createCollector({
    plan,
    vantage: VANTAGE,
    session: { startedAt: SESSION_AT, engine: 'syn' },
    observations,
    journal,
    events: createEventChannel<AuditEvent>(),
    identifier,
    canary: { acceptsEverything: () => Promise.resolve(false) },
    ...(known === undefined ? {} : { known }),
  });
  await work(collector);
  await collector.finished();
  return collector;
}

/** Sweeps one shard: answers as records, in two batches, then its end. */
export async function sweepShard(collector: Collector, plan: Plan, swept: SweptShard): Promise<void> {
  const cut = createShardCut(plan.hosts, plan.ports.length);
  const first = cut.firstOf(swept.shard);
  const size = cut.sizeOf(swept.shard);
  const codes = Uint8Array.from({ length: size }, (_, offset) => swept.codeAt(first + offset));
  const answered = [...codes.keys()].filter((offset) => isAnswer(codes[offset] ?? 0));
  const middle = Math.ceil(answered.length / 2);
  for (const batch of [answered.slice(0, middle), answered.slice(middle)]) {
    const words = batch.flatMap((offset) => [offset, packResult(codes[offset] ?? 0, 1), 1500, offset]);
    collector.answers(first, Uint32Array.from(words));
  }
  if (swept.unfinished === true) return;
  await collector.shard({
    shard: swept.shard,
    first,
    size,
    codes,
    attempts: codes.map((code) => (isAnswer(code) ? 1 : 2)),
    probesSent: size,
    retriedLocally: 0,
    kernelDrops: 0,
    seconds: 1,
    passes: 2,
    slowestRate: size,
    fastestRate: size,
    tallies: [{ before: 0, firstAnswers: [answered.length, 0] }],
  });
}

export interface SweptShard {
  readonly shard: number;
  readonly codeAt: (index: number) => number;
  /** Whether it ends before its end. */
  readonly unfinished?: boolean;
}

/** A record of one answer. */
export function answerOf(offset: number, code: number): Uint32Array {
  return Uint32Array.from([offset, packResult(code, 1), NO_RTT, 0]);
}

export function parseLines(text: Buffer | string): readonly Observation[] {
  return String(text)
    .split('\n')
    .filter(Boolean)
    .map((line): Observation => JSON.parse(line));
}
