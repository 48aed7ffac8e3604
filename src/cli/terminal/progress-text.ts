import type { Progress } from '../../model/events.ts';
import type { Pace } from '../../model/pace-control.ts';
import { countText, durationText } from '../../model/quantity-text.ts';
import { paceText } from './pace-text.ts';
import { percentText } from './percent-text.ts';

/** Where a sweep stands, on one line. */
export function progressText(progress: Progress): string {
  const { done, planned, probesPerSecond, states, secondsLeft, identified, identifying, pace } = progress;
  const parts = [
    `${countText(done)} of ${countText(planned)} (${percentText(planned === 0 ? 1 : done / planned)})`,
    rateText(probesPerSecond, pace),
    `${countText(states.open)} open`,
  ];
  if (states.error > 0) parts.push(`${countText(states.error)} not asked`);
  if (identifying > 0) parts.push(`identifying ${countText(identifying)}, ${countText(identified)} done`);
  if (secondsLeft !== null && done < planned) parts.push(`${durationText(secondsLeft)} left`);
  return parts.join(', ');
}

/** With the pace beside it, not at the end, where a narrow terminal cuts the line. */
function rateText(probesPerSecond: number, pace: Pace): string {
  if (pace.paused) return 'paused';
  const atPace = paceText(pace);
  return `${countText(probesPerSecond)} probes/s${atPace === null ? '' : ` ${atPace}`}`;
}
