// nmap and masscan: how they are started, and how many endpoints of each state their output holds.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROUTER_MAC, SCANNER_ADDRESS } from './network.mjs';

const NMAP_OUT = 'nmap.xml';
const MASSCAN_OUT = 'masscan.list';
/** masscan brings its own IP stack: told where it is, it need not guess from a routing table that has no default route. */
const MASSCAN_PLACE = ['--adapter', 'wire', '--adapter-ip', SCANNER_ADDRESS, '--router-mac', ROUTER_MAC];

/** First lines of `--version` of the programs that are installed, by name. */
export function peerVersions() {
  const versions = {};
  for (const name of ['nmap', 'masscan']) {
    // masscan prints its version and exits with 1.
    const { error, stdout } = spawnSync(name, ['--version'], { encoding: 'utf8' });
    if (error === undefined) versions[name] = /version (\S+)/.exec(stdout)?.[1] ?? 'of unknown version';
  }
  return versions;
}

/** `-n -Pn`: as the others, no names and no pings. `flags` is the kind of scan and its timing. */
export function nmap(flags, work, rest = {}) {
  return {
    name: `nmap ${flags.join(' ')}`,
    peer: 'nmap',
    command: ['nmap', '-n', '-Pn', ...flags, '-p', work.ports, '-oX', NMAP_OUT, work.range],
    program: ['nmap'],
    clean: (folder) => rmSync(join(folder, NMAP_OUT), { force: true }),
    read: readNmap,
    ...rest,
  };
}

/** One `port` element for each port, but states that many ports of a host share are folded into `extraports`. */
function readNmap(folder, { status, stderr }) {
  if (status !== 0) throw new Error(`nmap ended with ${status}: ${stderr}`);
  const xml = readFileSync(join(folder, NMAP_OUT), 'utf8');
  const counts = { open: 0, closed: 0 };
  for (const [, state] of xml.matchAll(/<state state="(open|closed)"/g)) counts[state] += 1;
  for (const [, state, count] of xml.matchAll(/<extraports state="(open|closed)" count="(\d+)"/g)) {
    counts[state] += Number(count);
  }
  return counts;
}

/** `flags` is rate, wait, retries; `--show` because masscan leaves closed ports out by default. */
export function masscan(flags, work, rest = {}) {
  const where = [...MASSCAN_PLACE, '--show', 'open,closed', '-p', work.ports];
  return {
    name: `masscan ${flags.join(' ')}`,
    peer: 'masscan',
    command: ['masscan', ...flags, ...where, '-oL', MASSCAN_OUT, work.range],
    program: ['masscan'],
    clean: (folder) => rmSync(join(folder, MASSCAN_OUT), { force: true }),
    read: readMasscan,
    ...rest,
  };
}

/** Lines such as `closed tcp 1 10.78.0.9 1700000000`; an endpoint may be listed twice and counts once. */
function readMasscan(folder, { status, stderr }) {
  if (status !== 0) throw new Error(`masscan ended with ${status}: ${stderr}`);
  const seen = { open: new Set(), closed: new Set() };
  for (const line of readFileSync(join(folder, MASSCAN_OUT), 'utf8').split('\n')) {
    const [state, , port, address] = line.split(' ');
    if (state === 'open' || state === 'closed') seen[state].add(`${address}:${port}`);
  }
  return { open: seen.open.size, closed: seen.closed.size };
}
