import type { RingWriter } from './answer-ring.ts';
import { readIcmpError, readIcmpv6Error } from './icmp-error.ts';
import type { Libc } from './libc.ts';
import { MessageBatch } from './message-batch.ts';
import { elapsedUs, monotonicUs } from './monotonic-us.ts';
import { POLLIN, PollSet } from './poll-set.ts';
import type { PortBlock } from './port-block.ts';
import { Packet, ProbeAnswer } from './probe-answer.ts';
import type { ProbeCookie } from './probe-cookie.ts';
import type { RawSockets } from './raw-socket.ts';
import { receiveRoom } from './raw-socket.ts';
import { SOCKADDR_IN6 } from './socket-address.ts';
import { readTcpAnswerIpv4, readTcpAnswerIpv6 } from './tcp-answer.ts';

/** `bits/socket.h` */
const MSG_DONTWAIT = 0x40;

/** Packets a system call. */
const BATCH = 512;
/** Enough for the longest IPv4 header, an ICMP header, the longest header quoted, and the quoted ports and sequence number. */
const SNAPSHOT = 192;
/** `struct sockaddr_in6` has the address after family, port and flow label (ipv6(7)). */
const IN6_ADDRESS = 8;
const ROUND_NAME = 32;

/**
 * Above 16 packets a millisecond the thread sleeps so long between its looks: to be woken for every second packet would take a third of all the processor
 * time of a sweep. Times of receipt are late by so much at most, and exact below.
 */
const BUSY_PER_MS = 16;
/** What the kernel must be able to keep for that: a few thousand packets. Without CAP_NET_ADMIN it may be less. */
const SLEEP_ROOM = 4 * 2 ** 20;
const BUSY_SLEEP_MS = 1;
const WINDOW_US = 2000;

/** What a receiver needs: the sockets to read, and by what to know answers to our own probes. */
export interface AnswerReceiverOptions {
  readonly libc: Libc;
  readonly sockets: RawSockets;
  readonly ports: PortBlock;
  readonly cookie: ProbeCookie;
  readonly ring: RingWriter;
}

type Read = (packet: Packet, answer: ProbeAnswer) => boolean;

/** Reads raw sockets and passes on what answers a probe of ours. Everything else is counted and forgotten: packets are what a stranger sent. */
export class AnswerReceiver implements Disposable {
  readonly #options: AnswerReceiverOptions;
  readonly #batch: MessageBatch;
  readonly #packet: Packet;
  readonly #source: Packet;
  readonly #answer = new ProbeAnswer();
  readonly #readable: PollSet;
  readonly #nothing: PollSet;
  readonly #fds: readonly number[];
  readonly #reads: readonly Read[];
  #ignored = 0;
  #windowFrom = monotonicUs();
  #windowPackets = 0;
  #busy = false;
  readonly #maySleep: boolean;

  constructor(options: AnswerReceiverOptions) {
    const { libc, sockets } = options;
    this.#options = options;
    this.#batch = new MessageBatch(libc, { count: BATCH, payload: SNAPSHOT, name: ROUND_NAME, control: 0 });
    this.#packet = new Packet(this.#batch.memory);
    this.#source = new Packet(this.#batch.memory);
    this.#source.length = SOCKADDR_IN6;
    const all: readonly (readonly [number, Read])[] = [
      [sockets.tcp4, readTcpAnswerIpv4],
      [sockets.icmp4, readIcmpError],
      [sockets.tcp6, (packet, answer) => readTcpAnswerIpv6(packet, this.#source, answer)],
      [sockets.icmp6, readIcmpv6Error],
    ];
    const open = all.filter(([fd]) => fd >= 0);
    this.#fds = open.map(([fd]) => fd);
    this.#reads = open.map(([, read]) => read);
    this.#readable = new PollSet(libc, this.#fds, POLLIN);
    this.#maySleep = receiveRoom(libc, sockets.tcp4) >= SLEEP_ROOM;
    this.#nothing = new PollSet(libc, [], 0);
  }

  /** Waits for packets for so long at most, and takes those that are there. @returns how many there were */
  receive(waitMs: number): number {
    if (this.#busy) this.#nothing.wait(BUSY_SLEEP_MS);
    const packets = this.#receiveReady(waitMs);
    this.#measure(packets);
    return packets;
  }

  #receiveReady(waitMs: number): number {
    if (this.#readable.wait(waitMs) === 0) return 0;
    let packets = 0;
    for (const [at, fd] of this.#fds.entries()) {
      const read = this.#reads[at];
      if (read !== undefined && this.#readable.isReady(at)) packets += this.#readAll(fd, read);
    }
    return packets;
  }

  #measure(packets: number): void {
    this.#windowPackets += packets;
    const now = monotonicUs();
    const elapsed = elapsedUs(this.#windowFrom, now);
    if (elapsed < WINDOW_US) return;
    this.#busy = this.#maySleep && this.#windowPackets * 1000 >= BUSY_PER_MS * elapsed;
    this.#windowFrom = now;
    this.#windowPackets = 0;
  }

  /** Reads one batch of a socket; what is left is there at the next poll. */
  #readAll(fd: number, read: Read): number {
    const { libc, ring } = this.#options;
    if (!ring.awaitRoom(BATCH)) return 0;
    const batch = this.#batch;
    const count = libc.recvmmsg(fd, batch.addressOf(0), BATCH, MSG_DONTWAIT, null);
    if (count < 0) return this.#readError(libc.errorCode());
    const now = monotonicUs();
    for (let message = 0; message < count; message++) {
      this.#packet.at = batch.payloadAt(message);
      this.#packet.length = Math.min(batch.lengthOf(message), SNAPSHOT);
      this.#source.at = batch.nameAt(message) + IN6_ADDRESS;
      if (read(this.#packet, this.#answer) && this.#isOurs(this.#answer)) ring.push(this.#answer, now);
      else this.#ignored++;
      batch.resetName(message);
    }
    ring.publish(this.#ignored);
    this.#ignored = 0;
    return count;
  }

  #isOurs({ family, address, ports, sequence }: ProbeAnswer): boolean {
    const { ports: block, cookie } = this.#options;
    const from = ports & 0xffff;
    if (from < block.first || from >= block.first + block.count) return false;
    const expected = family === 4 ? cookie.ofIpv4(address[0] ?? 0, ports) : cookie.ofIpv6(address, ports);
    return expected === sequence;
  }

  /** Nothing there after all (another's checksum was wrong), or a signal; anything else is the end of hearing. */
  #readError(code: string): number {
    if (code === 'EAGAIN' || code === 'EINTR' || code === 'EWOULDBLOCK') return 0;
    throw new Error(`recvmmsg: ${code}`);
  }

  [Symbol.dispose](): void {
    this.#batch[Symbol.dispose]();
  }
}
