/** Random numbers that are the same for the same seed: mulberry32 (Tommy Ettinger, public domain), 0 <= x < 1. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** How many of `count` independent events with this probability happen: exact, by the gaps between the rarer ones; normal where both are over 1,000. */
export function binomial(random: () => number, count: number, probability: number): number {
  if (probability > 0.5) return count - binomial(random, count, 1 - probability);
  if (count === 0 || probability <= 0) return 0;
  if (count * probability > 1000) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return Math.round(count * probability + normal * Math.sqrt(count * probability * (1 - probability)));
  }
  const logMiss = Math.log1p(-probability);
  let happened = 0;
  for (let at = Math.floor(Math.log(1 - random()) / logMiss); at < count; happened++) {
    at += 1 + Math.floor(Math.log(1 - random()) / logMiss);
  }
  return happened;
}
