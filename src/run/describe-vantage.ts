import type { StateCounts } from '../model/report.generated.ts';
import type { Vantage } from '../model/report.ts';
import type { RunRecord } from '../model/run.ts';

/** Where a run looked from; `states` are what it saw, `UNCOUNTED` while that is not known. */
export function describeVantage(record: RunRecord, states: Readonly<StateCounts>): Vantage {
  const controls = record.controls ?? [];
  const failed = controls.some(({ open }) => !open);
  return {
    ...record.request.vantage,
    run: record.id,
    tool: 'portreeve',
    startedAt: record.startedAt,
    finishedAt: record.finishedAt,
    complete: record.complete,
    endpoints: record.endpoints + (record.udp?.endpoints ?? 0),
    states,
    health: failed ? 'failed' : controls.length > 0 ? 'confirmed' : 'no-control',
    controls: controls.map(({ address, port, open }) => ({ address, port, state: open ? 'open' : 'not-open' })),
  };
}

/** Before anything was counted. */
export const UNCOUNTED: Readonly<StateCounts> = { open: 0, closed: 0, filtered: 0, error: 0 };
