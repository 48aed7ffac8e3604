import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Plan } from '../../src/model/plan.ts';
import { codeOf } from '../../src/model/result-code.ts';
import { LISTED_ENDPOINTS } from '../../src/model/run.ts';
import { fakePlan } from '../sweep/fake-plan.ts';
import { answerOf, parseLines, session, sweepShard } from './sweep-files.ts';

const [OPEN, CLOSED, SILENT, ERROR] = [codeOf('syn-ack'), codeOf('rst'), codeOf('no-response'), codeOf('no-route')];
const LARGE = fakePlan(LISTED_ENDPOINTS, 2);

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'portreeve-collector-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

function lines(): readonly string[] {
  return parseLines(readFileSync(join(directory, 'observations.jsonl')))
    .map(({ address, port, reason, attempts, rttMs, service }) =>
      [address, port, reason, attempts, rttMs, service?.name ?? '-'].join(' '),
    )
    .sort();
}

/** A large plan whose second host has a port declared open. */
function declaring(expectOpen: readonly number[]): Plan {
  const nobody = { names: [], labels: {} };
  return {
    ...LARGE,
    segments: [
      { firstHost: 0, hosts: 1, identity: nobody },
      { firstHost: 1, hosts: 1, identity: { names: [], labels: { expectOpen } } },
      { firstHost: 2, hosts: LARGE.hosts - 2, identity: nobody },
    ],
  };
}

describe('collector', () => {
  it('writes a line for every endpoint of a small plan, with what is known of its answer', async () => {
    const plan = fakePlan(2, 2);
    const codes = [OPEN, CLOSED, SILENT, ERROR];
    const { results } = await session({ directory, plan }, (collector) =>
      sweepShard(collector, plan, { shard: 0, codeAt: (index) => codes[index] ?? 0 }),
    );
    expect(lines()).toEqual([
      '10.0.0.0 1 syn-ack 1 1.5 ssh',
      '10.0.0.0 2 rst 1 1.5 -',
      '10.0.0.1 1 no-response 2  -',
      '10.0.0.1 2 no-route 2  -',
    ]);
    const states = { open: 1, closed: 1, filtered: 1, error: 1 };
    expect(results).toEqual({ states, answered: 2, silent: 1, done: 4 });
  });

  it('dates an answer by its record, counted from the session', async () => {
    const plan = fakePlan(1, 2);
    await session({ directory, plan }, (collector) =>
      collector.answers(0, Uint32Array.from([1, CLOSED | 256, 10, 61_500])),
    );
    const [line] = parseLines(readFileSync(join(directory, 'observations.jsonl')));
    expect(line).toMatchObject({ at: '2026-03-02T08:16:01.500Z', rttMs: 0.01, vantage: 'office-1', host: '10.0.0.0' });
  });

  it('writes lines of a large plan only for what is open or was declared open', async () => {
    const plan = declaring([1]);
    await session({ directory, plan }, (collector) =>
      sweepShard(collector, plan, {
        shard: 0,
        codeAt: (index) => (index === 7 ? OPEN : index === 2 || index % 2 === 0 ? SILENT : CLOSED),
      }),
    );
    expect(lines()).toEqual(['10.0.0.1 1 no-response 2  -', '10.0.0.3 2 syn-ack 1 1.5 ssh']);
  });

  it('writes one line for an endpoint that answers twice', async () => {
    const plan = fakePlan(1, 1);
    await session({ directory, plan }, async (collector) => {
      for (const code of [OPEN, OPEN, CLOSED]) collector.answers(0, answerOf(0, code));
      await sweepShard(collector, plan, { shard: 0, codeAt: () => OPEN });
    });
    expect(lines()).toEqual(['10.0.0.0 1 syn-ack 1  ssh']);
  });

  it('writes open endpoints at once where nothing is identified', async () => {
    const { identified } = await session({ directory, plan: LARGE, identifier: null }, (collector) =>
      collector.answers(0, answerOf(3, OPEN)),
    );
    expect([identified, ...lines()]).toEqual([0, '10.0.0.1 2 syn-ack 1  -']);
  });

  it('leaves an endpoint without a line whose identification was interrupted', async () => {
    const identifier = { identify: () => Promise.resolve(undefined) };
    const { interrupted } = await session({ directory, plan: LARGE, identifier }, (collector) =>
      collector.answers(0, answerOf(3, OPEN)),
    );
    expect([interrupted, ...lines()]).toEqual([1]);
    expect(readFileSync(join(directory, 'journal.jsonl'), 'utf8')).toContain('"answers"');
  });

  it('tells what identification failed with to whoever calls next', async () => {
    const failure = new Error('out of scope');
    const identifier = { identify: () => Promise.reject(failure) };
    const ended = session({ directory, plan: LARGE, identifier }, (collector) =>
      collector.answers(0, answerOf(3, OPEN)),
    );
    await expect(ended).rejects.toThrow(failure);
  });

  it('counts what came so far, and each shard as it ends', async () => {
    const plan = fakePlan(2, 2);
    await session({ directory, plan }, async (collector) => {
      collector.answers(0, answerOf(1, CLOSED));
      expect(collector.results).toMatchObject({ answered: 1, silent: 0, done: 1 });
      await sweepShard(collector, plan, { shard: 0, codeAt: (index) => (index === 1 ? CLOSED : SILENT) });
      expect(collector.results).toMatchObject({ answered: 1, silent: 3, done: 4 });
    });
  });

  it('knows the hosts of which nothing answered', async () => {
    const plan = fakePlan(3, 2);
    const { quietHosts } = await session({ directory, plan }, (collector) =>
      sweepShard(collector, plan, { shard: 0, codeAt: (index) => (index === 2 ? CLOSED : SILENT) }),
    );
    expect(quietHosts).toEqual(['10.0.0.0', '10.0.0.2']);
  });

  it('is congested while more open endpoints wait than it will hold', async () => {
    const waiting: (() => void)[] = [];
    const identifier = { identify: () => new Promise<undefined>((resolve) => waiting.push(() => resolve(undefined))) };
    await session({ directory, plan: LARGE, identifier }, (collector) => {
      expect(collector.congested).toBe(false);
      for (let offset = 0; offset < 5000; offset++) collector.answers(0, answerOf(offset, OPEN));
      expect(collector.congested).toBe(true);
      for (const end of waiting) end();
    });
  });

  it('is congested while the disk does not take what the sweep finds', async () => {
    await session({ directory, plan: LARGE }, (collector) => {
      const batch = new Uint32Array(4 * 50_000);
      for (let record = 0; record < 50_000; record++) batch.set([record, CLOSED | 256, 1, 1], record * 4);
      for (let times = 0; times < 20; times++) collector.answers(0, batch);
      expect(collector.congested).toBe(true);
    });
  });
});
