// Runs Portreeve and, where they are installed, nmap and masscan on the same work in the same run, in network namespaces of its own (root, Linux),
// prints the figures and writes them to RESULTS.md.
//
//   node bench/sweep.mjs [--smoke] [--case a,c] [--runs 3] [--prefix 16..28]
//
// `--smoke` does a hundredth of the work, to show that recall and memory are what they must be; its times mean nothing. Exit code 1: they are not.
// A smaller range (`--prefix`) and one run are for development.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createCases } from './cases.mjs';
import { measureCase, shortcomings } from './measure.mjs';
import { createNetwork, whyNoNetwork } from './network.mjs';
import { peerVersions } from './peers.mjs';
import { machine, sectionOf, skippedSection, writeResults } from './results.mjs';
import { stopPrograms } from './run-program.mjs';

const { values } = parseArgs({
  options: {
    smoke: { type: 'boolean', default: false },
    case: { type: 'string' },
    runs: { type: 'string' },
    prefix: { type: 'string' },
  },
});
const { smoke } = values;
const runs = Number(values.runs ?? (smoke ? 1 : 3));
const prefix = values.prefix === undefined ? undefined : Number(values.prefix);
const all = createCases({ smoke, prefix });
const wanted = values.case?.split(',');
const cases = wanted === undefined ? all : all.filter(({ id }) => wanted.some((name) => id.startsWith(name)));
if (cases.length === 0 || !(runs >= 1) || !(prefix === undefined || (prefix >= 16 && prefix <= 28))) {
  console.error(
    `usage: sweep.mjs [--smoke] [--case ${all.map(({ id }) => id).join(',')}] [--runs 3] [--prefix 16..28]`,
  );
  process.exit(2);
}

const reason = whyNoNetwork();
if (reason !== undefined) {
  console.log(`skipped: ${reason}`);
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), 'portreeve-bench-'));
const versions = peerVersions();
/** By name, why this build does not have the engine, or undefined where it has. */
const engines = new Map();
const sections = [];
const failures = [];
let network;

function cleanUp() {
  stopPrograms();
  network?.[Symbol.dispose]();
  rmSync(folder, { recursive: true, force: true });
}

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
]) {
  process.once(signal, () => {
    cleanUp();
    process.exit(code);
  });
}

try {
  network = await createNetwork();
  console.log(`${machine(versions)}; medians of ${runs}${smoke ? '; smoke, its times mean nothing' : ''}\n`);
  for (const work of cases) {
    const obstacle = network.setConditions(work.conditions);
    if (obstacle !== undefined) {
      sections.push(await skippedSection(work, obstacle));
    } else {
      const rows = await measureCase(work, { network, folder, versions, engines, runs });
      failures.push(...shortcomings(work, rows));
      sections.push(await sectionOf(work, rows));
    }
    console.log(sections.at(-1));
  }
  if (smoke || wanted !== undefined || prefix !== undefined) console.log('RESULTS.md is written by a full run only.');
  else console.log(`Written: ${await writeResults({ sections, versions, runs })}`);
} finally {
  cleanUp();
}
// A benchmark that measured nothing of ours must not look like a good one.
if ([...engines.values()].every((whyNot) => whyNot !== undefined))
  failures.push('no engine of this build was measured');
for (const failure of failures) console.error(`not good enough: ${failure}`);
if (failures.length > 0) process.exitCode = 1;
