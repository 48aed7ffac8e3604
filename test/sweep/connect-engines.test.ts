import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { resultOf } from '../../src/model/result-code.ts';
import { createGate } from '../../src/net/gate.ts';
import { whyNoSystemCalls } from '../../src/net/system-calls.ts';
import type { Engine } from '../../src/sweep/engine.ts';
import { NO_RTT } from '../../src/model/answer-records.ts';
import { createEpollEngine } from '../../src/sweep/epoll-engine.ts';
import { createNodeEngine } from '../../src/sweep/node-engine.ts';

const LOOPBACK = createGate([{ family: 4, first: 0x7f000000n, last: 0x7fffffffn }], []);
const LOCALHOST = 0x7f000001;

interface Delivered {
  readonly slot: number;
  readonly reason: string;
  readonly attempt: number;
  readonly rttUs: number;
}

/** An engine, what it delivered so far, and a short way to send. */
async function start(create: typeof createNodeEngine, concurrency = 4000) {
  const delivered: Delivered[] = [];
  const engine: Engine = await create({
    gate: LOOPBACK,
    concurrency,
    slotOf: () => -1,
    sentAtUs: () => NO_RTT,
    deliver: (slot, code, attempt, rttUs) => delivered.push({ slot, reason: resultOf(code).reason, attempt, rttUs }),
  });
  return {
    engine,
    delivered,
    send: (slot: number, port: number, { ipv4 = LOCALHOST, attempt = 1, timeoutMs = 5000 } = {}) =>
      engine.send({ slot, attempt, family: 4, ipv4, ipv6: 0n, port, timeoutMs }),
    /** Turns until so many results were delivered. */
    async until(count: number) {
      const end = performance.now() + 20_000;
      while (delivered.length < count && performance.now() < end) await engine.turn(10);
      expect(delivered).toHaveLength(count);
    },
    [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
  };
}

async function listen(onConnection: (socket: Socket) => void = () => undefined): Promise<Server & { port: number }> {
  const server = createServer(onConnection).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(server, { port: (server.address() as AddressInfo).port });
}

/** A port where nobody listens. */
async function freePort(): Promise<number> {
  const server = await listen();
  server.close();
  await once(server, 'close');
  return server.port;
}

const openDescriptors = (): number => readdirSync('/proc/self/fd').length;

const noCalls = whyNoSystemCalls();

describe.each([
  { name: 'node:net', create: createNodeEngine, skip: false },
  {
    name: `epoll${noCalls === undefined ? '' : ` (${noCalls})`}`,
    create: createEpollEngine,
    skip: noCalls !== undefined,
  },
])('connect engine by $name on loopback', ({ create, skip }) => {
  it.skipIf(skip)('tells a listener from a free port, with the slot, the attempt and the time it took', async () => {
    await using probes = await start(create);
    const server = await listen();
    const sentAt = performance.now();
    probes.send(4_000_000_000, server.port, { attempt: 255 });
    probes.send(7, await freePort(), { attempt: 2 });
    await probes.until(2);
    const tookUs = (performance.now() - sentAt) * 1000;
    expect(probes.delivered.toSorted((a, b) => a.slot - b.slot)).toMatchObject([
      { slot: 7, reason: 'conn-refused', attempt: 2 },
      { slot: 4_000_000_000, reason: 'syn-ack', attempt: 255 },
    ]);
    for (const { rttUs } of probes.delivered) {
      expect(rttUs).toBeGreaterThan(0);
      expect(rttUs).toBeLessThanOrEqual(tookUs);
    }
    server.close();
  });

  it.skipIf(skip)('delivers answers from a turn only, and each of them once', async () => {
    await using probes = await start(create);
    const port = await freePort();
    for (let slot = 0; slot < 3000; slot++) probes.send(slot, port, { ipv4: LOCALHOST + (slot % 200) });
    await delay(50);
    expect(probes.delivered).toEqual([]);
    await probes.until(3000);
    for (let turns = 0; turns < 20; turns++) await probes.engine.turn(5);
    expect(new Set(probes.delivered.map(({ slot }) => slot)).size).toBe(3000);
    expect(probes.delivered).toHaveLength(3000);
  });

  it.skipIf(skip)('sends nothing to what the gate refuses', async () => {
    await using probes = await start(create);
    probes.send(1, 80, { ipv4: 0x0a000001, attempt: 3 });
    expect(probes.delivered).toEqual([{ slot: 1, reason: 'out-of-scope', attempt: 3, rttUs: NO_RTT }]);
  });

  it.skipIf(skip)('calls a port open that accepts and resets at once', async () => {
    await using probes = await start(create);
    const server = await listen((socket) => socket.on('error', () => undefined).resetAndDestroy());
    let accepted = 0;
    server.on('connection', () => accepted++);
    for (let slot = 0; slot < 20; slot++) probes.send(slot, server.port);
    // The server has its turn first, so that the reset is there before the engine looks.
    await delay(100);
    await probes.until(20);
    expect(accepted).toBe(20);
    expect(new Set(probes.delivered.map(({ reason }) => reason))).toEqual(new Set(['syn-ack']));
    server.close();
  });

  it.skipIf(skip)('opens no more sockets than probes in flight, and leaves none behind', async () => {
    const before = openDescriptors();
    const port = await freePort();
    {
      await using probes = await start(create);
      for (let round = 1; round <= 20; round++) {
        for (let slot = 0; slot < 100; slot++) probes.send(slot, port, { ipv4: LOCALHOST + round });
        await probes.until(100 * round);
      }
      expect(openDescriptors() - before).toBeLessThan(150);
      for (let slot = 0; slot < 100; slot++) probes.send(slot, port);
    }
    // node:net closes its sockets a turn later.
    await delay(50);
    expect(openDescriptors()).toBeLessThanOrEqual(before + 1);
  });

  it.skipIf(skip)('waits no longer than it is told when nothing comes', async () => {
    await using probes = await start(create);
    const startedAt = performance.now();
    await probes.engine.turn(200);
    const took = performance.now() - startedAt;
    expect(took).toBeGreaterThan(190);
    expect(took).toBeLessThan(2000);
  });

  it.skipIf(skip)('never calls a free port open because a socket met itself', { timeout: 120_000 }, async () => {
    // Linux draws local ports for connect(2) from the even numbers of the ephemeral range (it starts at 32768 unless configured): of about
    // 14,000 probes of one of them, one draws the probed port itself and is connected to itself, with nobody listening.
    await using probes = await start(create);
    const port = 45_678;
    const reasons = new Map<string, number>();
    for (let round = 0; round < 50; round++) {
      for (let slot = 0; slot < 2000; slot++) probes.send(slot, port);
      await probes.until(2000);
      for (const { reason, rttUs } of probes.delivered.splice(0)) {
        reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
        expect(rttUs === NO_RTT).toBe(reason === 'no-ports');
      }
    }
    expect(reasons.get('no-ports') ?? 0).toBeGreaterThan(0);
    expect(reasons.get('syn-ack') ?? 0).toBe(0);
    expect((reasons.get('conn-refused') ?? 0) + (reasons.get('no-ports') ?? 0)).toBe(100_000);
  });
});
