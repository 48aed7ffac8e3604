import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPeer } from '../identify/peer.ts';
import { portreeve, readReport } from '../lab/portreeve.ts';

describe('audit --intent', () => {
  const folder = mkdtempSync(join(tmpdir(), 'portreeve-matrix-'));
  const matrix = join(folder, 'intent.yaml');
  afterAll(() => rmSync(folder, { recursive: true }));

  const write = (port: number): void =>
    writeFileSync(
      matrix,
      `apiVersion: portreeve/v1
kind: IntentMatrix
metadata: { id: q, title: Review, owner: net@example.org }
zones:
  internet: { vantages: [vp-1] }
groups: {}
controls:
  - { zone: internet, target: 127.90.0.1, port: ${port}, expect: open }
default: { expect: not-open }
matrix: []
`,
    );
  const audit = (name: string, vantage: string): ReturnType<typeof portreeve> => {
    const out = ['--out', join(folder, name), '--quiet'];
    return portreeve(['audit', '127.90.0.1', '-p', '9', '--vantage', vantage, '--intent', matrix, ...out]);
  };

  beforeAll(() => write(9));

  it('asks the controls of the matrix: without them nothing shows that this place can see an open port', async () => {
    await using peer = await startPeer(() => undefined);
    write(peer.endpoint.port);
    await audit('confirmed', 'vp-1');
    const [vantage] = readReport(join(folder, 'confirmed')).vantages;
    expect(vantage).toMatchObject({ zone: 'internet', health: 'confirmed' });
    expect(vantage?.controls).toContainEqual({ address: '127.90.0.1', port: peer.endpoint.port, state: 'open' });
  });

  it('believes no silence where a control is not open', async () => {
    write(9);
    const { exitCode } = await audit('failed', 'vp-1');
    const report = readReport(join(folder, 'failed'));
    expect(report.vantages[0]?.health).toBe('failed');
    expect(report.outcome.coverage).toBe('incomplete');
    expect(exitCode).not.toBe(0);
  });

  it('sends nothing from a place that the matrix does not know', async () => {
    const { exitCode, stderr } = await audit('unknown', 'vp-2');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('has no zone for the vantage vp-2');
    expect(existsSync(join(folder, 'unknown'))).toBe(false);
  });
});
