import type { Identifier } from '../identify/identifier.ts';
import type { Observation } from '../model/observation.ts';
import { codeOf, resultOf } from '../model/result-code.ts';
import { protocolSeen } from '../model/service.ts';
import type { Canary } from './canary.ts';

const SUSPECTED = resultOf(codeOf('syn-proxy-suspected'));

export interface OpenQuestionsOptions {
  /** Null when identification is off. */
  readonly identifier: Identifier | null;
  readonly canary: Pick<Canary, 'acceptsEverything'>;
  /** Takes an open endpoint when all is known of it: with what was identified, or as `syn-proxy-suspected`. */
  readonly known: (observation: Observation) => void;
  /** Takes one that was left unknown, because the run was interrupted. */
  readonly leftUnknown: (observation: Observation) => void;
}

/** Finds out what is behind open ports, many at a time: what answers, and whether anything is there at all. */
export class OpenQuestions {
  readonly #options: OpenQuestionsOptions;
  readonly #pending = new Set<Promise<void>>();
  #identified = 0;
  #failure: unknown;

  constructor(options: OpenQuestionsOptions) {
    this.#options = options;
  }

  get identified(): number {
    return this.#identified;
  }

  get pending(): number {
    return this.#pending.size;
  }

  ask(observation: Observation): void {
    const asked: Promise<void> = this.#ask(observation)
      .catch((error: unknown) => {
        this.#failure ??= error;
      })
      .finally(() => this.#pending.delete(asked));
    this.#pending.add(asked);
  }

  /** @throws what asking failed with before */
  rethrow(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Resolves when nothing is being asked any more. @throws as `rethrow` */
  async finished(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending);
    this.rethrow();
  }

  async #ask(observation: Observation): Promise<void> {
    const { identifier, canary, known, leftUnknown } = this.#options;
    const [identification, acceptsEverything] = await Promise.all([
      identifier === null ? null : identifier.identify(observation, observation.host),
      canary.acceptsEverything(observation.address),
    ]);
    if (identification === undefined || acceptsEverything === undefined) return leftUnknown(observation);
    if (identification !== null) this.#identified++;
    const isProven = !acceptsEverything || protocolSeen(identification?.service) !== undefined;
    known(isProven ? { ...observation, ...identification } : { ...observation, ...SUSPECTED });
  }
}
