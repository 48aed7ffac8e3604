import type { LineFile } from '../evidence/line-file.ts';
import type { Identifier } from '../identify/identifier.ts';
import type { AuditEvent } from '../model/events.ts';
import type { Observation } from '../model/observation.ts';
import type { Plan } from '../model/plan.ts';
import { LISTED_ENDPOINTS } from '../model/run.ts';
import type { EventChannel } from './event-channel.ts';
import { SilentTally } from './silent-tally.ts';

/** Beyond these the sweep waits: open endpoints to question, lines to write, events to read. */
const MOST_IDENTIFYING = 4000;
const MOST_LINES = 50_000;
const MOST_EVENTS = 50_000;

/** In plans of up to this many hosts it is remembered which of them answered, so that the others can be sent an echo request. */
const MOST_REMEMBERED_HOSTS = 256;

export interface CollectorOptions {
  readonly plan: Plan;
  readonly observations: LineFile;
  readonly journal: LineFile;
  readonly events: EventChannel<AuditEvent>;
  /** Null when identification is off. */
  readonly identifier: Identifier | null;
}

/** Takes what the sweep observes: questions open endpoints, then writes every endpoint's one line, or counts it. */
export class Collector {
  readonly silent: SilentTally;
  readonly #options: CollectorOptions;
  readonly #identifying = new Set<Promise<void>>();
  readonly #quietHosts: Set<string>;
  #identified = 0;
  #interrupted = 0;
  #failure: unknown;

  constructor(options: CollectorOptions) {
    this.#options = options;
    this.silent = new SilentTally(options.plan);
    const hosts = options.plan.hosts <= MOST_REMEMBERED_HOSTS ? options.plan.hosts : 0;
    this.#quietHosts = new Set(Array.from({ length: hosts }, (_, host) => options.plan.hostAt(host)));
  }

  /** Hosts of which no port answered so far, in plans small enough to remember. */
  get quietHosts(): readonly string[] {
    return [...this.#quietHosts];
  }

  get identified(): number {
    return this.#identified;
  }

  get identifying(): number {
    return this.#identifying.size;
  }

  /** Open endpoints whose identification was cut short or never began, because the run was interrupted. */
  get interrupted(): number {
    return this.#interrupted;
  }

  /** Whether the sweep should wait. */
  get congested(): boolean {
    const { observations, events } = this.#options;
    return (
      this.#identifying.size > MOST_IDENTIFYING || observations.backlog > MOST_LINES || events.backlog > MOST_EVENTS
    );
  }

  /** @throws what writing or identification failed with before */
  observe(observation: Observation, index: number): void {
    if (this.#failure !== undefined) throw this.#failure;
    const { identifier, journal } = this.#options;
    if (observation.reason !== 'no-response') this.#quietHosts.delete(observation.address);
    if (observation.state === 'open' && identifier !== null) {
      // The line waits for identification; the journal keeps the observation safe until then.
      journal.append({ type: 'open', observation });
      this.#track(this.#identify(identifier, observation));
    } else if (this.#hasLine(observation)) {
      this.#write(observation);
    } else {
      this.silent.count(observation, index);
    }
  }

  /** Resolves when every open endpoint has its line. @throws as `observe` */
  async finished(): Promise<void> {
    while (this.#identifying.size > 0) await Promise.all(this.#identifying);
    if (this.#failure !== undefined) throw this.#failure;
  }

  async #identify(identifier: Identifier, observation: Observation): Promise<void> {
    const identification = await identifier.identify(observation, observation.host);
    if (identification === undefined) this.#interrupted++;
    else this.#identified++;
    this.#write({ ...observation, ...identification });
  }

  #track(work: Promise<void>): void {
    const tracked: Promise<void> = work
      .catch((error: unknown) => {
        this.#failure ??= error;
      })
      .finally(() => this.#identifying.delete(tracked));
    this.#identifying.add(tracked);
  }

  /** A silent port that was declared open is a finding of its own, so it always has a line. */
  #hasLine(observation: Observation): boolean {
    if (this.#options.plan.size <= LISTED_ENDPOINTS || observation.reason !== 'no-response') return true;
    const { expectOpen } = this.#options.plan.identityOf(observation.address).labels;
    return expectOpen?.includes(observation.port) ?? false;
  }

  #write(observation: Observation): void {
    this.#options.observations.append(observation);
    this.#options.events.send({ type: 'observation', observation });
  }
}
