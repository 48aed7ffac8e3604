import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { portreeve } from '../lab/portreeve.ts';

const folder = mkdtempSync(join(tmpdir(), 'portreeve-scenario-'));
const directory = join(folder, 'run');
let server: Server;
let port: number;

/** A VNC server that lets everybody in: a critical finding without a package. */
function giveTheScreen(): Server {
  return createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.write('RFB 003.008\n');
    socket.once('data', () => socket.write(Buffer.from([1, 1])));
  });
}

beforeAll(async () => {
  server = giveTheScreen().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  port = bound !== null && typeof bound === 'object' ? bound.port : 0;
  const audited = await portreeve(['audit', '127.0.0.1-127.0.0.3', '--ports', `${port}`, '--out', directory]);
  if (audited.exitCode !== 1) throw new Error(audited.stderr);
}, 60_000);

afterAll(async () => {
  server.close();
  await once(server, 'close');
  rmSync(folder, { recursive: true });
});

function linesOf(run: string): readonly string[] {
  return readFileSync(join(run, 'observations.jsonl'), 'utf8').split('\n').filter(Boolean);
}

/** A copy of the run with other lines in its observations. */
function changed(name: string, change: (lines: readonly string[]) => readonly string[]): string {
  const copy = join(folder, name);
  cpSync(directory, copy, { recursive: true });
  const lines = change(linesOf(copy)).map((line) => `${line}\n`);
  writeFileSync(join(copy, 'observations.jsonl'), lines.join(''));
  return copy;
}

describe('a saved run', () => {
  it('is judged to the same bytes every time, in whatever order its lines are', async () => {
    const original = readFileSync(join(directory, 'report.json'), 'utf8');
    const reversed = changed('reversed', (lines) => lines.toReversed());
    for (const run of [directory, directory, reversed]) {
      expect((await portreeve(['judge', run, '--json'])).stdout).toBe(original);
    }
  });

  it('finds in its journal what its observations lost, except what only identification knows', async () => {
    const poorer = changed('from-the-journal', () => []);
    const { exitCode, stdout } = await portreeve(['judge', poorer, '--json']);
    const report: Report = JSON.parse(stdout);
    const original: Report = JSON.parse(readFileSync(join(directory, 'report.json'), 'utf8'));
    expect(report.coverage).toMatchObject({ notProbed: 0, states: original.coverage.states, identified: 0 });
    expect(report.hosts).toEqual(original.hosts);
    expect({ exitCode, verdict: report.outcome.verdict }).toEqual({ exitCode: 3, verdict: 'incomplete' });
    const [seen] = report.endpoints;
    const { service: _, access: _a, evidence: _e, details: _d, ...known } = original.endpoints[0] ?? {};
    expect(seen).toEqual(known);
  });

  it.each([1, 2, 3])('never passes without what was seen of 127.0.0.%i', { timeout: 30_000 }, async (host) => {
    const poorer = changed(`without-${host}`, (lines) =>
      lines.filter((line) => !line.includes(`"address":"127.0.0.${host}"`)),
    );
    rmSync(join(poorer, 'journal.jsonl'));
    expect(linesOf(poorer)).toHaveLength(2);
    const { exitCode, stdout } = await portreeve(['judge', poorer, '--json', '--fail-on', 'never']);
    expect(exitCode).toBe(3);
    const report: Report = JSON.parse(stdout);
    expect(report.outcome).toMatchObject({ verdict: 'incomplete', coverage: 'incomplete' });
    expect(report.coverage.notProbed).toBe(1);
    expect(report.outcome.reasons.join(' ')).toContain(
      'Observations of 1 endpoint are missing from the files of the run.',
    );
  });
});
