// How long judging a saved run takes, and how much memory: the whole process of `portreeve judge`, on run directories written for it. Needs no network.
//
//   node bench/judge.mjs [--observations 1000000] [--runs 3] [--smoke]
//
// The directories hold one observation a line, as audits write them: one in eight open with an identified service, the others closed or silent. Judged
// with all rule packs; once more with an intent matrix, and as what two vantages saw. Writes JUDGING.md beside this file, smoke mode only prints.
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { machine } from './results.mjs';
import { runProgram, stopPrograms } from './run-program.mjs';

const MAIN = join(import.meta.dirname, '../dist/cli/main.js');
const FILE = join(import.meta.dirname, 'JUDGING.md');
const PORTS = [22, 23, 80, 443, 3306, 3389, 5432, 5900, 6379, 8080, 8123, 9200, 11211, 15672, 27017, 50070];
const AT = '2026-01-31T10:00:00.000Z';

const { values } = parseArgs({
  options: {
    observations: { type: 'string', default: '1000000' },
    runs: { type: 'string', default: '3' },
    smoke: { type: 'boolean', default: false },
  },
});
const wanted = values.smoke ? 4096 : Number(values.observations);
const rounds = values.smoke ? 1 : Number(values.runs);
const folder = mkdtempSync(join(tmpdir(), 'portreeve-judge-'));

/** Whole hosts, so that every line is in the plan. */
const hosts = Math.max(1, Math.round(wanted / PORTS.length));
const addressOf = (host) => `10.${(host >> 16) & 255}.${(host >> 8) & 255}.${host & 255}`;

async function writeRun(name, zone) {
  const directory = join(folder, name);
  const audit = [
    'audit',
    '127.0.0.1',
    '-p',
    '9',
    '--identify',
    'none',
    '--quiet',
    '--format',
    'json',
    '--out',
    directory,
  ];
  await runProgram({ folder, command: [process.execPath, MAIN, ...audit], budgetSeconds: 60 });
  const record = JSON.parse(readFileSync(join(directory, 'run.json'), 'utf8'));
  const range = `10.0.0.0-${addressOf(hosts - 1)}`;
  record.targets = [{ text: range, ranges: [range], addresses: hosts, labels: {} }];
  Object.assign(record, { ports: PORTS.join(), hosts, endpoints: hosts * PORTS.length, echo: {} });
  Object.assign(record.request.vantage, { id: name, zone });
  writeFileSync(join(directory, 'run.json'), JSON.stringify(record));
  rmSync(join(directory, 'journal.jsonl'));
  const lines = createWriteStream(join(directory, 'observations.jsonl'));
  for (let host = 0; host < hosts; host++) {
    const text = PORTS.map((port, place) => JSON.stringify(observationOf(host, port, place, name))).join('\n');
    if (!lines.write(`${text}\n`)) await once(lines, 'drain');
  }
  lines.end();
  await once(lines, 'finish');
  return directory;
}

/** Two ports of each host, which the matrix approves, and one more of every two hundredth, which it does not. */
const isOpen = (host, port) => port === 22 || port === 443 || (port === 6379 && host % 200 === 0);
const SERVICES = { 22: 'ssh', 443: 'http', 6379: 'redis' };

function observationOf(host, port, place, vantage) {
  const address = addressOf(host);
  const base = { address, port, transport: 'tcp', host: address, vantage };
  if (isOpen(host, port)) {
    const about = {
      product: 'Product',
      version: `1.${host % 50}`,
      tls: port === 443,
      method: 'probed',
      confidence: 10,
    };
    const seen = { state: 'open', reason: 'syn-ack', rttMs: 1.2, attempts: 1, at: AT };
    const access = port === 6379 ? 'none-required' : 'required';
    return { ...base, ...seen, service: { name: SERVICES[port], ...about }, access, details: DETAILS[port] };
  }
  if (place % 2 === 0) return { ...base, state: 'closed', reason: 'rst', rttMs: 0.8, attempts: 1, at: AT };
  return { ...base, state: 'filtered', reason: 'no-response', rttMs: null, attempts: 2, at: AT };
}

const DETAILS = {
  22: {
    'ssh.protocol': '2.0',
    'ssh.kex': ['curve25519-sha256'],
    'ssh.host_key_algorithms': ['ssh-ed25519'],
    'ssh.ciphers': ['aes256-gcm@openssh.com'],
    'ssh.macs': ['hmac-sha2-256-etm@openssh.com'],
  },
  443: { 'http.status': 200, 'http.server': 'nginx' },
  6379: { 'redis.mode': 'standalone' },
};

function writeMatrix() {
  const file = join(folder, 'intent.yaml');
  const groups = Array.from({ length: 8 }, (_, index) => `  g${index}: { targets: ['10.0.${index * 32}.0/19'] }`);
  const rows = groups.map(
    (_, index) => `  - { from: internet, to: g${index}, ports: [22, 443], expect: open, reason: as approved }`,
  );
  const text = `apiVersion: portreeve/v1
kind: IntentMatrix
metadata: { id: bench, title: Bench, owner: bench@example.org }
zones:
  internet: { vantages: [one] }
  office: { vantages: [two] }
groups:
${groups.join('\n')}
default: { expect: not-open }
matrix:
${rows.join('\n')}
`;
  writeFileSync(file, text);
  return file;
}

try {
  const one = await writeRun('one', 'internet');
  const two = await writeRun('two', 'office');
  const cases = [
    { name: 'one run', words: [one] },
    { name: 'one run, intent matrix', words: [one, '--intent', writeMatrix()] },
    { name: 'two vantages together', words: [one, two] },
  ];
  const rows = [];
  for (const { name, words } of cases) {
    const results = [];
    for (let round = 0; round < rounds; round++) {
      const command = [process.execPath, MAIN, 'judge', ...words, '--quiet'];
      const result = await runProgram({ folder, command, budgetSeconds: 600 });
      if (result.status !== 1 || result.stopped)
        throw new Error(`judging ended with ${result.status}: ${result.stderr}`);
      results.push(result);
    }
    const seconds = results.map((result) => result.seconds).sort((a, b) => a - b);
    const median = seconds[Math.floor(seconds.length / 2)] ?? 0;
    const peak = Math.max(...results.map(({ peakKb }) => peakKb / 1000));
    rows.push([
      name,
      hosts * PORTS.length,
      median.toFixed(2),
      `${seconds[0]?.toFixed(2)} to ${seconds.at(-1)?.toFixed(2)}`,
      peak.toFixed(0),
    ]);
    console.log(
      `${name}: ${median.toFixed(2)} s, ${peak.toFixed(0)} MB, exit ${results.map(({ status }) => status).join()}`,
    );
  }
  if (!values.smoke) {
    const head = ['what is judged', 'endpoints', 'seconds (median)', 'all', 'peak MB'];
    const table = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
    const text = `# Judging\n\nThe whole process of \`portreeve judge\`, all rule packs, one observation a line; \`npm run bench:judge\`.\n\n${machine({})}\n\n${table}\n`;
    writeFileSync(FILE, await format(text, { ...(await resolveConfig(FILE)), filepath: FILE }));
  }
} finally {
  stopPrograms();
  rmSync(folder, { recursive: true });
}
