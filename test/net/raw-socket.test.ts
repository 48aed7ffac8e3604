import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Libc } from '../../src/net/libc.ts';
import { loadLibc } from '../../src/net/libc.ts';
import { MessageBatch } from '../../src/net/message-batch.ts';
import { HeldPorts } from '../../src/net/port-block.ts';
import type { RawSockets } from '../../src/net/raw-socket.ts';
import { closeRawSockets, openRawSockets } from '../../src/net/raw-socket.ts';
import { whyNoRawSockets } from '../../src/net/system-calls.ts';

const why = whyNoRawSockets();
const MSG_DONTWAIT = 0x40;
/** Ports nothing listens on; below the ephemeral ones. */
const CLOSED = 9;

describe.skipIf(why !== undefined)(`raw sockets${why === undefined ? '' : ` (${why})`}`, () => {
  const block = { first: 24_000, count: 16 };
  let libc: Libc;
  let sockets: RawSockets;

  beforeAll(() => {
    libc = loadLibc();
    sockets = openRawSockets(libc, block);
  });
  afterAll(() => closeRawSockets(libc, sockets));

  /** Packets that wait on a socket; they are read. */
  function waiting(fd: number): number {
    using batch = new MessageBatch(libc, { count: 64, payload: 128, name: 32, control: 0 });
    return Math.max(0, libc.recvmmsg(fd, batch.addressOf(0), batch.count, MSG_DONTWAIT, null));
  }

  /** Connects to a closed port, which answers with a RST, from a port of this machine. */
  async function knockFrom(localPort: number, host: string): Promise<void> {
    const [error] = await once(connect({ host, port: CLOSED, localPort }), 'error').catch((refused: unknown) => [
      refused,
    ]);
    expect(error).toMatchObject({ code: 'ECONNREFUSED' });
  }

  it.each([
    ['127.0.0.1', 'tcp4'],
    ['::1', 'tcp6'],
  ] as const)('%s: hear answers to the ports of their block, and neither SYNs nor other ports', async (host, kind) => {
    for (const [port, packets] of [
      [block.first - 1, 0],
      [block.first, 1],
      [block.first + block.count - 1, 1],
      [block.first + block.count, 0],
    ] as const) {
      await knockFrom(port, host);
      expect(waiting(sockets[kind]), `port ${port}`).toBe(packets);
    }
  });
});

describe.skipIf(why !== undefined)('held ports', () => {
  it('lie outside the ephemeral ports, each block apart from the others', () => {
    const [low = 0, high = 0] = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').split(/\s+/).map(Number);
    const held = Array.from({ length: 20 }, () => new HeldPorts(loadLibc()));
    const firsts = held.map(({ first }) => first);
    for (const ports of held) ports[Symbol.dispose]();
    expect(new Set(firsts).size).toBe(firsts.length);
    expect(firsts.filter((first) => first < 1024 || first > 65_520)).toEqual([]);
    expect(firsts.filter((first) => first + 16 > low && first <= high)).toEqual([]);
  });

  it.each(['127.0.0.1', '::1'])('can be bound by nobody else until they are let go: %s', async (host) => {
    const ports = new HeldPorts(loadLibc());
    const listen = (port: number): Promise<unknown> => {
      const server = createServer().listen({ host, port });
      return Promise.race([once(server, 'listening'), once(server, 'error')]).then(
        () => server.close(),
        (error: unknown) => error,
      );
    };
    for (const port of [ports.first, ports.first + 15])
      expect(await listen(port)).toMatchObject({ code: 'EADDRINUSE' });
    ports[Symbol.dispose]();
    expect(await listen(ports.first)).not.toBeInstanceOf(Error);
  });
});
