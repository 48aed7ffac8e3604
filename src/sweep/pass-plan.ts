import type { PassTally } from '../model/shard.ts';
export type PassDecision = { readonly done: true } | { readonly done: false; readonly rate: number | null };
export function createPassPlan({
  minPasses,
  rate,
}: {
  minPasses: number;
  maxPasses: number;
  tolerated: number;
  rate: number | null;
}): {
  passEnded(pass: { answered: number; silent: number; probes: number; seconds: number }): PassDecision;
  readonly tallies: readonly PassTally[];
} {
  const firstAnswers: number[] = [];
  return {
    passEnded({ answered, silent }) {
      firstAnswers.push(answered);
      return firstAnswers.length >= minPasses || silent === 0 ? { done: true } : { done: false, rate };
    },
    get tallies() {
      return [{ before: 0, firstAnswers }];
    },
  };
}
