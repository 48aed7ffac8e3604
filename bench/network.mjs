// The network that is measured: two namespaces on one veth pair, made for this run and removed after it.
//
//   scanner 172.16.77.1 ── wire ── 172.16.77.2 target, whose kernel answers for every address of 10.0.0.0/8
//
// Ports 11 to 14 have listeners on every address, all other ports are closed. No rule uses connection tracking, which would cost more than the probes.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Fixed, so that the command lines in the results are the same on every machine. */
export const SCANNER_ADDRESS = '172.16.77.1';
export const ROUTER_MAC = '02-00-00-00-77-02';
export const OPEN_PORTS = [11, 12, 13, 14];

const run = (program, ...args) =>
  execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

/** Why the namespaces cannot be made here, or undefined. */
export function whyNoNetwork() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'it needs Linux and root for network namespaces';
  const missing = ['ip', 'nft', 'tc'].filter((name) => spawnSync(name, ['-V']).error !== undefined);
  return missing.length > 0 ? `it needs ${missing.join(', ')} (Debian: iproute2, nftables)` : undefined;
}

/** Two namespaces, `scanner` and `target`; `Symbol.dispose` removes them with everything inside. */
export async function createNetwork() {
  const [scanner, target] = ['scanner', 'target'].map((role) => `portreeve-bench-${role}-${process.pid}`);
  let listener;
  const network = {
    scanner,
    target,
    setConditions: (conditions) => setConditions(network, conditions),
    [Symbol.dispose]() {
      listener?.kill('SIGKILL');
      for (const name of [scanner, target]) spawnSync('ip', ['netns', 'delete', name]);
    },
  };
  try {
    makeWire(scanner, target);
    listener = await startListener(target);
  } catch (error) {
    network[Symbol.dispose]();
    throw error;
  }
  return network;
}

function makeWire(scanner, target) {
  for (const name of [scanner, target]) run('ip', 'netns', 'add', name);
  const [near, far] = ['02:00:00:00:77:01', ROUTER_MAC.replaceAll('-', ':')];
  const wire = ['link', 'add', 'wire', 'netns', scanner, 'address', near, 'type', 'veth'];
  run('ip', ...wire, 'peer', 'name', 'wire', 'netns', target, 'address', far);
  for (const [name, host] of [
    [scanner, 1],
    [target, 2],
  ]) {
    run('ip', '-n', name, 'link', 'set', 'lo', 'up');
    run('ip', '-n', name, 'address', 'add', `172.16.77.${host}/30`, 'dev', 'wire');
    run('ip', '-n', name, 'link', 'set', 'wire', 'up');
  }
  run('ip', '-n', target, 'route', 'add', 'local', '10.0.0.0/8', 'dev', 'lo');
  run('ip', '-n', scanner, 'route', 'add', '10.0.0.0/8', 'via', '172.16.77.2');
}

async function startListener(target) {
  const program = [process.execPath, join(import.meta.dirname, 'listener.mjs'), SCANNER_ADDRESS, ...OPEN_PORTS];
  const child = spawn('ip', ['netns', 'exec', target, ...program.map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const started = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  if (!Buffer.isBuffer(started[0])) throw new Error('the listeners did not start');
  return child;
}

/**
 * What the wire and the target do to packets, replacing what was set before: `rules` are nftables statements for packets that come in at the target,
 * `answerRules` the same for packets that leave it, `delayMs` holds every answer back. Returns why it cannot be done here, or undefined. All of it
 * happens at the target: at the scanner's end nmap and masscan would read the packets before its firewall sees them.
 */
function setConditions({ target }, { rules = [], answerRules = [], delayMs = 0 }) {
  // Before routing and before any other hook, so that a dropped packet costs the target's kernel next to nothing.
  const chains = [chain('prerouting', rules), chain('postrouting', answerRules)].join('');
  const input = `table ip bench\ndelete table ip bench\ntable ip bench {\n${chains}}\n`;
  execFileSync('ip', ['netns', 'exec', target, 'nft', '-f', '-'], { input, stdio: ['pipe', 'ignore', 'inherit'] });
  spawnSync('tc', ['-n', target, 'qdisc', 'delete', 'dev', 'wire', 'root'], { stdio: 'ignore' });
  if (delayMs === 0) return undefined;
  const queue = ['netem', 'delay', `${delayMs}ms`, 'limit', '1000000'];
  const command = ['-n', target, 'qdisc', 'add', 'dev', 'wire', 'root', ...queue];
  const { status, stderr } = spawnSync('tc', command, { encoding: 'utf8' });
  return status === 0 ? undefined : `tc netem: ${stderr.trim()} (the kernel needs sch_netem)`;
}

const chain = (hook, rules) =>
  rules.length === 0 ? '' : `chain ${hook} {\ntype filter hook ${hook} priority -300\n${rules.join('\n')}\n}\n`;
