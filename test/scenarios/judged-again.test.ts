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
const FILES = ['observations.jsonl', 'journal.jsonl'] as const;
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

function linesOf(run: string, file: (typeof FILES)[number]): readonly string[] {
  return readFileSync(join(run, file), 'utf8').split('\n').filter(Boolean);
}

/** A copy of the run with other lines in it. */
function changed(name: string, change: (lines: readonly string[]) => readonly string[]): string {
  const copy = join(folder, name);
  cpSync(directory, copy, { recursive: true });
  for (const file of FILES) {
    const lines = change(linesOf(copy, file)).map((line) => `${line}\n`);
    writeFileSync(join(copy, file), lines.join(''));
  }
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

  it.each([1, 2, 3])('never passes without what was seen of 127.0.0.%i', { timeout: 30_000 }, async (host) => {
    const poorer = changed(`without-${host}`, (lines) =>
      lines.filter((line) => !line.includes(`"address":"127.0.0.${host}"`)),
    );
    expect(linesOf(poorer, 'observations.jsonl')).toHaveLength(2);
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
