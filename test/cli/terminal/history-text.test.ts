import { describe, expect, it } from 'vitest';
import { changesLines, findingNote, waiversLine } from '../../../src/cli/terminal/history-text.ts';
import type { Finding, Report } from '../../../src/model/report.ts';
import { sampleFinding, sampleReport } from '../sample-report.ts';

const COUNTS = {
  new: 0,
  unchanged: 0,
  changed: 0,
  escalated: 0,
  reopened: 0,
  resolved: 0,
  unverified: 0,
  ruleDisabled: 0,
};

function changed(counts: Partial<typeof COUNTS>, notes: readonly string[] = []): Report {
  const baseline = { path: 'old', sha256: '', runId: 'r\u001b0', startedAt: '2026-01-31T10:00:00.000Z' };
  return sampleReport({ changes: { baseline, counts: { ...COUNTS, ...counts }, gone: [], goneOmitted: 0, notes } });
}

describe('the summary', () => {
  it('says nothing of a baseline and waivers that there are not', () => {
    expect([...changesLines(sampleReport()), ...waiversLine(sampleReport())]).toEqual([]);
  });

  it('counts what changed', () => {
    expect(changesLines(changed({ new: 1, escalated: 2, resolved: 1200, unverified: 3 }))).toEqual([
      'Since 2026-01-31 (run r\\x1b0): 1 new, 2 worse, 1,200 resolved, 3 not verified',
    ]);
    expect(changesLines(changed({}))).toEqual(['Since 2026-01-31 (run r\\x1b0): nothing']);
  });

  it('tells a few notes', () => {
    const lines = changesLines(changed({}, ['a\u0007', 'b', 'c', 'd', 'e', 'f', 'g']));
    expect(lines.slice(1)).toEqual(['  a\\x07', '  b', '  c', '  d', '  e', '  and 2 notes more in the report']);
  });

  it('counts waivers by state', () => {
    expect(waiversLine(sampleReport({ waivers: { files: [], entries: [] } }))).toEqual(['Waivers: none']);
  });
});

describe('the note on a finding', () => {
  const known = { firstSeen: '', lastSeen: '', ageDays: 0, changes: [] };

  it.each<[Partial<Finding>, string]>([
    [{}, ''],
    [{ history: { status: 'unchanged', ...known } }, ''],
    [{ history: { status: 'new', ...known } }, ' [new]'],
    [{ disposition: 'waived', waiver: 'W-1' }, ' [waived by W-1]'],
    [{ disposition: 'waiver-expired', waiver: 'W-1' }, ' [no longer waived by W-1]'],
    [
      { disposition: 'waiver-exceeded', waiver: 'W-1', history: { status: 'escalated', ...known } },
      ' [escalated, worse than waived by W-1]',
    ],
  ])('%j', (changes, expected) => {
    expect(findingNote(sampleFinding(changes))).toBe(expected);
  });
});
