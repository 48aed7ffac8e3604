import { printable } from '../../model/printable.ts';
import { countText, plural } from '../../model/quantity-text.ts';
import type { Finding, Report } from '../../model/report.ts';

/** How waivers stand, where there are some: `Waivers: 2 active, 1 expired`. */
export function waiversLine({ waivers }: Report): readonly string[] {
  if (waivers === null) return [];
  const counts = new Map<string, number>();
  for (const { state } of waivers.entries) counts.set(state, (counts.get(state) ?? 0) + 1);
  const states = [...counts].map(([state, count]) => `${countText(count)} ${state}`);
  return [`Waivers: ${states.length === 0 ? 'none' : states.join(', ')}`];
}

const MOST_NOTES = 5;

/** What changed since the baseline, and what makes it hard to compare. */
export function changesLines({ changes }: Report): readonly string[] {
  if (changes === null) return [];
  const { counts, baseline, notes } = changes;
  const parts = [
    [counts.new, 'new'],
    [counts.escalated, 'worse'],
    [counts.reopened, 'back'],
    [counts.changed, 'changed'],
    [counts.unchanged, 'unchanged'],
    [counts.resolved, 'resolved'],
    [counts.unverified, 'not verified'],
    [counts.ruleDisabled, 'of rules that are off'],
  ] as const;
  const told = parts.flatMap(([count, word]) => (count === 0 ? [] : [`${countText(count)} ${word}`]));
  return [
    `Since ${printable(baseline.startedAt.slice(0, 10))} (run ${printable(baseline.runId, 64)}): ${told.join(', ') || 'nothing'}`,
    ...notes.slice(0, MOST_NOTES).map((note) => `  ${printable(note, 512)}`),
    ...(notes.length > MOST_NOTES ? [`  and ${plural(notes.length - MOST_NOTES, 'note')} more in the report`] : []),
  ];
}

/** What sets a finding apart: ` [new]`, ` [waived by W-2026-014]`; empty for one that is neither. */
export function findingNote({ history, disposition, waiver }: Finding): string {
  const notes = [
    ...(history === null || history.status === 'unchanged' ? [] : [history.status]),
    ...(disposition === 'open' ? [] : [`${DISPOSITION[disposition]} ${printable(waiver ?? '', 64)}`]),
  ];
  return notes.length === 0 ? '' : ` [${notes.join(', ')}]`;
}

const DISPOSITION = {
  waived: 'waived by',
  'waiver-expired': 'no longer waived by',
  'waiver-exceeded': 'worse than waived by',
} as const;
