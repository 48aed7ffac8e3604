// Runs of the raw-packet engine inside the namespace it was started in: `RUN ADDRESS PORT [MORE]`. Prints what came as JSON.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { parseAddress } from '../../dist/model/address.js';
import { resultOf } from '../../dist/model/result-code.js';
import { createGate } from '../../dist/net/gate.js';
import { loadLibc } from '../../dist/net/libc.js';
import { monotonicUs } from '../../dist/net/monotonic-us.js';
import { createSynEngine } from '../../dist/sweep/syn-engine.js';

const [run, target, port, more] = process.argv.slice(2);
const { value } = parseAddress(target);
const everything = createGate([{ family: 4, first: 0n, last: 0xffff_ffffn }], []);

/** Sockets of this process that are in a table of `/proc/net`, by descriptor. */
function socketsIn(table) {
  const inodes = new Set(
    readFileSync(`/proc/net/${table}`, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/)[9]),
  );
  return descriptors().filter((fd) => inodes.has(/^socket:\[(\d+)\]$/.exec(linkOf(fd))?.[1]));
}

function descriptors() {
  return readdirSync('/proc/self/fd').map(Number);
}

function linkOf(fd) {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return 'the descriptor that read the list';
  }
}

async function start(deliver) {
  return createSynEngine({
    gate: everything,
    concurrency: 1,
    deliver,
    slotOf: (_family, ipv4, _ipv6, asked) => (ipv4 - Number(value)) * 65_536 + asked,
    sentAtUs: () => monotonicUs(),
  });
}

function probe(slot, attempt) {
  return {
    slot,
    attempt,
    family: 4,
    ipv4: Number(value) + Math.floor(slot / 65_536),
    ipv6: 0n,
    port: slot % 65_536,
    timeoutMs: 1000,
  };
}

async function turnUntil(engine, isDone) {
  for (const end = performance.now() + 20_000; !isDone() && performance.now() < end;) await engine.turn(10);
}

const RUNS = {
  /** Which attempt each answer names. */
  async attempts() {
    const attempts = [1, 2, 16, 17, 250];
    const seen = [];
    const engine = await start((_slot, _code, attempt) => seen.push(attempt));
    for (const attempt of attempts) {
      engine.send(probe(Number(port), attempt));
      await turnUntil(engine, () => seen.length >= attempts.indexOf(attempt) + 1);
    }
    await engine[Symbol.asyncDispose]();
    return seen;
  },
  /** Ten ports of many hosts, whose answers nobody takes until all are sent: more than the ring holds. */
  async unread() {
    const ports = 10;
    const answered = new Uint8Array(Number(more) * ports);
    let count = 0;
    const engine = await start((slot) => {
      const at = Math.floor(slot / 65_536) * ports + (slot % 65_536) - Number(port);
      if (answered[at]++ === 0) count++;
    });
    for (let at = 0; at < answered.length; at++) {
      engine.send(probe(Math.floor(at / ports) * 65_536 + Number(port) + (at % ports), 1));
      // A pause, so that the sender does not outrun what the kernel keeps for the reader.
      if (at % 20_000 === 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
    await turnUntil(engine, () => count + engine.kernelDrops >= answered.length);
    const { kernelDrops } = engine;
    await engine[Symbol.asyncDispose]();
    return { asked: answered.length, answered: count, kernelDrops };
  },
  /** What is left of engines that were disposed of. */
  async disposal() {
    await (await start(() => undefined))[Symbol.asyncDispose]();
    const threads = () => readdirSync('/proc/self/task').length;
    const before = { descriptors: descriptors().length, threads: threads() };
    for (let round = 0; round < 5; round++) {
      const engine = await start(() => undefined);
      engine.send(probe(Number(port), 1));
      await engine.turn(0);
      await engine[Symbol.asyncDispose]();
    }
    return { before, after: { descriptors: descriptors().length, threads: threads() } };
  },
  /** What is said when the thread that hears loses its socket. */
  async deaf() {
    const engine = await start(() => undefined);
    for (const fd of socketsIn('raw')) loadLibc().close(fd);
    try {
      await turnUntil(engine, () => false);
      return 'nothing';
    } catch (error) {
      // Not disposed of: the numbers of the sockets may belong to something else by now.
      return error.message;
    }
  },
  /** Says `sent` and goes on until it is killed. */
  async endless() {
    const engine = await start(() => undefined);
    engine.send(probe(Number(port), 1));
    process.stdout.write('sent\n');
    await turnUntil(engine, () => false);
    return 'was not killed';
  },
  /** Reasons before and after this machine loses the address that it sends from, given as `ip address delete` wants it. */
  async moved() {
    const reasons = [];
    const engine = await start((_slot, code) => reasons.push(resultOf(code).reason));
    engine.send(probe(Number(port), 1));
    await turnUntil(engine, () => reasons.length === 1);
    execFileSync('ip', ['address', 'delete', ...more.split(' ')]);
    for (const attempt of [2, 3]) {
      engine.send(probe(Number(port), attempt));
      await turnUntil(engine, () => reasons.length === attempt);
    }
    await engine[Symbol.asyncDispose]();
    return reasons;
  },
  /** Whether an engine can be had at all. */
  async create() {
    try {
      await (await start(() => undefined))[Symbol.asyncDispose]();
      return 'created';
    } catch (error) {
      return error.message;
    }
  },
  /** The first results of many endpoints on one host, and how many came for each. */
  async results() {
    const ports = port.split(',').map(Number);
    const results = Object.fromEntries(ports.map((asked) => [asked, []]));
    const engine = await start((slot, code) => results[slot % 65_536].push(resultOf(code).reason));
    for (const asked of ports) engine.send(probe(asked, 1));
    const end = performance.now() + 700;
    await turnUntil(engine, () => performance.now() > end);
    await engine[Symbol.asyncDispose]();
    return results;
  },
};

process.stdout.write(JSON.stringify(await RUNS[run]()));
