import type { Observation, Transport } from '../../model/observation.ts';
import type { Plan } from '../../model/plan.ts';
import type { Report, Vantage } from '../../model/report.ts';
import type { RunCounters, UdpRecord } from '../../model/run.ts';
import type { ResultCode } from '../../model/result-code.ts';
import type { Target } from '../../model/target.ts';

/** One endpoint of a source's plan and what came of it. */
export interface SourceResult {
  readonly index: number;
  readonly code: ResultCode;
  /** Where more is known; `observations` gives it again. */
  readonly observation?: Observation;
}

/** What a source has of one transport. */
export interface SourcePlan {
  readonly plan: Plan;
  /** Whether an endpoint of the plan was asked for: files of other scanners do not always name ports that every host was asked. */
  readonly isPlanned: (index: number) => boolean;
  /** Endpoints that were asked for. */
  readonly planned: number;
  /** What is known, endpoint by endpoint, in batches to be gone through one after the other; a later result of one replaces an earlier one. @throws UsageError */
  results(): AsyncIterable<Iterable<SourceResult>>;
  /** Those of which more is known than a result, in such batches. @throws UsageError */
  observations(): AsyncIterable<Iterable<Observation>>;
}

/** What one vantage saw, wherever it was read: a run directory, or the file of another scanner. */
export interface Source {
  /** As the user named it. */
  readonly name: string;
  /** Of Portreeve, that made the run or reads it. */
  readonly toolVersion: string;
  /** `states` are not counted yet. */
  readonly about: Vantage;
  readonly run: Report['run'];
  readonly scope: Report['scope'];
  readonly targets: readonly Target[];
  readonly counters: RunCounters | null;
  /** Null where UDP was not asked. */
  readonly udp: Pick<UdpRecord, 'datagramsSent' | 'seconds'> | null;
  readonly echo: Readonly<Record<string, 'answered' | 'silent' | 'not-asked'>>;
  /** What keeps it from telling everything, as sentences. */
  readonly notes: readonly string[];
  /** Null where the transport was not asked. */
  planOf(transport: Transport): SourcePlan | null;
}
