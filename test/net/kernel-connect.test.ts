import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_RESULT, resultOf } from '../../src/model/result-code.ts';
import { createGate } from '../../src/net/gate.ts';
import { KernelConnect } from '../../src/net/kernel-connect.ts';
import type { Libc } from '../../src/net/libc.ts';
import { loadLibc } from '../../src/net/libc.ts';
import type { Destination } from '../../src/net/peer-table.ts';
import { PeerTable } from '../../src/net/peer-table.ts';
import { AF_INET, AF_INET6, SocketAddress } from '../../src/net/socket-address.ts';
import { whyNoSystemCalls } from '../../src/net/system-calls.ts';

const LOOPBACK = createGate(
  [{ family: 4, first: 0x7f000000n, last: 0x7fffffffn }],
  [{ family: 4, first: 0x7f000005n, last: 0x7f000005n }],
);
const noCalls = whyNoSystemCalls();
const openDescriptors = (): number => readdirSync('/proc/self/fd').length;

const closed = (port: number): Destination => ({ family: 4, ipv4: 0x7f000001, ipv6: 0n, port });

/** A kernel that does not let a connected socket go, as gVisor does not. */
function withoutDisconnect(libc: Libc): Libc {
  return { ...libc, connect: (fd, address, length) => (address[0] === 0 ? -1 : libc.connect(fd, address, length)) };
}

async function refusals(
  libc: Libc,
  count: number,
): Promise<{ reasons: Set<string>; sockets: Set<number>; kept: number }> {
  const before = openDescriptors();
  const connect = new KernelConnect(libc, LOOPBACK);
  const [reasons, sockets] = [new Set<string>(), new Set<number>()];
  for (let probe = 0; probe < count; probe++) {
    const fd = connect.start(closed(1 + (probe % 5)));
    expect(fd).toBeGreaterThan(0);
    sockets.add(fd);
    let code = NO_RESULT;
    for (let turn = 0; code === NO_RESULT && turn < 100; turn++) {
      const events = connect.wait(20);
      for (let event = 0; event < events; event++)
        if (connect.fdAt(event) === fd && code === NO_RESULT) code = connect.finish(fd);
    }
    reasons.add(resultOf(code).reason);
  }
  const kept = openDescriptors() - before;
  connect[Symbol.dispose]();
  expect(openDescriptors()).toBe(before);
  return { reasons, sockets, kept };
}

describe.skipIf(noCalls !== undefined)(
  `connecting by system calls${noCalls === undefined ? '' : ` (${noCalls})`}`,
  () => {
    it('asks again and again on one socket while the peer refuses', async () => {
      const { reasons, sockets, kept } = await refusals(loadLibc(), 50);
      expect(reasons).toEqual(new Set(['conn-refused']));
      expect(sockets.size).toBe(1);
      expect(kept).toBe(2);
    });

    it('takes a new socket each time where the kernel cannot disconnect one', async () => {
      const { reasons, kept } = await refusals(withoutDisconnect(loadLibc()), 50);
      expect(reasons).toEqual(new Set(['conn-refused']));
      expect(kept).toBe(1);
    });

    it('opens no socket for what the gate refuses', () => {
      const opened: number[] = [];
      const libc = loadLibc();
      const counting: Libc = {
        ...libc,
        socket(...args) {
          opened.push(args[0]);
          return libc.socket(...args);
        },
      };
      using connect = new KernelConnect(counting, LOOPBACK);
      const before = opened.length;
      for (const to of [
        { ...closed(80), ipv4: 0x0a000001 },
        { ...closed(80), ipv4: 0x7f000005 },
        { family: 6 as const, ipv4: 0x7f000001, ipv6: 1n, port: 80 },
      ]) {
        expect(connect.start(to)).toBe(-1);
        expect(resultOf(connect.refusal).reason).toBe('out-of-scope');
      }
      expect(opened).toHaveLength(before);
    });

    it('ends what it opened with FIN, so that a server sees an orderly end', async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      using connect = new KernelConnect(loadLibc(), LOOPBACK);
      const accepted = once(server, 'connection');
      const fd = connect.start(closed((server.address() as AddressInfo).port));
      expect(connect.wait(1000)).toBeGreaterThan(0);
      expect(resultOf(connect.finish(fd)).reason).toBe('syn-ack');
      const [socket] = await accepted;
      // `end` comes from FIN; a reset would be an error.
      await once(socket.resume(), 'end');
      server.close();
    });
  },
);

describe('socket addresses', () => {
  const port = fc.integer({ min: 0, max: 65_535 });

  it('lie in memory as ip(7) and ipv6(7) say', () => {
    const address = new SocketAddress();
    address.setIpv6(0x20010db8_00000000_00000000_00000001n, 443);
    expect(address.family).toBe(AF_INET6);
    expect(Buffer.from(address.bytes.subarray(2, address.length)).toString('hex')).toBe(
      '01bb0000000020010db800000000000000000000000100000000',
    );
    address.setIpv4(0x0a4d0002, 8080);
    expect(address.family).toBe(AF_INET);
    expect(address.length).toBe(16);
    expect(Buffer.from(address.bytes.subarray(2, 8)).toString('hex')).toBe('1f900a4d0002');
    expect([...address.bytes.subarray(8, 16)]).toEqual(Array.from({ length: 8 }, () => 0));
  });

  it('come back from the table of peers as they went in', () => {
    const peers = new PeerTable();
    const destination = fc.oneof(
      fc.record({ family: fc.constant<4>(4), ipv4: fc.nat(0xffff_ffff), ipv6: fc.constant(0n), port }),
      fc.record({ family: fc.constant<6>(6), ipv4: fc.constant(0), ipv6: fc.bigInt(0n, 2n ** 128n - 1n), port }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(5000), destination)), (pairs) => {
        for (const [fd, to] of pairs) peers.set(fd, to);
        for (const [fd, to] of new Map(pairs)) {
          const [expected, got] = [new SocketAddress(), new SocketAddress()];
          if (to.family === 4) expected.setIpv4(to.ipv4, to.port);
          else expected.setIpv6(to.ipv6, to.port);
          peers.read(fd, got);
          expect([...got.bytes.subarray(0, got.length)]).toEqual([...expected.bytes.subarray(0, expected.length)]);
          expect(got.equals(expected.bytes)).toBe(true);
        }
      }),
    );
  });

  it('differ by port and by every byte of the address', () => {
    const [one, other] = [new SocketAddress(), new SocketAddress()];
    one.setIpv4(0x7f000001, 80);
    for (const [ipv4, otherPort] of [
      [0x7f000002, 80],
      [0xff000001, 80],
      [0x7f000001, 81],
      [0x7f000001, 80 + 256],
    ] as const) {
      other.setIpv4(ipv4, otherPort);
      expect(one.equals(other.bytes)).toBe(false);
    }
    one.setIpv6(5n, 80);
    for (let bit = 0n; bit < 128n; bit += 8n) {
      other.setIpv6(5n ^ (1n << bit), 80);
      expect(one.equals(other.bytes)).toBe(false);
    }
  });
});
