import { createIndexSet } from '../../model/index-set.ts';
import type { IndexSet } from '../../model/index-set.ts';
import type { Observation } from '../../model/observation.ts';
import type { Plan } from '../../model/plan.ts';
import { codeOf, NO_RESULT, resultOf } from '../../model/result-code.ts';
import type { ResultCode } from '../../model/result-code.ts';
import { LISTED_ENDPOINTS } from '../../model/run.ts';
import type { Subject } from '../../policy/subject.ts';
import type { Tally } from '../../report/tally.ts';
import { expectedEndpoints } from '../expected-endpoints.ts';
import { observationMaker } from '../observation-of.ts';
import { combineCodes, NOT_PLANNED } from './combine-codes.ts';
import type { Grid } from './grid.ts';
import { sightingsOf } from './sightings.ts';

/** Takes each endpoint that any vantage looked at, once; those of large plans that look alike come together. */
export interface GridJudge {
  /** `alike`: some of the endpoints that a subject stands for, one by one. */
  readonly take: (subject: Subject, alike: () => readonly Subject[]) => void;
  /** What makes two endpoints differ besides port, labels and results; the empty text where nothing does. */
  readonly kindOf: (union: Plan, index: number) => string;
  readonly tally: Pick<Tally, 'observe' | 'observeShard'>;
}

/** Goes over all endpoints of a union of plans. Endpoints that more is known of than their results are judged first, one by one. */
export async function judgeGrids(union: Plan, grids: readonly Grid[], judge: GridJudge): Promise<void> {
  const combined = combine(union.size, grids);
  const own = createIndexSet();
  const one = singles(union, grids, combined);
  const takeOwn = (at: number, observation: Observation): void => {
    const index = union.indexOf(observation.address, observation.port);
    if (speakerOf(grids, combined, index) !== at || own.has(index)) return;
    own.add(index);
    const subject = one(index, observation);
    judge.tally.observe(subject.observation);
    judge.take(subject, () => [subject]);
  };
  for (const [at, grid] of grids.entries()) {
    for (const plan of grid.plans) {
      for await (const batch of plan.observations()) for (const observation of batch) takeOwn(at, observation);
    }
  }
  if (union.size <= LISTED_ENDPOINTS) {
    for (let index = 0; index < union.size; index++) {
      const code = combined[index] ?? NOT_PLANNED;
      if (code === NOT_PLANNED || code === NO_RESULT || own.has(index)) continue;
      const subject = one(index);
      judge.tally.observe(subject.observation);
      judge.take(subject, () => [subject]);
    }
    return;
  }
  judgeKinds({ union, grids, combined, one, own }, judge);
}

function combine(size: number, grids: readonly Grid[]): Uint8Array {
  const [first] = grids;
  if (grids.length === 1 && first !== undefined) return first.codes;
  const combined = new Uint8Array(size);
  const remembered = new Map<string, ResultCode>();
  for (let index = 0; index < size; index++) {
    const codes = codesAt(grids, index);
    const key = String.fromCharCode(...codes);
    let code = remembered.get(key);
    if (code === undefined) remembered.set(key, (code = combineCodes(codes)));
    combined[index] = code;
  }
  return combined;
}

function codesAt(grids: readonly Grid[], index: number): readonly ResultCode[] {
  return grids.map(({ codes }) => codes[index] ?? NOT_PLANNED);
}

/** The vantage whose observation stands for all: it saw what all of them together say, and knows most. -1 where no vantage has an observation. */
function speakerOf(grids: readonly Grid[], combined: Uint8Array, index: number): number {
  let speaker = -1;
  let most = 0;
  for (const [at, { codes, knowledge }] of grids.entries()) {
    const known = knowledge[index] ?? 0;
    if (codes[index] !== combined[index] || known <= most) continue;
    most = known;
    speaker = at;
  }
  return speaker;
}

/** Makes the subject of one endpoint; without an observation of its own, of its result alone. */
function singles(
  union: Plan,
  grids: readonly Grid[],
  combined: Uint8Array,
): (index: number, observation?: Observation) => Subject {
  const vantages = grids.map(({ vantage }) => vantage);
  const makers = vantages.map(({ id }) => observationMaker(union, id));
  return (index, observation) => {
    const codes = codesAt(grids, index);
    const code = combined[index] ?? NO_RESULT;
    const speaker = Math.max(0, codes.indexOf(code));
    const { finishedAt, startedAt } = vantages[speaker] ?? {};
    const at = Date.parse(finishedAt ?? startedAt ?? '1970-01-01');
    const known = observation ?? makers[speaker]?.({ index, code, attempts: 1, rttMs: null, at });
    if (known === undefined) throw new RangeError(`no vantage for endpoint ${index}`);
    const identity = union.identityOf(known.address);
    const host = identity.names[0] ?? known.address;
    const seen = sightingsOf(vantages, codes);
    return { observation: { ...known, host, ...resultOf(code) }, identity, seen, times: 1 };
  };
}

interface Remaining {
  readonly union: Plan;
  readonly grids: readonly Grid[];
  readonly combined: Uint8Array;
  readonly one: (index: number) => Subject;
  /** Endpoints that were judged one by one. */
  readonly own: IndexSet;
}

/** Endpoints of a kind that are named one by one where rules or the intent matrix have something against them. */
const EXAMPLES = 1000;
const ROWS_AT_ONCE = 65_536;
const OPEN = new Set([codeOf('syn-ack'), codeOf('udp-response')]);

function judgeKinds({ union, grids, combined, one, own }: Remaining, judge: GridJudge): void {
  const expected = expectedEndpoints(union);
  const kinds = new Map<string, { readonly examples: number[]; times: number }>();
  const width = union.ports.length;
  for (const [segment, { firstHost, hosts }] of union.segments.entries()) {
    for (let index = firstHost * width; index < (firstHost + hosts) * width; index++) {
      const code = combined[index] ?? NOT_PLANNED;
      if (code === NOT_PLANNED || code === NO_RESULT || own.has(index)) continue;
      if (OPEN.has(code) || expected.has(index)) {
        const subject = one(index);
        own.add(index);
        judge.tally.observe(subject.observation);
        judge.take(subject, () => [subject]);
        continue;
      }
      const codes = String.fromCharCode(...codesAt(grids, index));
      const key = `${segment} ${index % width} ${codes} ${judge.kindOf(union, index)}`;
      const kind = kinds.get(key);
      if (kind === undefined) kinds.set(key, { examples: [index], times: 1 });
      else {
        kind.times++;
        if (kind.examples.length < EXAMPLES) kind.examples.push(index);
      }
    }
  }
  for (const { examples, times } of kinds.values()) {
    const [first] = examples;
    if (first !== undefined) judge.take({ ...one(first), times }, () => examples.map((index) => one(index)));
  }
  tallyRest({ union, combined, own }, judge.tally);
}

/** Endpoints without an observation of their own, whole hosts at a time. */
function tallyRest(
  { union, combined, own }: Pick<Remaining, 'union' | 'combined' | 'own'>,
  tally: Pick<Tally, 'observeShard'>,
): void {
  const step = Math.max(1, Math.floor(ROWS_AT_ONCE / union.ports.length)) * union.ports.length;
  for (let first = 0; first < union.size; first += step) {
    const codes = combined.slice(first, first + step);
    for (const [offset, code] of codes.entries()) {
      if (code === NOT_PLANNED || own.has(first + offset)) codes[offset] = NO_RESULT;
    }
    tally.observeShard(first, codes);
  }
}
