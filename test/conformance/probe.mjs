// Runs one engine over endpoints given as JSON on the command line, inside whatever namespace it was started in; prints the results as JSON.
import { createGate } from '../../dist/net/gate.js';
import { parseAddress, parseCidr } from '../../dist/model/address.js';
import { resultOf } from '../../dist/model/result-code.js';
import { NO_RTT } from '../../dist/sweep/engine.js';

const { module, create, timeoutMs, endpoints, allowed } = JSON.parse(process.argv[2]);
const engines = await import(new URL(`../../dist/sweep/${module}`, import.meta.url));
const gate = createGate(
  allowed.map((cidr) => parseCidr(cidr)),
  [],
);

/** The first result of each endpoint; an engine without a window says nothing of silence, so that is what is left. */
const results = new Map();
await using engine = await engines[create]({
  gate,
  concurrency: 1000,
  deliver(slot, code, attempt, rttUs) {
    if (!results.has(slot))
      results.set(slot, { ...resultOf(code), attempt, rttMs: rttUs === NO_RTT ? null : rttUs / 1000 });
  },
});
for (const [slot, { address, port }] of endpoints.entries()) {
  const { family, value } = parseAddress(address);
  engine.send({
    slot,
    attempt: 1,
    family,
    ipv4: family === 4 ? Number(value) : 0,
    ipv6: family === 6 ? value : 0n,
    port,
    timeoutMs,
  });
}
const end = performance.now() + timeoutMs + 500;
while (results.size < endpoints.length && performance.now() < end) await engine.turn(10);
for (let slot = 0; slot < endpoints.length; slot++) {
  if (!results.has(slot) && engine.window !== Infinity)
    throw new Error(`no result for ${JSON.stringify(endpoints[slot])}`);
  if (!results.has(slot)) results.set(slot, { state: 'filtered', reason: 'no-response', attempt: 1, rttMs: null });
}
process.stdout.write(
  JSON.stringify([...results].map(([token, result]) => ({ token, ...result })).sort((a, b) => a.token - b.token)),
);
