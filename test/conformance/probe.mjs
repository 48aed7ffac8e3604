// Runs one engine over endpoints given as JSON on the command line, inside whatever namespace it was started in; prints the results as JSON.
import { createGate } from '../../dist/net/gate.js';
import { parseCidr } from '../../dist/model/address.js';

const { module, name, timeoutMs, endpoints, allowed } = JSON.parse(process.argv[2]);
const engines = await import(new URL(`../../dist/sweep/${module}`, import.meta.url));
const gate = createGate(
  allowed.map((cidr) => parseCidr(cidr)),
  [],
);

const results = [];
await new Promise((resolve) => {
  const engine = new engines[name]({
    gate,
    timeoutMs,
    deliver(token, result, rttMs) {
      results.push({ token, ...result, rttMs });
      if (results.length === endpoints.length) void engine[Symbol.asyncDispose]().then(resolve);
    },
  });
  endpoints.forEach((endpoint, token) => engine.send(token, endpoint));
});
process.stdout.write(JSON.stringify(results.sort((a, b) => a.token - b.token)));
