import type { MissedEstimate } from './missed.ts';

/** What one pass over the silent endpoints brought. */
export interface PassResult {
  /** Endpoints that answered in this pass for the first time. */
  readonly answered: number;
  /** Endpoints that are silent still. */
  readonly silent: number;
  /** Probes sent in this pass. */
  readonly probes: number;
  /** How long sending took. */
  readonly seconds: number;
}

/** How the next pass is sent. */
export interface NextRate {
  /** Probes a second, null for no limit. */
  readonly rate: number | null;
  /**
   * `same`: as before. `slower`, `faster`: the share of probes that is lost will be another. `restored`: as before the last cut, which made no difference.
   */
  readonly change: 'same' | 'slower' | 'faster' | 'restored';
}

/** What was known when the rate was cut. */
interface Cut {
  readonly rate: number | null;
  readonly loss: number;
  readonly left: Pick<MissedEstimate, 'low' | 'expected' | 'high'>;
  readonly probesPerSecond: number;
  readonly answersPerSecond: number;
}

/** Loss per probe above which the rate is cut. */
const TOO_MUCH = 0.01;
const CUT = 1 / 2;
const RAISE = 5 / 4;
/** The lowest rate: this part of what was asked for, or so many probes a second. */
const LOWEST_PART = 1 / 64;
const LOWEST_RATE = 50;
/** A cut helped when the loss fell by this part of what it would fall where a fixed number of probes a second comes through; less can be chance. */
const HELPED = 1 / 3;
/** Standard errors that may be chance. */
const CHANCE = 2;
/** A network is taken to answer at a fixed rate when, with a third less probes or fewer, as many answers a second came, give or take a quarter. */
const FEWER_PROBES = 2 / 3;
const SAME_ANSWERS = 0.25;
const ENOUGH_ANSWERS = 50;
/** Part of a fixed answer rate that is asked for. */
const BELOW_LIMIT = 0.9;

/**
 * The rate from pass to pass: half of it after loss, a quarter more after clean passes, as TCP does (AIMD; Chiu and Jain, Computer Networks and ISDN Systems
 * 17, 1989), with two exceptions. Loss that does not fall when the rate does comes from the link and not from the load, so the rate
 * goes back and stays. A network that answers at a fixed rate is asked at about that rate at once.
 */
export class PassRate {
  readonly #asked: number | null;
  #rate: number | null;
  #fastest = 0;
  #cut: Cut | null = null;
  #cutsHelp = true;

  constructor(asked: number | null) {
    this.#asked = asked;
    this.#rate = asked;
  }

  /**
   * @param estimate from the passes under present conditions, null while there are fewer than two
   * @param mayRaise whether enough passes remain to learn the loss at a higher rate
   */
  after(pass: PassResult, estimate: MissedEstimate | null, mayRaise: boolean): NextRate {
    this.#fastest = Math.max(this.#fastest, perSecond(pass.probes, pass));
    const verdict = this.#cut === null ? null : this.#judge(this.#cut, pass, estimate);
    if (verdict !== null) return verdict;
    if (estimate === null) return this.#keep();
    if (estimate.lossPerProbe > TOO_MUCH) return this.#slower(pass, estimate.lossPerProbe, estimate);
    return mayRaise ? this.#faster() : this.#keep();
  }

  /** What the first passes after a cut say of it; null when it helped and the estimate goes for itself. */
  #judge(cut: Cut, pass: PassResult, estimate: MissedEstimate | null): NextRate | null {
    if (answersAtFixedRate(cut, pass)) {
      this.#cut = null;
      return this.#set(perSecond(pass.answered, pass) * BELOW_LIMIT, 'slower');
    }
    const { least, most } =
      estimate === null ? lossOf(cut, pass) : { least: estimate.lossPerProbe, most: estimate.lossPerProbe };
    const limit = lossWhenHelped(cut, pass);
    if (least >= limit) {
      this.#cut = null;
      this.#cutsHelp = false;
      this.#rate = cut.rate;
      return { rate: cut.rate, change: 'restored' };
    }
    // Not known yet: another pass at this rate gives an estimate of its own.
    if (most > limit) return this.#keep();
    this.#cut = null;
    if (estimate !== null) return null;
    const left = {
      low: Math.max(0, cut.left.low - pass.answered),
      expected: Math.max(0, cut.left.expected - pass.answered),
      high: Math.max(0, cut.left.high - pass.answered),
    };
    return least > TOO_MUCH ? this.#slower(pass, (least + most) / 2, left) : this.#keep();
  }

  #slower(pass: PassResult, loss: number, left: Cut['left']): NextRate {
    if (!this.#cutsHelp) return this.#keep();
    const probesPerSecond = perSecond(pass.probes, pass);
    const before = this.#rate;
    const next = this.#set(Math.min(before ?? probesPerSecond, probesPerSecond) * CUT, 'slower');
    if (next.change === 'same') return next;
    const answersPerSecond = perSecond(pass.answered, pass);
    this.#cut = { rate: before, loss, left, probesPerSecond, answersPerSecond };
    return next;
  }

  #faster(): NextRate {
    if (this.#rate === this.#asked || this.#rate === null) return this.#keep();
    const raised = Math.round(this.#rate * RAISE);
    this.#rate = raised < (this.#asked ?? this.#fastest) ? raised : this.#asked;
    return { rate: this.#rate, change: 'faster' };
  }

  #set(rate: number, change: NextRate['change']): NextRate {
    const lowest = Math.max(LOWEST_RATE, (this.#asked ?? 0) * LOWEST_PART);
    const next = Math.min(Math.round(Math.max(rate, lowest)), this.#rate ?? Number.POSITIVE_INFINITY);
    if (next === this.#rate) return this.#keep();
    this.#rate = next;
    return { rate: next, change };
  }

  #keep(): NextRate {
    return { rate: this.#rate, change: 'same' };
  }
}

function answersAtFixedRate(cut: Cut, pass: PassResult): boolean {
  const answers = perSecond(pass.answered, pass);
  return (
    pass.answered >= ENOUGH_ANSWERS &&
    perSecond(pass.probes, pass) <= cut.probesPerSecond * FEWER_PROBES &&
    Math.abs(answers - cut.answersPerSecond) <= cut.answersPerSecond * SAME_ANSWERS
  );
}

/** Below this the loss is lower than before the cut. */
function lossWhenHelped({ loss, probesPerSecond }: Cut, pass: PassResult): number {
  const throughAtBest = Math.min(1, ((1 - loss) * probesPerSecond) / perSecond(pass.probes, pass));
  return loss - HELPED * (throughAtBest - (1 - loss));
}

/** The loss of the first pass after a cut, by how many of the endpoints answered that were expected to be left. */
function lossOf({ left }: Cut, { answered }: PassResult): { readonly least: number; readonly most: number } {
  const least = left.low <= answered ? 0 : 1 - answered / left.low;
  const most = left.high <= answered ? 0 : 1 - answered / left.high;
  return { least: least - chance(least, left.low), most: most + chance(most, left.low) };
}

/** The deviation of a share of `count` that can be chance; all of it where there is nothing to count. */
function chance(share: number, count: number): number {
  return count < 1 ? 1 : CHANCE * Math.sqrt((Math.max(share, 1 / count) * (1 - share)) / count);
}

function perSecond(count: number, { seconds }: PassResult): number {
  return count / Math.max(seconds, 0.001);
}
