import type { LaneOutcome } from './lane-protocol.ts';

/** What lanes that worked side by side on parts of one shard found, in the order of the parts. Rates add up. */
export function joinOutcomes(outcomes: readonly LaneOutcome[]): LaneOutcome {
  return {
    codes: joinBytes(outcomes.map(({ codes }) => codes)),
    attempts: joinBytes(outcomes.map(({ attempts }) => attempts)),
    tallies: outcomes.flatMap(({ tallies }) => tallies),
    passes: Math.max(...outcomes.map(({ passes }) => passes)),
    slowestRate: addRates(outcomes.map(({ slowestRate }) => slowestRate)),
    fastestRate: addRates(outcomes.map(({ fastestRate }) => fastestRate)),
  };
}

function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function addRates(rates: readonly (number | null)[]): number | null {
  const measured = rates.filter((rate) => rate !== null);
  return measured.length === 0 ? null : measured.reduce((sum, rate) => sum + rate, 0);
}
