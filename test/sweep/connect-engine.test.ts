import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { ProbeResult } from '../../src/model/observation.ts';
import { createGate } from '../../src/net/gate.ts';
import { ConnectEngine } from '../../src/sweep/connect-engine.ts';

const LOOPBACK = createGate([{ family: 4, first: 0x7f000000n, last: 0x7fffffffn }], []);

async function probe(port: number, times = 1): Promise<ProbeResult[]> {
  const results: ProbeResult[] = [];
  let done = (): void => {};
  const finished = new Promise<void>((resolve) => {
    done = resolve;
  });
  await using engine = new ConnectEngine({
    gate: LOOPBACK,
    timeoutMs: 1000,
    deliver(_token, result) {
      results.push(result);
      if (results.length === times) done();
    },
  });
  for (let token = 0; token < times; token++) engine.send(token, { address: '127.0.0.1', port, transport: 'tcp' });
  await finished;
  return results;
}

describe('connect engine on loopback', () => {
  it('tells a listener from a free port', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    expect(await probe(port)).toEqual([{ state: 'open', reason: 'syn-ack' }]);
    server.close();
    await once(server, 'close');
    expect(await probe(port)).toEqual([{ state: 'closed', reason: 'conn-refused' }]);
  });

  it('never calls a free port open because a socket met itself', { timeout: 60_000 }, async () => {
    // Linux draws local ports for connect(2) from the even numbers of the ephemeral range (it starts at 32768 unless configured): of about
    // 14,000 probes of one of them, one draws the probed port itself and is connected to itself, with nobody listening.
    const port = 45_678;
    const reasons = new Map<string, number>();
    for (let round = 0; round < 50; round++) {
      for (const { reason } of await probe(port, 2000)) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    }
    expect(reasons.get('no-ports') ?? 0).toBeGreaterThan(0);
    expect(reasons.get('syn-ack') ?? 0).toBe(0);
    expect((reasons.get('conn-refused') ?? 0) + (reasons.get('no-ports') ?? 0)).toBe(100_000);
  });
});
