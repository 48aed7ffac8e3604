import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { portreeve, readObservations, readReport } from '../lab/portreeve.ts';

const folder = mkdtempSync(join(tmpdir(), 'portreeve-large-'));
const directory = join(folder, 'run');
const ADDRESS = '127.0.0.77';
const PORT = 20_100;
/** 256 hosts and 430 ports: more than get a line each. */
const ENDPOINTS = 110_080;
let server: Server;
let report: Report;

beforeAll(async () => {
  server = createServer((socket) =>
    socket
      .on('error', () => socket.destroy())
      .resume()
      .end('SSH-2.0-OpenSSH_9.2\r\n'),
  );
  await once(server.listen(PORT, ADDRESS), 'listening');
  const inventory = join(folder, 'inventory.json');
  writeFileSync(inventory, JSON.stringify([{ target: '127.0.0.9', owner: 'data', expect_open: [20_001] }]));
  const ports = ['--ports', '20000-20429', '--rate', 'max', '--host-rate', 'max'];
  const { stderr } = await portreeve(['audit', '127.0.0.0/24', inventory, ...ports, '--out', directory, '--quiet']);
  if (stderr !== '') throw new Error(stderr);
  report = readReport(directory);
}, 180_000);
afterAll(async () => {
  server.close();
  await once(server, 'close');
  rmSync(folder, { recursive: true });
});

describe('a run over 110,080 endpoints', () => {
  it('has lines only for what is open and for what was declared open', () => {
    const lines = readObservations(directory).map(({ address, port, state }) => `${address} ${port} ${state}`);
    expect(lines.sort()).toEqual([`${ADDRESS} ${PORT} open`, '127.0.0.9 20001 closed']);
  });

  it('accounts for every endpoint, in totals, hosts and ranges', () => {
    const { coverage, hosts, hostRanges, summary } = report;
    expect(coverage).toMatchObject({
      planned: ENDPOINTS,
      notProbed: 0,
      states: { open: 1, closed: ENDPOINTS - 1, filtered: 0, error: 0 },
      identified: 1,
    });
    expect(hosts.map(({ address, counts, open, closed }) => ({ address, counts, open, closed }))).toEqual([
      {
        address: '127.0.0.9',
        counts: { open: 0, closed: 430, filtered: 0, error: 0 },
        open: '',
        closed: '20000-20429',
      },
      {
        address: ADDRESS,
        counts: { open: 1, closed: 429, filtered: 0, error: 0 },
        open: `${PORT}`,
        closed: '20000-20099,20101-20429',
      },
    ]);
    const counts = { open: 0, closed: 430, filtered: 0, error: 0 };
    expect(hostRanges).toEqual([{ first: '127.0.0.0', last: '127.0.0.255', hosts: 254, counts, silent: 0 }]);
    expect(summary.endpointsJudged).toBe(ENDPOINTS);
    expect(report.patterns.find(({ kind }) => kind === 'closed')?.hosts).toEqual([
      '127.0.0.9',
      '127.0.0.0-127.0.0.8',
      '127.0.0.10-127.0.0.76',
      '127.0.0.78-127.0.0.255',
    ]);
  });

  it('is judged from its files to the same bytes', async () => {
    const { stdout } = await portreeve(['judge', directory, '--json']);
    expect(stdout).toBe(readFileSync(join(directory, 'report.json'), 'utf8'));
  });

  it('keeps the state of every endpoint without the lines, and all but the service', async () => {
    const copy = join(folder, 'without-lines');
    cpSync(directory, copy, { recursive: true });
    writeFileSync(join(copy, 'observations.jsonl'), '');
    const { stdout } = await portreeve(['judge', copy, '--json']);
    const again: Report = JSON.parse(stdout);
    expect(again.coverage).toMatchObject({ states: report.coverage.states, identified: 0, notProbed: 0 });
    expect(again.hosts).toEqual(report.hosts);
    expect(again.hostRanges).toEqual(report.hostRanges);
  });

  it('is judged from its answers alone where no shard was finished', async () => {
    const copy = join(folder, 'without-shards');
    cpSync(directory, copy, { recursive: true });
    const journal = readFileSync(join(copy, 'journal.jsonl'), 'utf8').split('\n');
    const answers = journal.filter((line) => !line.startsWith('{"type":"shard"'));
    expect(answers.length).toBe(journal.length - 1);
    writeFileSync(join(copy, 'journal.jsonl'), answers.join('\n'));
    const { stdout } = await portreeve(['judge', copy, '--json']);
    expect(JSON.parse(stdout)).toEqual(report);
  });

  it('never passes without its journal', async () => {
    const copy = join(folder, 'without-journal');
    cpSync(directory, copy, { recursive: true });
    rmSync(join(copy, 'journal.jsonl'));
    const { exitCode, stdout } = await portreeve(['judge', copy, '--json', '--fail-on', 'never']);
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      coverage: { notProbed: ENDPOINTS - 2 },
      outcome: { verdict: 'incomplete' },
    });
  });
});
