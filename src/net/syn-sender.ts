import type { Family } from '../model/address.ts';
import type { ResultCode } from '../model/result-code.ts';
import { codeOf } from '../model/result-code.ts';
import type { Gate } from './gate.ts';
import type { Libc } from './libc.ts';
import type { PortBlock } from './port-block.ts';
import type { ProbeCookie } from './probe-cookie.ts';
import type { RawSockets } from './raw-socket.ts';
import type { Refuse } from './segment-queue.ts';
import { SegmentQueue } from './segment-queue.ts';
import { SOCKADDR_IN, SOCKADDR_IN6, SocketAddress } from './socket-address.ts';
import { SourceAddresses } from './source-address.ts';
import { CHECKSUM_AT, SYN_BYTES, synChecksumIpv4, writeSynTemplate } from './tcp-segment.ts';

const OUT_OF_SCOPE = codeOf('out-of-scope');
const NO_ROUTE = codeOf('no-route');
const NO_BUFFERS = codeOf('no-buffers');

/** Segments a system call. */
const BATCH = 512;
/** Where sockets' addresses have the IP address: `struct sockaddr_in` (ip(7)) and `struct sockaddr_in6` (ipv6(7)). */
const IN_ADDRESS = 4;
const IN6_ADDRESS = 8;

/** IP_PKTINFO (ip(7)) as control data: `struct cmsghdr` of length, level 0 and type, then interface, source address and an address that is not used. */
const PKTINFO_CONTROL = 32;
const CMSG_LENGTH = 28;
const IP_PKTINFO = 8;
const PKTINFO_SOURCE = 20;

/** Where a SYN goes, and the caller's number and attempt of it. */
export interface SynTarget {
  readonly slot: number;
  readonly attempt: number;
  readonly family: Family;
  readonly ipv4: number;
  readonly ipv6: bigint;
  readonly port: number;
}

/** What a sender needs; `refuse` hears of what does not leave, from within `send` and `flush`. */
export interface SynSenderOptions {
  readonly libc: Libc;
  readonly gate: Gate;
  readonly sockets: RawSockets;
  readonly ports: PortBlock;
  readonly cookie: ProbeCookie;
  readonly refuse: Refuse;
}

/** The only place that sends packets of its own making: SYNs, in batches. Each passes the gate, and leaves with the next `flush` or when a batch is full. */
export class SynSender implements Disposable {
  readonly #options: SynSenderOptions;
  readonly #sources: SourceAddresses;
  readonly #ipv4: SegmentQueue;
  readonly #ipv6: SegmentQueue | undefined;
  readonly #words = new Uint32Array(4);

  /** @throws Error where the system has no room for it */
  constructor(options: SynSenderOptions) {
    const { libc, sockets, refuse } = options;
    this.#options = options;
    const shape = { count: BATCH, payload: SYN_BYTES };
    const shapeIpv4 = { ...shape, name: SOCKADDR_IN, control: PKTINFO_CONTROL };
    this.#ipv4 = new SegmentQueue(libc, sockets.tcp4, {
      shape: shapeIpv4,
      refuse,
      explainUnroutable: (message) => this.#explainUnroutable(message),
    });
    prepareIpv4(this.#ipv4);
    if (sockets.tcp6 >= 0) {
      const shapeIpv6 = { ...shape, name: SOCKADDR_IN6, control: 0 };
      this.#ipv6 = new SegmentQueue(libc, sockets.tcp6, {
        shape: shapeIpv6,
        refuse,
        explainUnroutable: () => NO_ROUTE,
      });
      prepareIpv6(this.#ipv6);
    }
    this.#sources = new SourceAddresses(libc);
  }

  send(target: SynTarget): void {
    if (target.family === 4) this.#sendIpv4(target);
    else this.#sendIpv6(target);
  }

  flush(): void {
    this.#ipv4.flush();
    this.#ipv6?.flush();
  }

  /** The source address of a message may have been taken from this machine since it was asked for: then it is to be sent again, from another one. */
  #explainUnroutable(message: number): ResultCode {
    const { batch } = this.#ipv4;
    this.#sources.clear();
    const source = this.#sources.sourceFor(batch.memory.getUint32(batch.nameAt(message) + IN_ADDRESS));
    if (source < 0) return -source;
    return source === batch.memory.getUint32(batch.controlAt(message) + PKTINFO_SOURCE) ? NO_ROUTE : NO_BUFFERS;
  }

  #sendIpv4({ slot, attempt, ipv4, port }: SynTarget): void {
    const { gate, cookie, refuse } = this.#options;
    if (!gate.permitsIpv4(ipv4)) return refuse(slot, OUT_OF_SCOPE, attempt);
    const source = this.#sources.sourceFor(ipv4);
    if (source < 0) return refuse(slot, -source, attempt);
    const from = this.#portOf(attempt);
    const sequence = cookie.ofIpv4(ipv4, ((port << 16) | from) >>> 0);
    const ports = ((from << 16) | port) >>> 0;
    const { batch, next } = this.#ipv4;
    const { memory } = batch;
    const segment = batch.payloadAt(next);
    memory.setUint32(segment, ports);
    memory.setUint32(segment + 4, sequence);
    memory.setUint16(segment + CHECKSUM_AT, synChecksumIpv4(source, ipv4, ports, sequence));
    memory.setUint32(batch.nameAt(next) + IN_ADDRESS, ipv4);
    memory.setUint32(batch.controlAt(next) + PKTINFO_SOURCE, source);
    if (this.#ipv4.add(slot, attempt)) this.#ipv4.flush();
  }

  #sendIpv6({ slot, attempt, ipv6, port }: SynTarget): void {
    const { gate, cookie, refuse } = this.#options;
    if (!gate.permitsValue({ family: 6, value: ipv6 })) return refuse(slot, OUT_OF_SCOPE, attempt);
    const queue = this.#ipv6;
    if (queue === undefined) return refuse(slot, NO_ROUTE, attempt);
    const { batch, next } = queue;
    const { memory } = batch;
    const name = batch.nameAt(next) + IN6_ADDRESS;
    memory.setBigUint64(name, ipv6 >> 64n);
    memory.setBigUint64(name + 8, BigInt.asUintN(64, ipv6));
    for (let word = 0; word < 4; word++) this.#words[word] = memory.getUint32(name + word * 4);
    const from = this.#portOf(attempt);
    const segment = batch.payloadAt(next);
    memory.setUint32(segment, (from << 16) | port);
    memory.setUint32(segment + 4, cookie.ofIpv6(this.#words, ((port << 16) | from) >>> 0));
    if (queue.add(slot, attempt)) queue.flush();
  }

  #portOf(attempt: number): number {
    const { first, count } = this.#options.ports;
    return first + ((attempt - 1) % count);
  }

  [Symbol.dispose](): void {
    this.#sources[Symbol.dispose]();
    this.#ipv4[Symbol.dispose]();
    this.#ipv6?.[Symbol.dispose]();
  }
}

/** What all messages over IPv4 have in common. The source address goes with each, so that it is the one that the checksum was made with. */
function prepareIpv4({ batch }: SegmentQueue): void {
  const longs = new BigUint64Array(batch.memory.buffer);
  const words = new Uint32Array(batch.memory.buffer);
  prepareNames(batch, (address) => address.setIpv4(0, 0));
  for (let message = 0; message < batch.count; message++) {
    writeSynTemplate(batch.memory, batch.payloadAt(message));
    const control = batch.controlAt(message);
    longs[control / 8] = BigInt(CMSG_LENGTH);
    words[control / 4 + 3] = IP_PKTINFO;
  }
}

/** The kernel fills in source address and checksum. */
function prepareIpv6({ batch }: SegmentQueue): void {
  prepareNames(batch, (address) => address.setIpv6(0n, 0));
  for (let message = 0; message < batch.count; message++) {
    writeSynTemplate(batch.memory, batch.payloadAt(message));
  }
}

function prepareNames(batch: SegmentQueue['batch'], set: (address: SocketAddress) => void): void {
  const address = new SocketAddress();
  set(address);
  const bytes = new Uint8Array(batch.memory.buffer);
  for (let message = 0; message < batch.count; message++) {
    bytes.set(address.bytes.subarray(0, address.length), batch.nameAt(message));
  }
}
