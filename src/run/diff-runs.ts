import { compareWithBaseline } from '../policy/baseline/compare-with-baseline.ts';
import { differenceMarkdown } from '../report/difference/difference-markdown.ts';
import { differenceCounts, differenceSections } from '../report/difference/difference-sections.ts';
import type { DifferenceSection, Marks } from '../report/difference/difference-sections.ts';
import type { RunDifference } from '../report/difference/run-difference.ts';
import { gotWorse, runDifference } from '../report/difference/run-difference.ts';
import { loadReport } from './load-report.ts';

/** What changed between two runs, in the forms that it is told in. */
export interface DiffedRuns {
  readonly difference: RunDifference;
  /** Whether a finding that no waiver covers is new, worse or back. */
  readonly worse: boolean;
  /** How many findings are in which state, in one line. */
  readonly summary: string;
  /** What changed, as lines under headings. */
  readonly sections: (marks: Marks) => readonly DifferenceSection[];
  /** For a comment on a pull request: at most 60,000 characters, everything observed inert. */
  readonly markdown: string;
}

/** Compares two runs, each a run directory or a report.json, the earlier one first. Sends nothing. @throws UsageError for what is no report */
export async function diffRuns(oldRun: string, newRun: string): Promise<DiffedRuns> {
  const [old, now] = await Promise.all([loadReport(oldRun), loadReport(newRun)]);
  const { findings, changes } = compareWithBaseline(now.report, old);
  const difference = runDifference({ old, new: { report: { ...now.report, findings }, path: now.path }, changes });
  return {
    difference,
    worse: gotWorse(difference),
    summary: differenceCounts(difference),
    sections: (marks) => differenceSections(difference, marks),
    markdown: differenceMarkdown(difference),
  };
}
