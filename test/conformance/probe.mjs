// Runs one engine over endpoints given as JSON on the command line, inside whatever namespace it was started in; prints the results as JSON.
import { createGate } from '../../dist/net/gate.js';
import { parseAddress, parseCidr } from '../../dist/model/address.js';
import { resultOf } from '../../dist/model/result-code.js';
import { NO_RTT } from '../../dist/model/answer-records.js';
import { monotonicUs } from '../../dist/net/monotonic-us.js';

const { module, create, timeoutMs, endpoints, allowed } = JSON.parse(process.argv[2]);
const engines = await import(new URL(`../../dist/sweep/${module}`, import.meta.url));
const gate = createGate(
  allowed.map((cidr) => parseCidr(cidr)),
  [],
);

/** However often probes have to be sent again. */
const LONGEST_MS = 20_000;
const SHORTAGES = new Set(['no-fds', 'no-ports', 'no-buffers']);

/** The first result of each endpoint; an engine without a window says nothing of silence, so that is what is left. */
const results = new Map();
/** Probes that met a shortage: they did not leave, and are sent again. */
const unsent = [];
let shortages = 0;
const startedAt = performance.now();
const slots = new Map(
  endpoints.map(({ address, port }, slot) => {
    const { family, value } = parseAddress(address);
    return [`${family} ${value} ${port}`, slot];
  }),
);
const sentAt = new Map();
const engine = await engines[create]({
  gate,
  concurrency: 1000,
  slotOf: (family, ipv4, ipv6, port) => slots.get(`${family} ${family === 4 ? ipv4 : ipv6} ${port}`) ?? -1,
  sentAtUs: (slot) => sentAt.get(slot) ?? NO_RTT,
  deliver(slot, code, attempt, rttUs) {
    const result = resultOf(code);
    if (SHORTAGES.has(result.reason)) {
      shortages++;
      unsent.push(slot);
    } else if (!results.has(slot)) {
      const rttMs = rttUs === NO_RTT ? null : rttUs / 1000;
      results.set(slot, { ...result, attempt, rttMs, afterMs: performance.now() - startedAt });
    } else if (engine.window !== Infinity)
      throw new Error(`two results for ${JSON.stringify(endpoints[slot])}, ${shortages} shortages`);
  },
});

function send(slot) {
  const { address, port, timeoutMs: ownTimeoutMs = timeoutMs } = endpoints[slot];
  const { family, value } = parseAddress(address);
  sentAt.set(slot, monotonicUs());
  engine.send({
    slot,
    attempt: 1,
    family,
    ipv4: family === 4 ? Number(value) : 0,
    ipv6: family === 6 ? value : 0n,
    port,
    timeoutMs: ownTimeoutMs,
  });
}

for (let slot = 0; slot < endpoints.length; slot++) send(slot);
let end = performance.now() + timeoutMs + 500;
while (results.size < endpoints.length && performance.now() < end) {
  await engine.turn(10);
  const again = unsent.splice(0);
  for (const slot of again) send(slot);
  if (again.length > 0) end = Math.min(startedAt + LONGEST_MS, performance.now() + timeoutMs + 500);
}
await engine[Symbol.asyncDispose]();
for (let slot = 0; slot < endpoints.length; slot++) {
  if (!results.has(slot) && engine.window !== Infinity)
    throw new Error(`no result for ${JSON.stringify(endpoints[slot])}, ${shortages} shortages`);
  if (!results.has(slot)) results.set(slot, { state: 'filtered', reason: 'no-response', attempt: 1, rttMs: null });
}
process.stdout.write(
  JSON.stringify({
    shortages,
    results: [...results].map(([token, result]) => ({ token, ...result })).sort((a, b) => a.token - b.token),
  }),
);
