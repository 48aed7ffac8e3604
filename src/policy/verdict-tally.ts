import type { RuleLevel, RuleResult, Verdict, VerdictCounts } from '../model/report.ts';
import { VERDICTS } from '../model/report.ts';
import type { PolicyRule } from './create-policy.ts';

type MutableCounts = { -readonly [Name in Verdict]: number };

/** Counts verdicts, by rule. */
export interface VerdictTally {
  /** One verdict for each rule of the level that is not off, in the order of the policy. */
  add(level: RuleLevel, verdicts: readonly Verdict[], times: number): void;
  /** Every rule, those that are off with zero counts. */
  rules(): readonly RuleResult[];
  /** Their sum is, over all levels, rules that are not off times what they judged. */
  total(): VerdictCounts;
}

/** Lists of verdicts that are held before they are counted. */
const MOST_PENDING = 4096;

/** A tally of nothing yet. */
export function createVerdictTally(rules: readonly PolicyRule[]): VerdictTally {
  const entries = rules.map((rule) => ({ ...rule, counts: zeroCounts() }));
  const ofLevel = (level: RuleLevel): readonly MutableCounts[] =>
    entries.filter(({ rule, status }) => rule.level === level && status !== 'off').map(({ counts }) => counts);
  const active = { endpoint: ofLevel('endpoint'), intent: ofLevel('intent'), waiver: ofLevel('waiver') };
  /** Endpoints that look alike have one list of verdicts, so that lists are counted and not verdicts. */
  const pending = new Map<readonly Verdict[], { readonly level: RuleLevel; times: number }>();

  function settle(): void {
    for (const [verdicts, { level, times }] of pending) {
      for (const [index, counts] of active[level].entries()) {
        const verdict = verdicts[index];
        if (verdict !== undefined) counts[verdict] += times;
      }
    }
    pending.clear();
  }

  return {
    add(level, verdicts, times) {
      const known = pending.get(verdicts);
      if (known !== undefined) {
        known.times += times;
        return;
      }
      if (pending.size >= MOST_PENDING) settle();
      pending.set(verdicts, { level, times });
    },
    rules() {
      settle();
      return entries.map(({ rule: { id, pack, title, category, level }, severity, status, because, counts }) => ({
        id,
        pack,
        title,
        category,
        severity,
        level,
        status,
        because,
        counts: { ...counts },
      }));
    },
    total() {
      settle();
      const sum = zeroCounts();
      for (const { counts } of entries) for (const verdict of VERDICTS) sum[verdict] += counts[verdict];
      return sum;
    },
  };
}

function zeroCounts(): MutableCounts {
  return { fail: 0, pass: 0, not_applicable: 0, not_assessed: 0, error: 0 };
}
