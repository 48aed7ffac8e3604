// Runs Portreeve and, where it is installed, nmap on the same work in the same run, in network namespaces of its own (root, Linux), and prints
// seconds, ratios and recall. `--smoke` does a hundredth of the work, to show that the benchmark itself works; its figures mean nothing.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';

const PORTREEVE = [process.execPath, join(import.meta.dirname, '../dist/cli/main.js')];
const smoke = process.argv.includes('--smoke');
const runs = smoke ? 1 : 3;
const folder = mkdtempSync(join(tmpdir(), 'portreeve-bench-'));
const id = process.pid;
const [scanner, target] = [`portreeve-bench-a-${id}`, `portreeve-bench-b-${id}`];

const run = (...command) =>
  execFileSync(command[0], command.slice(1), { stdio: ['pipe', 'pipe', 'inherit'], encoding: 'utf8' });
const hasNmap = spawnSync('nmap', ['--version']).status === 0;

/** The wire, and a routed /16 that the target's kernel answers for; of the upper half all hosts but one in a hundred are silent. */
function makeNetwork() {
  for (const name of [scanner, target]) run('ip', 'netns', 'add', name);
  run('ip', 'link', 'add', 'wire', 'netns', scanner, 'type', 'veth', 'peer', 'name', 'wire', 'netns', target);
  for (const [name, host] of [
    [scanner, 1],
    [target, 2],
  ]) {
    run('ip', '-n', name, 'link', 'set', 'lo', 'up');
    run('ip', '-n', name, 'link', 'set', 'wire', 'up');
    run('ip', '-n', name, 'address', 'add', `10.77.0.${host}/24`, 'dev', 'wire');
  }
  run('ip', '-n', target, 'route', 'add', 'local', '10.78.0.0/16', 'dev', 'lo');
  run('ip', '-n', scanner, 'route', 'add', '10.78.0.0/16', 'via', '10.77.0.2');
  const alive = Array.from({ length: 327 }, (_, i) => `10.78.${128 + Math.floor((i * 100) / 256)}.${(i * 100) % 256}`);
  const rules = `table ip bench { set alive { type ipv4_addr; elements = { ${alive.join(', ')} }\n}
    chain input {\ntype filter hook input priority 0\nip daddr 10.78.128.0/17 ip daddr != @alive drop\n}\n}\n`;
  execFileSync('ip', ['netns', 'exec', target, 'nft', '-f', '-'], { input: rules });
}

function time(command) {
  const started = performance.now();
  const { status, stderr } = spawnSync('ip', ['netns', 'exec', scanner, ...command], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status === null || status > 1) throw new Error(`${command.join(' ')}: ${stderr}`);
  return (performance.now() - started) / 1000;
}

function portreeve({ range, ports, rate }) {
  const out = join(folder, 'run');
  rmSync(out, { recursive: true, force: true });
  const limits = rate === 'max' ? ['--rate', 'max'] : ['--rate', String(rate), '--host-rate', 'max'];
  const args = ['audit', range, '-p', ports, ...limits, '--identify', 'none', '--quiet', '--out', out];
  const seconds = time([...PORTREEVE, ...args, '--fail-on', 'never', '--max-not-assessed', '1']);
  const { coverage } = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'));
  return { seconds, answered: coverage.answered };
}

function nmap({ range, ports, nmapPace }) {
  const xml = join(folder, 'nmap.xml');
  const seconds = time(['nmap', '-n', '-Pn', '-sT', ...nmapPace, '-p', ports, '-oX', xml, range]);
  const text = readFileSync(xml, 'utf8');
  const listed = [...text.matchAll(/<state state="(?:open|closed)"/g)].length;
  const folded = [...text.matchAll(/<extraports state="closed" count="(\d+)"/g)].reduce(
    (sum, [, count]) => sum + Number(count),
    0,
  );
  return { seconds, answered: listed + folded };
}

const FAST = ['-T5', '--min-rate', '1000000', '--max-retries', '0'];
const CASES = smoke
  ? [
      { name: 'all closed', range: '10.78.0.0/26', ports: '1-8', rate: 'max', nmapPace: FAST, answers: 64 * 8 },
      {
        name: 'one in 100 alive',
        range: '10.78.128.0/25',
        ports: '1-4',
        rate: 20_000,
        nmapPace: ['-T4'],
        answers: 2 * 4,
      },
    ]
  : [
      { name: 'all closed', range: '10.78.0.0/17', ports: '1-8', rate: 'max', nmapPace: FAST, answers: 32_768 * 8 },
      {
        name: 'one in 100 alive',
        range: '10.78.128.0/23',
        ports: '1-4',
        rate: 20_000,
        nmapPace: ['-T4'],
        answers: 6 * 4,
      },
    ];

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

if (process.getuid?.() !== 0 || spawnSync('nft', ['--version']).status !== 0) {
  console.log('skipped: the benchmark needs root, iproute2 and nftables to make its network namespaces');
  process.exit(0);
}

try {
  makeNetwork();
  const programs = {
    portreeve,
    ...(hasNmap ? { 'nmap -sT': nmap } : {}),
  };
  console.log(
    `${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, medians of ${runs}${smoke ? ', smoke' : ''}`,
  );
  for (const work of CASES) {
    console.log(`\n${work.name}: ${work.range} × ports ${work.ports}, ${work.answers} answers to be had`);
    let slowest;
    for (const [name, measure] of Object.entries(programs).toReversed()) {
      const results = Array.from({ length: runs }, () => measure(work));
      const seconds = median(results.map((result) => result.seconds));
      const answered = median(results.map((result) => result.answered));
      slowest ??= seconds;
      const recall = ((answered / work.answers) * 100).toFixed(2);
      console.log(
        `  ${name.padEnd(24)} ${seconds.toFixed(2).padStart(8)} s  ${(slowest / seconds).toFixed(2).padStart(7)} ×  recall ${recall} %`,
      );
      if (name !== 'nmap -sT' && answered !== work.answers) process.exitCode = 1;
    }
  }
} finally {
  for (const name of [scanner, target]) spawnSync('ip', ['netns', 'delete', name]);
  rmSync(folder, { recursive: true, force: true });
}
