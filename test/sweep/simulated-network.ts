import { createPassPlan } from '../../src/sweep/pass-plan.ts';
import type { PassPlan, PassPlanOptions } from '../../src/sweep/pass-plan.ts';
import { seededRandom } from './seeded-random.ts';

/** Whether a probe to an answering endpoint, sent at `seconds` since the pass began, is answered. */
export type Answers = (endpoint: number, seconds: number) => boolean;

export interface SimulatedNetwork {
  readonly endpoints: number;
  /** The share of endpoints that answer at all. */
  readonly answering: number;
  /** Probes a second that the sender manages. */
  readonly fastest: number;
  readonly seed: number;
  /** Made anew for each pass, which is sent at `speed` probes a second. */
  answers(random: () => number, speed: number): Answers;
}

export interface SimulatedSweep {
  readonly plan: PassPlan;
  readonly answering: number;
  readonly missed: number;
  /** Of each pass, as asked. */
  readonly rates: readonly (number | null)[];
  readonly probes: number;
}

/** Sweeps a simulated network in passes as the plan says. */
export function simulateSweep(network: SimulatedNetwork, options: PassPlanOptions): SimulatedSweep {
  const random = seededRandom(network.seed);
  const plan = createPassPlan(options);
  const alive = Uint8Array.from({ length: network.endpoints }, () => (random() < network.answering ? 1 : 0));
  let silent = Uint32Array.from({ length: network.endpoints }, (_, endpoint) => endpoint);
  const rates: (number | null)[] = [];
  let probes = 0;
  for (let rate = options.rate; ;) {
    rates.push(rate);
    const speed = Math.min(rate ?? network.fastest, network.fastest);
    const answers = network.answers(random, speed);
    const asked = silent.length;
    silent = silent.filter((endpoint, place) => alive[endpoint] === 0 || !answers(endpoint, place / speed));
    probes += asked;
    const decision = plan.passEnded({
      answered: asked - silent.length,
      silent: silent.length,
      probes: asked,
      seconds: asked / speed,
    });
    if (decision.done) break;
    rate = decision.rate;
  }
  const answering = alive.reduce((sum, one) => sum + one, 0);
  return { plan, answering, missed: silent.reduce((sum, one) => sum + (alive[one] ?? 0), 0), rates, probes };
}

/** Each probe or its answer is lost with this probability. */
export function uniformLoss(loss: number): SimulatedNetwork['answers'] {
  return (random) => () => random() >= loss;
}

/** At most so many answers a second, and a tenth of a second's at once; probes that find the bucket empty are dropped. */
export function tokenBucket(perSecond: number): SimulatedNetwork['answers'] {
  return () => {
    let tokens = perSecond / 10;
    let filledAt = 0;
    return (_, seconds) => {
      tokens = Math.min(perSecond / 10, tokens + (seconds - filledAt) * perSecond);
      filledAt = seconds;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    };
  };
}

/** A link that carries so many probes a second and drops what is beyond, at random. */
export function loadedLink(perSecond: number): SimulatedNetwork['answers'] {
  return (random, speed) => () => random() < perSecond / speed;
}

/** In a share of the time, in stretches of so many seconds, nothing is answered. */
export function lossInBursts(share: number, seconds: number): SimulatedNetwork['answers'] {
  return (random) => {
    let stretch = -1;
    let lost = false;
    return (_, at) => {
      for (; stretch < Math.floor(at / seconds); stretch++) lost = random() < share;
      return !lost;
    };
  };
}
