import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Observation } from '../../src/model/observation.ts';
import type { Plan } from '../../src/model/plan.ts';
import { codeOf } from '../../src/model/result-code.ts';
import { LISTED_ENDPOINTS } from '../../src/model/run.ts';
import { createShardCut } from '../../src/model/shard-cut.ts';
import { createIndexSet } from '../../src/model/index-set.ts';
import { readObservations } from '../../src/run/read-observations.ts';
import { readResumeState } from '../../src/run/read-resume-state.ts';
import { readShards } from '../../src/run/read-shards.ts';
import { fakePlan } from '../sweep/fake-plan.ts';
import { session, sweepShard, VANTAGE } from './sweep-files.ts';

const [OPEN, CLOSED, SILENT] = [codeOf('syn-ack'), codeOf('rst'), codeOf('no-response')];

/** Two hosts in a thousand have an open port; every third endpoint is silent. */
function codeAt(index: number): number {
  if (index % 997 === 5) return OPEN;
  return index % 3 === 0 ? SILENT : CLOSED;
}

/** A whole shard and the beginning of a second one. */
const LARGE = fakePlan(55_000, 20);

let folder: string;
let copies = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portreeve-resume-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function newDirectory(): string {
  return join(folder, String(copies++));
}

/** What judging reads of a run: observations by endpoint, and the results of all others. */
async function known(directory: string, plan: Plan): Promise<ReadonlyMap<number, string>> {
  const results = new Map<number, string>();
  const hasLine = createIndexSet();
  const see = ({ address, port, reason, service }: Observation): void => {
    results.set(plan.indexOf(address, port), `${reason} ${service?.name ?? '-'}`);
  };
  for await (const observation of readObservations(directory, plan, hasLine)) see(observation);
  for await (const { first, codes, unlisted } of readShards(directory, { plan, vantage: VANTAGE, hasLine })) {
    for (const observation of unlisted) see(observation);
    for (const [offset, code] of codes.entries()) {
      if (code !== 0 && !results.has(first + offset)) results.set(first + offset, String(code));
    }
  }
  return results;
}

/** Cuts both files at a place, as a crash may. */
function crash(directory: string, journalShare: number, observationsShare: number): string {
  const copy = newDirectory();
  cpSync(directory, copy, { recursive: true });
  for (const [name, share] of Object.entries({ journal: journalShare, observations: observationsShare })) {
    const path = join(copy, `${name}.jsonl`);
    truncateSync(path, Math.floor(readFileSync(path).length * share));
  }
  return copy;
}

describe.each([
  ['a listed plan', fakePlan(1000, 4), 1],
  ['a large plan', LARGE, 2],
])('a run over %s', (_, plan, shards) => {
  let whole: string;
  let wanted: ReadonlyMap<number, string>;
  beforeAll(async () => {
    whole = newDirectory();
    await session({ directory: whole, plan }, (collector) => sweepAll(plan, (one) => sweepShard(collector, plan, one)));
    wanted = await known(whole, plan);
  }, 60_000);

  async function sweepAll(of: Plan, sweep: (swept: { shard: number; codeAt: typeof codeAt }) => Promise<void>) {
    const { count } = createShardCut(of.hosts, of.ports.length);
    for (let shard = 0; shard < count; shard++) await sweep({ shard, codeAt });
  }

  it('holds the result of every endpoint', () => {
    expect(createShardCut(plan.hosts, plan.ports.length).count).toBe(shards);
    expect(wanted.size).toBe(plan.size);
    expect([...wanted.values()].filter((text) => text === 'syn-ack ssh')).toHaveLength(
      Math.ceil((plan.size - 5) / 997),
    );
  });

  it('goes on after a crash at any moment, and ends as one that went through', { timeout: 120_000 }, async () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    await fc.assert(
      fc.asyncProperty(share, share, async (journalShare, observationsShare) => {
        const directory = crash(whole, journalShare, observationsShare);
        const state = await readResumeState(directory, plan, VANTAGE);
        await session({ directory, plan, known: state }, (collector) =>
          sweepAll(plan, async (one) => {
            if (!state.finishedShards.has(one.shard)) await sweepShard(collector, plan, one);
          }),
        );
        // `toEqual` on maps of a million entries takes minutes.
        const found = await known(directory, plan);
        expect(found.size).toBe(wanted.size);
        expect([...found].filter(([index, text]) => wanted.get(index) !== text)).toEqual([]);
        rmSync(directory, { recursive: true });
      }),
      {
        numRuns: plan.size > LISTED_ENDPOINTS ? 4 : 25,
        examples: [
          [1, 0],
          [0, 0],
          [1, 1],
        ],
      },
    );
  });
});

describe('readResumeState', () => {
  it('tells finished from unfinished shards, and what is to be identified again', async () => {
    const plan = LARGE;
    const directory = newDirectory();
    const identifier = { identify: () => Promise.resolve(undefined) };
    const first = createShardCut(plan.hosts, plan.ports.length).sizeOf(0);
    await session({ directory, plan, identifier }, async (collector) => {
      await sweepShard(collector, plan, { shard: 0, codeAt: (index) => (index === 7 ? OPEN : SILENT) });
      await sweepShard(collector, plan, {
        shard: 1,
        codeAt: (index) => (index === first ? OPEN : index === first + 1 ? CLOSED : SILENT),
        unfinished: true,
      });
    });
    const state = await readResumeState(directory, plan, VANTAGE);
    expect([...state.finishedShards]).toEqual([0]);
    expect(state.counters).toMatchObject({
      probesSent: first,
      passes: 2,
      tallies: [{ before: 0, firstAnswers: [1, 0] }],
    });
    expect(state.results[SILENT]).toBe(first - 1);
    const { codes, attempts } = state.unfinished.get(1) ?? { codes: [], attempts: [] };
    expect([...codes.slice(0, 3), ...attempts.slice(0, 3)]).toEqual([OPEN, CLOSED, 0, 1, 1, 0]);
    expect(state.pending.map(({ address, port, rttMs, at }) => [address, port, rttMs, at])).toEqual([
      ['10.0.0.0', 8, 1.5, '2026-03-02T08:15:00.007Z'],
      [plan.hostAt(first / 20), 1, 1.5, '2026-03-02T08:15:00.000Z'],
    ]);
    const { identified, results } = await session({ directory, plan, known: state }, () => {});
    expect([identified, results.done]).toEqual([2, first + 2]);
    expect((await readResumeState(directory, plan, VANTAGE)).pending).toEqual([]);
  });
});
