import type { Pace } from '../../model/pace-control.ts';

/** `at half pace`, `paused`; null at the pace that was asked for. */
export function paceText({ factor, paused }: Pace): string | null {
  if (paused) return 'paused';
  if (factor === 1) return null;
  if (factor === 0.5) return 'at half pace';
  if (factor === 2) return 'at double pace';
  return factor < 1 ? `at 1/${Math.round(1 / factor)} of the pace` : `at ${factor} times the pace`;
}
