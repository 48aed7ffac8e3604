// How honest the estimate of missed answers is: many runs over links that lose a known part of all packets, each compared with the truth. Root, Linux.
//
//   node bench/missed.mjs [--runs 12] [--engine syn,connect,node] [--attempts 2,3,8]
//
// Each run asks 4,096 endpoints that answer and as many that never do, so that what was missed hides among what is silent. `report.json` says how
// many answering ones are probably missing, with a 95 % interval; the truth is 4,096 less those that answered. Writes ESTIMATE.md beside this file.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { createNetwork, whyNoNetwork } from './network.mjs';
import { machine } from './results.mjs';
import { runProgram, stopPrograms } from './run-program.mjs';

const MAIN = join(import.meta.dirname, '../dist/cli/main.js');
const FILE = join(import.meta.dirname, 'ESTIMATE.md');
const ANSWERING = 4096;
/** 1,024 hosts; ports 21 to 24 refuse, 31 to 34 are dropped. */
const WORK = ['10.0.0.0/22', '-p', '21-24,31-34', '--rate', '20000', '--host-rate', 'max'];
const REPORT_ONLY = ['--identify', 'none', '--fail-on', 'never', '--max-not-assessed', '1', '--format', 'json'];
/** Of a thousand packets, dropped on the way there and as many on the way back. */
const LOSSES = [5, 10, 20, 50, 100];
const STATED = 0.95;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '12' },
    engine: { type: 'string', default: 'syn,connect,node' },
    attempts: { type: 'string', default: '2,3,8' },
  },
});
const cells = values.engine
  .split(',')
  .flatMap((engine) =>
    values.attempts.split(',').flatMap((attempts) => LOSSES.map((loss) => ({ engine, attempts, loss, runs: [] }))),
  );

const reason = whyNoNetwork();
if (reason !== undefined) {
  console.log(`skipped: ${reason}`);
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), 'portreeve-missed-'));
let network;
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
process.once('exit', () => {
  stopPrograms();
  network?.[Symbol.dispose]();
  rmSync(folder, { recursive: true, force: true });
});

network = await createNetwork();
for (const loss of LOSSES) {
  const lossy = `numgen random mod 1000 < ${loss} drop`;
  network.setConditions({ rules: [lossy, 'tcp dport 31-34 drop'], answerRules: [lossy] });
  const waiting = cells.filter((cell) => cell.loss === loss).flatMap((cell) => Array(Number(values.runs)).fill(cell));
  const worker = async () => {
    for (let cell = waiting.pop(); cell !== undefined; cell = waiting.pop()) cell.runs.push(await runOnce(cell));
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
}

const all = cells.flatMap(({ runs }) => runs);
const inside = all.filter(isInside).length;
const known = all.filter(({ missed }) => missed !== null).length;
const text = await layOut();
console.log(text);
writeFileSync(FILE, text);
if (inside < leastInside(all.length)) {
  console.error(`not good enough: fewer than ${leastInside(all.length)} of ${all.length} intervals hold the truth`);
  process.exitCode = 1;
}

async function runOnce({ engine, attempts, loss }) {
  const out = mkdtempSync(join(folder, 'run-'));
  const options = ['--engine', engine, '--attempts', attempts, '--quiet', '--out', join(out, 'run')];
  const { status, stderr } = await runProgram({
    namespace: network.scanner,
    folder: out,
    command: [process.execPath, MAIN, 'audit', ...WORK, ...REPORT_ONLY, ...options],
  });
  if (![0, 3].includes(status)) throw new Error(`portreeve ended with ${status}: ${stderr}`);
  const { coverage } = JSON.parse(readFileSync(join(out, 'run', 'report.json'), 'utf8'));
  rmSync(out, { recursive: true });
  const { states, missed, estimatedLoss, probesSent, passes, rates } = coverage;
  const truth = ANSWERING - states.closed - states.open;
  const run = { truth, missed, estimatedLoss, trueLoss: 1 - (1 - loss / 1000) ** 2, errors: states.error };
  console.log(JSON.stringify({ engine, attempts, loss, ...run, probesSent, passes, rates }));
  return run;
}

function isInside({ truth, missed }) {
  return missed !== null && missed.low <= truth && truth <= missed.high;
}

/** So many of `count` intervals hold the truth in all but one of a thousand times when each does with the stated probability. */
function leastInside(count) {
  let probability = STATED ** count;
  let sum = probability;
  let outside = 0;
  while (sum < 0.999) {
    outside++;
    probability *= (((count - outside + 1) / outside) * (1 - STATED)) / STATED;
    sum += probability;
  }
  return count - outside;
}

async function layOut() {
  const head = ['engine', 'attempts', 'lost each way', 'inside', 'truly missed', 'expected', 'median interval'];
  const rows = cells.map(({ engine, attempts, loss, runs }) => [
    engine,
    attempts,
    `${loss / 10} %`,
    `${runs.filter(isInside).length} of ${runs.length}`,
    span(runs.map(({ truth }) => truth)),
    span(runs.map(({ missed }) => missed?.expected ?? Number.NaN)),
    `${median(runs.map(({ missed }) => missed?.low ?? Number.NaN))} to ${median(runs.map(({ missed }) => missed?.high ?? Number.NaN))}`,
  ]);
  const table = [head, head.map((_, i) => (i < 1 ? '---' : '--:')), ...rows].map((row) => `| ${row.join(' | ')} |`);
  const markdown = `# How honest the estimate of missed answers is

Written by \`npm run bench:estimate\` on ${new Date().toISOString().slice(0, 10)}: ${machine({})}.

${all.length} real runs over a link that drops a known share of all packets at random, each way. 4,096 endpoints answer and 4,096 never do. **${inside} of
${all.length}** 95 % intervals (\`coverage.missed\` of \`report.json\`) hold the true number of answering endpoints that were not found; ${known} runs gave an
interval at all. By chance alone fewer than ${leastInside(all.length)} would hold it in one of a thousand such tables.

${table.join('\n')}
`;
  return format(markdown, { ...(await resolveConfig(FILE)), parser: 'markdown' });
}

function median(numbers) {
  return short(numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]);
}

/** The smallest and the largest of some numbers. */
function span(numbers) {
  return `${short(Math.min(...numbers))} to ${short(Math.max(...numbers))}`;
}

function short(number) {
  return number < 10 ? Number(number.toFixed(1)).toString() : number.toFixed(0);
}
