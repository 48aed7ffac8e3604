// Identifies endpoints in a process of its own: a JSON list of { address, port } on standard input; on standard output one JSON object with
// `milliseconds` (from the start of the first question to each endpoint's identification, in the order given), `names` and `peakKb` (VmHWM).
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { createIdentifier } from '../dist/identify/identifier.js';
import { createGate } from '../dist/net/gate.js';

const endpoints = JSON.parse(await text(process.stdin));
const loopback = createGate([{ family: 4, first: 0x7f000000n, last: 0x7fffffffn }], []);
const identifier = createIdentifier({ gate: loopback, mode: 'all', concurrency: 4000, deadlineMs: 6000 });
const started = performance.now();
const found = await Promise.all(
  endpoints.map(async ({ address, port }) => {
    const identification = await identifier.identify({ address, port, transport: 'tcp' }, address);
    return { name: identification?.service.name, at: performance.now() - started };
  }),
);
console.log(
  JSON.stringify({
    milliseconds: found.map(({ at }) => Math.round(at)),
    names: found.map(({ name }) => name),
    peakKb: Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]),
  }),
);
