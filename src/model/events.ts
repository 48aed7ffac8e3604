import type { Observation, PortState } from './observation.ts';
import type { Pace } from './pace-control.ts';
import type { Finding, Report } from './report.ts';

/** Where a sweep stands. Rates are probes per second. */
export interface Progress {
  readonly done: number;
  readonly planned: number;
  readonly probesPerSecond: number;
  readonly states: Readonly<Record<PortState, number>>;
  readonly secondsLeft: number | null;
  /** Open endpoints whose identification has ended, and those still under way or waiting. */
  readonly identified: number;
  readonly identifying: number;
  readonly pace: Pace;
}

/** What an audit says while it runs; `--json` prints one a line. */
export type AuditEvent =
  | {
      readonly type: 'run-started';
      readonly runId: string;
      readonly directory: string;
      readonly hosts: number;
      readonly endpoints: number;
      readonly engine: string;
      /** Why it is this engine, as a short phrase: `raw sockets may be opened`. */
      readonly engineBecause: string;
      readonly seed: string;
      readonly at: string;
    }
  | ({ readonly type: 'progress' } & Progress)
  | { readonly type: 'observation'; readonly observation: Observation }
  | { readonly type: 'warning'; readonly message: string }
  | { readonly type: 'finding'; readonly finding: Finding }
  | {
      readonly type: 'run-finished';
      readonly directory: string;
      readonly outcome: Report['outcome'];
      readonly files: readonly string[];
    };
