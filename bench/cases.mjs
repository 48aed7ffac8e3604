// What is measured. Every answer is known by construction: ports 11 to 14 are open, all others closed, and the rules say which hosts are silent.
import { masscan, nmap } from './peers.mjs';
import { portreeve } from './portreeve.mjs';

/** Limit on the memory of a run, whatever the size of the plan. */
const MEMORY_LIMIT_MB = 150;
const DEFAULT_TIMEOUT_SECONDS = 1.5;
const MAX = ['--rate', 'max'];
const MASSCAN_MAX = ['--rate', '10000000'];

/**
 * The cases in order. Each has an `id` (the first letter selects it), a `title`, `about` (what the network does and what is asked), `conditions` for
 * `network.setConditions`, `truth` (endpoints, and how many of them are open and closed), and `programs`. `recall` is the least share that this
 * project must reach with every engine, `memoryMb` the most memory it may take.
 *
 * `prefix` is the length of the measured networks' prefix, 16 unless told; for development. A program with `budget` is stopped after that many times our own time; with `runs` it is run that often and not the usual number of times.
 */
export function createCases({ smoke, prefix }) {
  const full = { prefix: prefix ?? 16, memorySeconds: 60, rate: 100_000, connectRate: 20_000 };
  const size = smoke ? { prefix: prefix ?? 23, memorySeconds: 3, rate: 20_000, connectRate: 5000 } : full;
  const cases = [
    allAnswering('a1', 'All closed, unthrottled', { ...size, ports: '1-4' }),
    allAnswering('a2', 'All open, unthrottled', { ...size, ports: '11-14' }),
    closedOnLoopback(size),
    mostlySilent(size),
    randomLoss(size),
    ...limitedTarget(size),
    memory(size),
    delayed(size),
  ];
  return smoke ? cases.map(shortened) : cases;
}

/** Of the peers only what shows that they are started and read rightly: masscan waits ten seconds by default, nmap long for the silent. */
function shortened(work) {
  const kept = ['a1', 'b'].includes(work.id) ? isQuick : isOurs;
  return { ...work, programs: work.programs.filter(kept) };
}

const isOurs = ({ ours }) => ours === true;
const isQuick = ({ peer, command }) => peer !== 'masscan' || command.includes('--wait');
const atRate = (perSecond) => ['--rate', String(perSecond), '--host-rate', 'max'];

function workOn(network, prefix, ports) {
  const hosts = 2 ** (32 - prefix);
  return { range: `${network}/${prefix}`, ports, hosts };
}

/** A list such as `1-4,11-14`, and how many of its ports are open and closed. */
function truthOf(hosts, ports, alive = hosts) {
  const ranges = ports.split(',').map((part) => part.split('-').map(Number));
  const count = (from, to) =>
    ranges.reduce((sum, [low, high]) => sum + Math.max(0, Math.min(high, to) - Math.max(low, from) + 1), 0);
  return { endpoints: hosts * count(1, 65_535), open: alive * count(11, 14), closed: alive * count(1, 10) };
}

function allAnswering(id, title, { prefix, ports }) {
  const work = workOn('10.78.0.0', prefix, ports);
  return {
    id,
    title,
    about: `${work.hosts} hosts × ports ${ports} over the wire; every endpoint answers.`,
    conditions: {},
    truth: truthOf(work.hosts, ports),
    recall: 1,
    programs: [
      portreeve('syn', work, { limits: MAX }),
      masscan([...MASSCAN_MAX, '--wait', '1'], work),
      masscan(MASSCAN_MAX, work),
      nmap(['-sS', '-T5'], work, { budget: 40, runs: 1 }),
    ],
  };
}

function closedOnLoopback({ prefix }) {
  const work = workOn('127.1.0.0', prefix, '1-8');
  return {
    id: 'b',
    title: 'Connections to closed ports on loopback, unthrottled',
    about: `${work.hosts} hosts × ports 1-8, all refused. \`connect\` calls the kernel, \`node\` uses \`node:net\`.`,
    conditions: {},
    truth: truthOf(work.hosts, '1-8'),
    recall: 1,
    programs: [
      portreeve('connect', work, { limits: MAX }),
      portreeve('node', work, { limits: MAX }),
      nmap(['-sT', '-T5', '--min-rate', '1000000', '--max-retries', '0'], work, { budget: 40 }),
    ],
  };
}

function mostlySilent({ prefix, rate, connectRate }) {
  const work = workOn('10.78.0.0', prefix, '3-4,13-14');
  const alive = Array.from(
    { length: Math.ceil(work.hosts / 100) },
    (_, i) => `10.78.${(i * 100) >> 8}.${(i * 100) & 255}`,
  );
  return {
    id: 'c',
    title: 'One host in a hundred alive',
    about:
      `${work.hosts} hosts × 4 ports (2 open, 2 closed); of a hundred hosts 99 drop everything. At a given rate the time should be little more than ` +
      'probes sent / rate + one timeout.',
    conditions: { rules: [`ip daddr 10.78.0.0/${prefix} ip daddr != { ${alive.join(', ')} } drop`] },
    truth: truthOf(work.hosts, work.ports, alive.length),
    recall: 1,
    programs: [
      portreeve('syn', work, { limits: atRate(rate), rate }),
      portreeve('connect', work, {
        limits: [...atRate(connectRate), '--concurrency', String(connectRate * 2)],
        rate: connectRate,
      }),
      masscan(['--rate', String(rate)], work),
      masscan(['--rate', String(rate), '--retries', '1'], work),
      nmap(['-sS', '-T4'], work, { budget: 25, runs: 1 }),
    ],
    remark: aboveIdeal,
  };
}

function aboveIdeal({ rate, seconds, probes }) {
  if (rate === undefined) return undefined;
  const ideal = probes / rate + DEFAULT_TIMEOUT_SECONDS;
  const ratio = (seconds / ideal).toFixed(2);
  return `${probes} probes at ${rate}/s + ${DEFAULT_TIMEOUT_SECONDS} s = ${ideal.toFixed(2)} s; it took ${ratio} times that.`;
}

function randomLoss({ prefix }) {
  const work = workOn('10.78.0.0', Math.max(prefix, 17), '3-4,13-14');
  const loss = ['numgen random mod 100 < 3 drop'];
  return {
    id: 'd',
    title: '3 % random loss each way, default settings',
    about: `${work.hosts} hosts × 4 ports (2 open, 2 closed); 3 % of probes and 3 % of answers get lost.`,
    conditions: { rules: loss, answerRules: loss },
    truth: truthOf(work.hosts, work.ports),
    recall: 0.99,
    programs: [
      portreeve('syn', work),
      portreeve('connect', work),
      masscan(['--rate', '5000'], work),
      nmap(['-sS', '-T4', '--min-rate', '5000'], work, { budget: 10, runs: 1 }),
    ],
  };
}

function limitedTarget({ prefix }) {
  const work = workOn('10.78.0.0', prefix, '3-4,13-14');
  const rules = ['tcp flags & (syn | ack) == syn limit rate over 20000/second burst 1000 packets drop'];
  const about = `${work.hosts} hosts × 4 ports (2 open, 2 closed) behind a device that passes 20,000 SYN a second and drops the rest.`;
  const both = { about, conditions: { rules }, truth: truthOf(work.hosts, work.ports) };
  return [
    {
      ...both,
      id: 'e1',
      title: 'A network that takes 20,000 SYN a second, default settings',
      recall: 1,
      programs: [
        portreeve('syn', work, { runs: 1 }),
        portreeve('connect', work, { runs: 1 }),
        masscan(['--rate', '5000'], work, { runs: 1 }),
        nmap(['-sS', '-T4', '--min-rate', '5000'], work, { budget: 10, runs: 1 }),
      ],
    },
    {
      ...both,
      id: 'e2',
      title: 'A network that takes 20,000 SYN a second, unthrottled',
      programs: [
        portreeve('syn', work, { limits: MAX }),
        portreeve('connect', work, { limits: MAX }),
        masscan(MASSCAN_MAX, work),
        nmap(['-sS', '-T5', '--min-rate', '1000000'], work, { budget: 10, runs: 1 }),
      ],
    },
  ];
}

function memory({ memorySeconds }) {
  const work = { range: '10.0.0.0/8', ports: '1-100' };
  const run = { limits: MAX, json: true, interruptAfterSeconds: memorySeconds, runs: 1 };
  return {
    id: 'f',
    title: `Memory: a plan of 1.7 thousand million endpoints, ${memorySeconds} s of it`,
    about:
      '10.0.0.0/8 × ports 1-100, unthrottled; one host in 256 answers, the rest drops everything. ' +
      `SIGINT after ${memorySeconds} s; the limit is ${MEMORY_LIMIT_MB} MB for the whole process.`,
    conditions: { rules: ['ip daddr 10.0.0.0/8 ip daddr & 0.0.0.255 != 0.0.0.7 drop'] },
    memoryMb: MEMORY_LIMIT_MB,
    programs: [portreeve('syn', work, run), portreeve('connect', work, run)],
    remark: ({ seconds, firstResult, probes }) =>
      `first result after ${firstResult?.toFixed(2) ?? '-'} s; ${probes} probes sent; ended ${(seconds - memorySeconds).toFixed(2)} s after SIGINT.`,
  };
}

function delayed({ prefix }) {
  const work = workOn('10.78.0.0', prefix, '3-4,13-14');
  return {
    id: 'g',
    title: 'Every answer 50 ms late, unthrottled',
    about: `${work.hosts} hosts × 4 ports (2 open, 2 closed), answers delayed by \`tc netem\`.`,
    conditions: { delayMs: 50 },
    truth: truthOf(work.hosts, work.ports),
    recall: 1,
    programs: [
      portreeve('syn', work, { limits: MAX }),
      portreeve('connect', work, { limits: MAX }),
      masscan([...MASSCAN_MAX, '--wait', '1'], work),
      nmap(['-sS', '-T5'], work, { budget: 40, runs: 1 }),
    ],
  };
}
