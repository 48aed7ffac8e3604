// Identifies the servers of the tests, 200 endpoints, and does so once more with nmap in the same run; then a hundred services beside a thousand
// tarpits. Prints the figures and writes them to RESULTS.md. `npm run bench:identify`; BENCH_SMOKE=1 takes twenty endpoints.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import PQueue from 'p-queue';
import { expect, it } from 'vitest';
import { SCENES } from '../test/identify/scenes.ts';
import { findProgram, reasonToSkip } from '../test/lab/servers/find-program.ts';
import { isHttpOnly, nmapServices, rightByNmap } from './nmap-services.mjs';
import { replaceSection } from './results.mjs';

const run = promisify(execFile);
const MAIN = join(import.meta.dirname, '../dist/cli/main.js');
const smoke = process.env.BENCH_SMOKE === '1';
const WANTED = smoke ? 20 : 200;
const STARTED_AT_ONCE = 4;

/** Scenes whose server can run here and whose name is known by construction. */
const scenes = Object.entries(SCENES).flatMap(([title, scene]) => {
  const name = scene.expected.service?.name;
  const skip = scene.needs.length === 0 ? undefined : reasonToSkip(...scene.needs);
  return name === undefined || skip !== undefined || scene.slow === true ? [] : [{ title, scene, name }];
});

/** Light enough to run a dozen times. */
const LIGHT = /^(?:redis|memcached|mqtt|nats|beanstalkd|gearman|http|ftp|rsync|ssh|svn|epmd)$/;

async function startServers() {
  const light = scenes.filter(({ name }) => LIGHT.test(name));
  const list = smoke ? light.slice(0, WANTED) : [...scenes];
  for (let i = 0; list.length < WANTED && light.length > 0; i += 1) list.push(light[i % light.length]);
  const queue = new PQueue({ concurrency: STARTED_AT_ONCE });
  const servers = await Promise.all(
    list.map(async ({ title, scene, name }) =>
      queue.add(async () => {
        try {
          return { title, name, product: scene.expected.service?.product, server: await scene.start() };
        } catch (error) {
          console.log(`did not start: ${title}: ${String(error).slice(0, 200)}`);
          return undefined;
        }
      }),
    ),
  );
  return servers.filter((server) => server !== undefined);
}

async function withNmap(ports, folder) {
  // Minutes, even for a few endpoints.
  const nmap = smoke ? undefined : findProgram('nmap');
  if (nmap === undefined) return undefined;
  const xml = join(folder, 'nmap.xml');
  const started = performance.now();
  await run(nmap, ['-n', '-Pn', '-sV', '--version-all', '-p', ports.join(','), '-oX', xml, '127.0.0.1']);
  return { seconds: (performance.now() - started) / 1000, services: nmapServices(readFileSync(xml, 'utf8')) };
}

async function withPortreeve(ports, folder) {
  const out = join(folder, 'run');
  const args = [MAIN, 'audit', '127.0.0.1', '-p', ports.join(','), '--rate', 'max', '--host-rate', 'max'];
  const started = performance.now();
  await run(process.execPath, [...args, '--fail-on', 'never', '--max-not-assessed', '1', '--quiet', '--out', out]);
  const seconds = (performance.now() - started) / 1000;
  const lines = readFileSync(join(out, 'observations.jsonl'), 'utf8').trim().split('\n');
  const services = new Map(lines.map((line) => JSON.parse(line)).map(({ port, service }) => [port, service]));
  return { seconds, services };
}

const percent = (share, all) => `${((100 * share) / all).toFixed(1)} %`;

it('identifies the servers of the tests', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'portreeve-bench-'));
  const started = await startServers();
  try {
    const endpoints = started.filter(({ server }) => server.address === '127.0.0.1');
    const ports = endpoints.map(({ server }) => server.port);
    const ours = await withPortreeve(ports, folder);
    const theirs = await withNmap(ports, folder);
    const wrong = endpoints.filter(({ name, server }) => ours.services.get(server.port)?.name !== name);
    for (const { title, name, server } of wrong)
      console.log(`ours: ${title}: expected ${name}, got ${JSON.stringify(ours.services.get(server.port))}`);
    const ourHttp = wrong.filter(({ server }) => ours.services.get(server.port)?.name === 'http').length;
    const rows = [['portreeve audit', ours.seconds, endpoints.length - wrong.length, ourHttp]];
    if (theirs !== undefined) {
      const missed = endpoints.filter((endpoint) => !rightByNmap(endpoint, theirs.services.get(endpoint.server.port)));
      for (const { title, server } of missed)
        console.log(`nmap: ${title}: got ${JSON.stringify(theirs.services.get(server.port))}`);
      const http = missed.filter(({ server }) => isHttpOnly(theirs.services.get(server.port))).length;
      rows.push(['nmap -sV --version-all', theirs.seconds, endpoints.length - missed.length, http]);
    }
    const products = new Set(endpoints.map(({ title }) => title)).size;
    const table = [
      '| program | seconds | × ours | right names | `http` and no more |',
      '| --- | --: | --: | --: | --: |',
      ...rows.map(([name, seconds, right, http]) => {
        const times = (seconds / ours.seconds).toFixed(2);
        return `| ${name} | ${seconds.toFixed(2)} | ${times} | ${right} of ${endpoints.length} (${percent(right, endpoints.length)}) | ${http} |`;
      }),
    ].join('\n');
    console.log(table);
    await replaceSection(
      'Identification',
      `${endpoints.length} endpoints on loopback, all on ports that tell nothing: the real servers that the tests start, ${products} of them different in product or in
set-up. Whole programs; the truth is what was started. nmap's name counts as right where it is the same service under nmap's name, or where its
product says so.\n\n${table}`,
      { skip: smoke },
    );
    expect(wrong.map(({ title }) => title)).toEqual([]);
  } finally {
    await Promise.all(started.map(({ server }) => server[Symbol.asyncDispose]()));
    rmSync(folder, { recursive: true, force: true });
  }
});

async function identify(endpoints) {
  // With the flags that the command line sets.
  const flags = ['--heap-growing-percent=50', '--semi-space-growth-factor=1'];
  const child = spawn(process.execPath, [...flags, join(import.meta.dirname, 'identify-endpoints.mjs')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(endpoints.map(({ address, port }) => ({ address, port }))));
  let out = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  await once(child, 'close');
  return JSON.parse(out);
}

it('identifies services beside tarpits as soon as without them', async () => {
  const light = scenes.filter(({ name }) => /^(?:redis|memcached|nats|beanstalkd)$/.test(name));
  const queue = new PQueue({ concurrency: STARTED_AT_ONCE });
  const count = smoke ? 8 : 100;
  const servers = await Promise.all(
    Array.from({ length: count }, async (_, i) => queue.add(() => light[i % light.length].scene.start())),
  );
  const tarpit = spawn(process.execPath, [join(import.meta.dirname, 'tarpit.mjs'), smoke ? '50' : '1000'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [line] = await once(createInterface(tarpit.stdout), 'line');
    const tarpits = JSON.parse(line);
    const alone = await identify(servers);
    // Mixed, so that the queue meets tarpits all the time.
    const mixed = [];
    for (const [i, place] of tarpits.entries()) {
      if (i % (tarpits.length / servers.length) < 1) mixed.push(servers[mixed.filter(({ isOurs }) => isOurs).length]);
      mixed.push(place);
    }
    const all = [...new Set([...mixed, ...servers])].filter((place) => place !== undefined);
    const beside = await identify(all);
    const last = (result, places) =>
      Math.max(...servers.map((server) => result.milliseconds[places.indexOf(server)])) / 1000;
    const rows = [
      ['services alone', last(alone, servers), alone.peakKb],
      [`beside ${tarpits.length} tarpits`, last(beside, all), beside.peakKb],
    ];
    const table = [
      `| ${servers.length} services | seconds until the last is known | peak MB |`,
      '| --- | --: | --: |',
      ...rows.map(([name, seconds, peakKb]) => `| ${name} | ${seconds.toFixed(2)} | ${(peakKb / 1024).toFixed(0)} |`),
    ].join('\n');
    console.log(table);
    await replaceSection(
      'Tarpits',
      `Services on ports that tell nothing, questioned in a process of its own, alone and among ports that accept and never say a word.\n\n${table}`,
      { skip: smoke },
    );
    expect(beside.names.filter((name, i) => servers.includes(all[i]) && name === 'unknown')).toEqual([]);
    expect(beside.peakKb / 1024).toBeLessThan(250);
  } finally {
    tarpit.kill();
    await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()));
  }
});
