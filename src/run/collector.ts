import { answersLine, sessionLine, shardLine } from '../evidence/journal-lines.ts';
import type { LineFile } from '../evidence/line-file.ts';
import { packedAttempt, packedCode, RECORD_WORDS, rttMsOf } from '../model/answer-records.ts';
import type { AuditEvent } from '../model/events.ts';
import { createIndexSet } from '../model/index-set.ts';
import type { IndexSet } from '../model/index-set.ts';
import type { Observation } from '../model/observation.ts';
import type { Plan } from '../model/plan.ts';
import { isCertain, isSilence, NO_RESULT, openCode } from '../model/result-code.ts';
import { LISTED_ENDPOINTS } from '../model/run.ts';
import { createShardCut } from '../model/shard-cut.ts';
import type { ShardOutcome } from '../model/shard.ts';
import type { EventChannel } from './event-channel.ts';
import { expectedEndpoints } from './expected-endpoints.ts';
import { observationMaker } from './observation-of.ts';
import type { SweptEndpoint } from './observation-of.ts';
import { OpenQuestions } from './open-questions.ts';
import type { OpenQuestionsOptions } from './open-questions.ts';
import { createQuietHosts } from './quiet-hosts.ts';
import { addResultCounts, countedResults, countResults, createResultCounts } from './result-counts.ts';
import type { CountedResults, ResultCounts } from './result-counts.ts';
import type { ResumeState } from './resume-state.ts';
import type { SessionClock } from './session-clock.ts';

/** Beyond these the sweep waits: open endpoints to question, lines and characters to write, events to read. */
const MOST_IDENTIFYING = 4000;
const MOST_LINES = 50_000;
const MOST_CHARACTERS = 8_000_000;
const MOST_EVENTS = 50_000;

export interface CollectorOptions extends Pick<OpenQuestionsOptions, 'identifier' | 'canary'> {
  readonly plan: Plan;
  /** Where the probes start. */
  readonly vantage: string;
  /** The time of this start or resume; the times of records count from its start. */
  readonly clock: SessionClock;
  /** The engine's name. */
  readonly engine: string;
  readonly observations: LineFile;
  readonly journal: LineFile;
  readonly events: EventChannel<AuditEvent>;
  /** What earlier sessions of the run found. */
  readonly known?: ResumeState;
}

/**
 * Takes what the sweep finds: keeps all of it in the journal, questions open endpoints, and writes the lines of endpoints that have one. These are all
 * of them in plans of up to `LISTED_ENDPOINTS`, and in larger ones the open ones and those that a label declares open.
 */
export class Collector {
  readonly #options: CollectorOptions;
  readonly #listed: boolean;
  readonly #open: number;
  readonly #hasLine: IndexSet;
  readonly #expected: ReturnType<typeof expectedEndpoints>;
  readonly #cut: ReturnType<typeof createShardCut>;
  readonly #observation: (swept: SweptEndpoint) => Observation;
  readonly #quietHosts: ReturnType<typeof createQuietHosts>;
  /** Endpoints by result: of finished shards, and so far of each other one. */
  readonly #finished: ResultCounts = createResultCounts();
  readonly #unfinished = new Map<number, ResultCounts>();
  readonly #questions: OpenQuestions;
  #interrupted = 0;

  constructor(options: CollectorOptions) {
    const { plan, clock, engine, known } = options;
    this.#options = options;
    this.#questions = new OpenQuestions({
      identifier: options.identifier,
      canary: options.canary,
      known: (observation) => this.#write(observation),
      leftUnknown: (observation) => {
        // No line, so that it is identified when the run is resumed.
        this.#interrupted++;
        options.events.send({ type: 'observation', observation });
      },
    });
    this.#listed = plan.size <= LISTED_ENDPOINTS;
    this.#open = openCode(plan.transport);
    this.#hasLine = known?.hasLine ?? createIndexSet();
    this.#expected = expectedEndpoints(plan);
    this.#cut = createShardCut(plan.hosts, plan.ports.length);
    this.#observation = observationMaker(plan, options.vantage);
    this.#quietHosts = known?.quietHosts ?? createQuietHosts(plan);
    options.journal.append(sessionLine(clock.startedAt, engine));
    if (known !== undefined) this.#goOnFrom(known);
  }

  /** Addresses of hosts of which no port answered so far, in plans small enough to remember. */
  get quietHosts(): readonly string[] {
    return this.#quietHosts.addresses;
  }

  get identified(): number {
    return this.#questions.identified;
  }

  get identifying(): number {
    return this.#questions.pending;
  }

  /** Open endpoints whose identification was cut short or never began, because the run was interrupted. They have no line, only the journal's. */
  get interrupted(): number {
    return this.#interrupted;
  }

  /** What is known of the plan so far; silent endpoints count from the end of their shard. */
  get results(): CountedResults {
    const sum = createResultCounts();
    addResultCounts(sum, this.#finished);
    for (const counts of this.#unfinished.values()) addResultCounts(sum, counts);
    return countedResults(sum);
  }

  /** Whether the sweep should wait. */
  get congested(): boolean {
    const { observations, journal, events } = this.#options;
    return (
      this.#questions.pending > MOST_IDENTIFYING ||
      observations.backlog > MOST_LINES ||
      journal.backlogCharacters > MOST_CHARACTERS ||
      events.backlog > MOST_EVENTS
    );
  }

  /**
   * Takes answers, ICMP errors and final local errors of one shard as they come (`answer-records.ts`); the records are copied.
   * @throws what writing or identification failed with before
   */
  answers(first: number, records: Uint32Array): void {
    this.#questions.rethrow();
    if (records.length === 0) return;
    this.#options.journal.append(answersLine(first, records));
    const counts = this.#countsOf(this.#cut.shardOf(first + (records[0] ?? 0)));
    for (let word = 0; word < records.length; word += RECORD_WORDS) {
      const index = first + (records[word] ?? 0);
      const result = records[word + 1] ?? 0;
      const code = packedCode(result);
      counts[code] = (counts[code] ?? 0) + 1;
      if (!isSilence(code)) this.#quietHosts.heard(index);
      // Other lines wait for the end of the shard, which tells whether this machine lost its network; before it, a resumed run asks again.
      if (!isCertain(code) || !this.#getsLine(index, code) || this.#hasLine.has(index)) continue;
      this.#take(index, {
        index,
        code,
        attempts: packedAttempt(result),
        rttMs: rttMsOf(records[word + 2] ?? 0),
        at: this.#options.clock.after(records[word + 3] ?? 0),
      });
    }
  }

  /**
   * Takes the end of a shard, with which its silent endpoints are final; resolves when its line is with the journal.
   * @throws as `answers`
   */
  async shard(outcome: ShardOutcome): Promise<void> {
    this.#questions.rethrow();
    const { shard, first, size, codes, attempts } = outcome;
    const at = this.#options.clock.now;
    addResultCounts(this.#finished, countResults(codes));
    this.#unfinished.delete(shard);
    const lines = this.#listed
      ? Array.from(codes, (_, offset) => first + offset)
      : this.#expected.within(first, first + size);
    for (const index of lines) {
      const code = codes[index - first] ?? NO_RESULT;
      if (code === NO_RESULT || this.#hasLine.has(index)) continue;
      this.#take(index, { index, code, attempts: attempts[index - first] ?? 0, rttMs: null, at });
    }
    this.#options.journal.append(await shardLine(outcome, new Date(at).toISOString()));
  }

  /** Resolves when no endpoint is being identified any more. @throws as `answers` */
  finished(): Promise<void> {
    return this.#questions.finished();
  }

  #goOnFrom({ results, unfinished, pending }: ResumeState): void {
    addResultCounts(this.#finished, results);
    for (const [shard, { codes }] of unfinished) this.#unfinished.set(shard, countResults(codes));
    for (const observation of pending) {
      const index = this.#options.plan.indexOf(observation.address, observation.port);
      this.#hasLine.add(index);
      this.#settle(observation);
    }
  }

  #countsOf(shard: number): ResultCounts {
    const known = this.#unfinished.get(shard);
    if (known !== undefined) return known;
    const counts = createResultCounts();
    this.#unfinished.set(shard, counts);
    return counts;
  }

  /** A port that was declared open is a finding of its own where it is not, so it always has a line. */
  #getsLine(index: number, code: number): boolean {
    return this.#listed || code === this.#open || this.#expected.has(index);
  }

  #take(index: number, swept: SweptEndpoint): void {
    this.#hasLine.add(index);
    this.#settle(this.#observation(swept));
  }

  #settle(observation: Observation): void {
    // The line of an open endpoint waits until more is known; the journal keeps the answer safe until then.
    if (observation.state === 'open') this.#questions.ask(observation);
    else this.#write(observation);
  }

  #write(observation: Observation): void {
    this.#options.observations.append(observation);
    this.#options.events.send({ type: 'observation', observation });
  }
}

export function createCollector(options: CollectorOptions): Collector {
  return new Collector(options);
}
